package io.github.camelonomondo.benchmark;

/**
 * A backlog.
 *
 * @param latency of the API, in milliseconds
 * @param perSim commands that each SIM gets, one after the other
 */
record Workload(int latency, int perSim) {

    private static final int BULK = 20;
    private static final int LEAST = 1_000;

    String title() {
        return (perSim == 1 ? "all SIMs distinct" : perSim + " commands per SIM") + ", " + latency + " ms";
    }

    /** As many commands as the API lets through in so many seconds, within limits; in whole SIMs. */
    int commands(int inFlight, int seconds, int most) {
        return within(most, updatesIn(seconds, inFlight, most) * perSim);
    }

    /** The same for those who send every command as an update of its own. */
    int updates(int inFlight, int seconds, int most) {
        return within(most, updatesIn(seconds, inFlight, most));
    }

    private long updatesIn(int seconds, int inFlight, int most) {
        return latency == 0 ? most : (long) seconds * 1_000 / latency * inFlight * BULK;
    }

    private int within(int most, long commands) {
        return (int) Math.max(LEAST, Math.min(most, commands)) / perSim * perSim;
    }
}
