package io.github.camelonomondo.boot;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a connector exports, as Prometheus reads it. */
record Scrape(String text) {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE ([a-z_]+) ");

    /** The sum of all samples of that name; NaN without any. */
    double value(String name) {
        return samples()
                .filter(sample -> sample.group(1).equals(name))
                .map(sample -> Double.parseDouble(sample.group(3)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** Names of samples and families. */
    Set<String> names() {
        var names = new HashSet<String>();
        samples().forEach(sample -> names.add(sample.group(1)));
        FAMILY.matcher(text).results().forEach(family -> names.add(family.group(1)));
        return names;
    }

    /** Names of labels, by sample. */
    Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new TreeMap<>();
        samples().forEach(sample -> {
            Set<String> names = labels.computeIfAbsent(sample.group(1), any -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
            }
        });
        return labels;
    }

    private Stream<MatchResult> samples() {
        return SAMPLE.matcher(text).results();
    }
}
