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
        long possible = latency == 0 ? most : (long) seconds * 1_000 / latency * inFlight * BULK * perSim;
        return (int) Math.max(LEAST, Math.min(most, possible)) / perSim * perSim;
    }
}
