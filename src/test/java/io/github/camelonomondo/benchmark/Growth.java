package io.github.camelonomondo.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether something grows: what was so after a third of the time beside what is so at the end, each the median of a sixth.
 *
 * @param then of each of {@link Vitals#NAMES}
 * @param now the same at the end
 */
record Growth(List<Double> then, List<Double> now) {

    /** Up to which growth it is flat: of samples a few MB, or a connection more, say nothing. */
    private static final double FLAT_PERCENT = 5;

    private static final double FLAT_NUMBER = 5;

    private static final List<String> WATCHED = List.of("RSS MB", "live heap MB", "threads", "open files");

    static Growth of(List<Vitals> samples) {
        int sixth = Math.max(1, samples.size() / 6);
        return new Growth(
                medians(samples.subList(Math.min(2 * sixth, samples.size() - 1), Math.min(3 * sixth, samples.size()))),
                medians(samples.subList(samples.size() - sixth, samples.size())));
    }

    String markdown() {
        var rows = new ArrayList<List<String>>();
        for (String name : WATCHED) {
            int column = Vitals.NAMES.indexOf(name);
            rows.add(List.of(
                    name,
                    String.format(Locale.ROOT, "%,.0f", then.get(column)),
                    String.format(Locale.ROOT, "%,.0f", now.get(column)),
                    String.format(Locale.ROOT, "%+.1f %%", percent(column))));
        }
        return Report.table(List.of("", "after a third", "at the end", "growth"), rows) + "\n" + verdict();
    }

    private String verdict() {
        List<String> growing = WATCHED.stream()
                .filter(name -> grows(Vitals.NAMES.indexOf(name)))
                .toList();
        return growing.isEmpty()
                ? "**Flat**: none of them grows by more than 5 %, or by five where that is more.\n"
                : "**Not flat**: " + String.join(", ", growing) + ".\n";
    }

    private boolean grows(int column) {
        return percent(column) > FLAT_PERCENT && now.get(column) - then.get(column) > FLAT_NUMBER;
    }

    private double percent(int column) {
        return 100 * (now.get(column) / Math.max(1, then.get(column)) - 1);
    }

    private static List<Double> medians(List<Vitals> samples) {
        var medians = new ArrayList<Double>();
        for (int i = 0; i < Vitals.NAMES.size(); i++) {
            int column = i;
            medians.add(Spread.of(samples.stream()
                            .map(sample -> sample.values().get(column))
                            .toList())
                    .median());
        }
        return medians;
    }
}
