package io.github.camelonomondo.changes;

/** What was seen to have happened to a SIM. */
public enum Operation {
    /** First sight of it, in the first scan ever. */
    SNAPSHOT("r", "snapshot"),
    /** First sight of it, later. */
    CREATED("c", "created"),
    /** It was seen before and differs. */
    CHANGED("u", "changed"),
    /** It is gone. */
    REMOVED("d", "removed");

    private final String code;
    private final String word;

    Operation(String code, String word) {
        this.code = code;
        this.word = word;
    }

    /** One letter, as change events say it: r, c, u, d. */
    public String code() {
        return code;
    }

    /** As it stands in the type of a CloudEvent. */
    public String word() {
        return word;
    }
}
