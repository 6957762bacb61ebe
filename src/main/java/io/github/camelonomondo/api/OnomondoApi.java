package io.github.camelonomondo.api;

import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.List;
import java.util.function.Supplier;

/**
 * The calls we make. Each method is one call of the API, if it does not say otherwise: it waits for the budget, calls
 * once, never repeats by itself (but for the other form of the key after a 401) and blocks until answered or timed out.
 * Safe to share between threads.
 *
 * <p>JSON answers are handed out as the bytes that came, so that what is passed on is what the API said.
 *
 * <p>Every method throws {@link ApiException}, whose subclass says what to do about it.
 */
public interface OnomondoApi {

    /** The most SIMs that one bulk may hold (docs.onomondo.com: "LIMIT: 20 SIMs per call"). */
    int MAX_BULK = 20;

    /** {@code GET /sims}: one page, as it came. */
    byte[] listSims(SimQuery query, Priority priority);

    /** {@code GET /sims/find}: a bare array or an object with {@code sims}, as it came. */
    byte[] findSims(FindQuery query, Priority priority);

    /**
     * {@code GET /sims/{sim}}: the SIM with all its properties, as it came. If that answers 404 without a code, a second call
     * ({@code GET /sims?limit=1}) tells whether it is the SIM that is not there ({@link ApiException.Refused}) or the API
     * ({@link ApiException.Unavailable}).
     */
    byte[] getSim(SimReference sim, Priority priority);

    /** {@code PATCH /sims/{sim}}: sets the properties in {@code json}; the whole SIM, as it came. */
    byte[] updateSim(SimReference sim, byte[] json, Priority priority);

    /**
     * {@code PATCH /sims/bulk}.
     *
     * @param updates {@value #MAX_BULK} at most, of different SIMs; none: no call is made and the answer has size 0
     * @return what the answer proves of each SIM; a SIM it does not speak of, or speaks of twice, is not in it
     * @throws IllegalArgumentException if there are too many, or one SIM twice
     */
    default BulkAnswer updateSims(List<SimUpdate> updates, Priority priority) {
        return updateSims(() -> updates, priority);
    }

    /**
     * The same, but asks for the updates only when the budget has a call for them, so that they are as fresh as can be.
     *
     * @param updates asked once, and once more if the call is sent again with the other form of the key; none: no call is
     *     made and the answer has size 0
     */
    BulkAnswer updateSims(Supplier<List<SimUpdate>> updates, Priority priority);

    /**
     * {@code PUT /sims/{sim}/tags/{tag}}; refused with status 400 if the SIM has it already.
     *
     * @throws IllegalArgumentException if {@code tagId} is empty, {@code .} or {@code ..}
     */
    byte[] addTag(SimReference sim, String tagId, Priority priority);

    /**
     * {@code DELETE /sims/{sim}/tags/{tag}}; refused with status 400 if the SIM does not have it.
     *
     * @throws IllegalArgumentException if {@code tagId} is empty, {@code .} or {@code ..}
     */
    byte[] removeTag(SimReference sim, String tagId, Priority priority);

    /**
     * {@code GET /tags}, or on 404 all pages of {@code GET /tags/search/tags} (several calls), whose list is named
     * {@code result}.
     *
     * @return what {@code GET /tags} answered; or a JSON array of the tags that were found, each as it came
     */
    byte[] listTags(Priority priority);

    /**
     * The same API, for calls of which is known what caused them. Where calls are traced they carry that on. A call that is
     * not wanted any more once the budget has one to give is not made, and fails with {@link ApiException.Unwanted}.
     */
    default OnomondoApi causedBy(Caused caused) {
        return this;
    }
}
