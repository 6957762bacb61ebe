package io.github.camelonomondo.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.camelonomondo.sim.SimId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk call proved.
 *
 * @param callId names the call in results and logs
 * @param size SIMs in the call
 * @param status of the HTTP answer
 * @param lines by SIM, never by position; a SIM without one is unproven: it may or may not have been updated
 */
public record BulkAnswer(String callId, int size, int status, Map<SimId, Line> lines) {

    public BulkAnswer {
        lines = Map.copyOf(lines);
    }

    /** What the answer says of {@code sim}, or null if nothing that could be believed. */
    public @Nullable Line lineOf(SimId sim) {
        return lines.get(sim);
    }

    /** One line of the answer. As JSON it has a {@code status}: {@code updated} or {@code refused}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Updated.class, name = "updated"),
        @JsonSubTypes.Type(value = NotUpdated.class, name = "refused")
    })
    public sealed interface Line {}

    /** {@code success} is true. */
    public record Updated() implements Line {}

    /**
     * {@code success} is anything else.
     *
     * @param refusal why, in the API's words
     */
    public record NotUpdated(Refusal refusal) implements Line {}
}
