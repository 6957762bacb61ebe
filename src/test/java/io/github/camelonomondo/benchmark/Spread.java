package io.github.camelonomondo.benchmark;

import java.util.Collection;
import java.util.Locale;

/** The middle of several runs, and how far they lie apart. */
record Spread(double least, double median, double most) {

    static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(sorted[0], percentile(sorted, 50), sorted[sorted.length - 1]);
    }

    /** The smallest value that so many percent do not exceed; of two middles, their mean. */
    static double percentile(double[] sorted, int percent) {
        if (percent == 50 && sorted.length % 2 == 0) {
            return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        }
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    /** Like {@code 17,400 (16,900–18,100)}. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", median, least, most);
    }
}
