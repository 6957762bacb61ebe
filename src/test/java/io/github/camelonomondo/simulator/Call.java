package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** One HTTP request as it arrived, and the status it was answered with. Never holds the key. */
public final class Call {

    private final String method;
    private final String path;
    private final String query;
    private final KeyForm keyForm;
    private final String traceparent;
    private final List<String> sims;
    private final List<JsonNode> items;
    private final Instant at = Instant.now();
    private final long nanos = System.nanoTime();
    private volatile int status;

    Call(
            String method,
            String path,
            String query,
            KeyForm keyForm,
            String traceparent,
            List<String> sims,
            List<JsonNode> items) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.keyForm = keyForm;
        this.traceparent = traceparent;
        this.sims = sims;
        this.items = items;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** As it came, still encoded; empty if there was none. */
    public String query() {
        return query;
    }

    public KeyForm keyForm() {
        return keyForm;
    }

    /** The header of that name; null without one. */
    public String traceparent() {
        return traceparent;
    }

    /** When it arrived, by the wall. */
    public Instant at() {
        return at;
    }

    /** When it arrived, by {@link System#nanoTime()}. */
    public long nanos() {
        return nanos;
    }

    /** The ids in it, in order: those of a bulk, or the one in the path. */
    public List<String> sims() {
        return sims;
    }

    /** The updates in it, in order; empty when bodies are not recorded. */
    public List<JsonNode> items() {
        return items;
    }

    /** The status it was answered with; 0 as long as, or if for ever, it was not. */
    public int status() {
        return status;
    }

    public boolean isBulk() {
        return path.equals("/sims/bulk");
    }

    /** A page of GET /sims. */
    public boolean isPage() {
        return path.equals("/sims") && method.equals("GET");
    }

    /** GET of one SIM. */
    public boolean isRead() {
        return method.equals("GET") && !sims.isEmpty();
    }

    /** A PATCH, of one SIM or a bulk. */
    public boolean isUpdate() {
        return method.equals("PATCH");
    }

    public boolean hasCursor() {
        return query.contains("next_page=");
    }

    public boolean touches(String sim) {
        return sims.contains(sim);
    }

    void answered(int answered) {
        status = answered;
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " -> " + status;
    }
}
