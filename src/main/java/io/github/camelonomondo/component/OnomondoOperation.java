package io.github.camelonomondo.component;

/** What {@code onomondo:} can be followed by. Everything but {@link #changes} is a producer. */
public enum OnomondoOperation {
    /** {@code GET /sims}, one page. */
    listSims,
    /** {@code GET /sims/find}. */
    findSims,
    /** {@code GET /sims/{id}}. */
    getSim,
    /** {@code PATCH /sims/{id}}. */
    updateSim,
    /** {@code PATCH /sims/bulk}, 20 SIMs at most. */
    updateSims,
    /** {@code PUT /sims/{id}/tags/{tag}}. */
    addTag,
    /** {@code DELETE /sims/{id}/tags/{tag}}. */
    removeTag,
    /** {@code GET /tags}. */
    listTags,
    /** Consumer: what one scan of the fleet after another finds changed. */
    changes
}
