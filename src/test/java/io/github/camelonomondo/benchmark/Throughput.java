package io.github.camelonomondo.benchmark;

/**
 * What one run showed.
 *
 * @param perSecond commands, from the first bulk call to the last result on the topic
 * @param calls bulk calls
 * @param fill SIMs per bulk call
 * @param cpuMicros time of the subject's own process on a core, per command
 * @param stageMicros the same of broker and stand-in
 */
record Throughput(
        int commands,
        double seconds,
        double perSecond,
        long calls,
        double fill,
        double cpuMicros,
        double stageMicros) {}
