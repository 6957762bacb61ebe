package io.github.camelonomondo.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What to measure and for how long: names of sections, {@code --quick}, {@code --name=value}.
 *
 * @param sections in the order given; all short ones if none is
 */
record Options(List<String> sections, Map<String, String> values) {

    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("latencies", "0,50,300"),
            Map.entry("in-flight", "1,4,16"),
            Map.entry("subjects", "bare,connector,peer"),
            Map.entry("repeats", "3"),
            Map.entry("seconds", "4"),
            Map.entry("most", "300000"),
            Map.entry("peer-most", "10000"),
            Map.entry("warm-up", "2000000"),
            Map.entry("lone", "30"),
            Map.entry("rate-seconds", "90"),
            Map.entry("sims", "1000000"),
            Map.entry("starts", "jar,extracted,archive"),
            Map.entry("start-repeats", "5"),
            Map.entry("jmh", "Jmh"),
            Map.entry("jmh-seconds", "5"),
            Map.entry("soak-sims", "100000"),
            Map.entry("minutes", "30"),
            Map.entry("out", "target/benchmark"));

    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("latencies", "0"),
            Map.entry("in-flight", "16"),
            Map.entry("repeats", "2"),
            Map.entry("start-repeats", "2"),
            Map.entry("seconds", "3"),
            Map.entry("most", "20000"),
            Map.entry("warm-up", "40000"),
            Map.entry("lone", "10"),
            Map.entry("rate-seconds", "20"),
            Map.entry("sims", "20000"),
            Map.entry("jmh-seconds", "1"),
            Map.entry("minutes", "1"));

    static Options of(String... arguments) {
        var sections = new ArrayList<String>();
        var values = new HashMap<>(USUAL);
        if (List.of(arguments).contains("--quick")) {
            values.putAll(QUICK);
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                set(values, argument.substring(2, equals), argument.substring(equals + 1));
            } else if (!argument.equals("--quick") && !argument.isBlank()) {
                sections.add(argument);
            }
        }
        return new Options(
                sections.isEmpty() ? List.of("commands", "rate", "scans", "start", "jmh") : sections, values);
    }

    private static void set(Map<String, String> values, String name, String value) {
        if (values.replace(name, value) == null) {
            throw new IllegalArgumentException("no option is named --" + name + ", these are: " + values.keySet());
        }
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    List<Integer> numbers(String name) {
        return texts(name).stream().map(Integer::valueOf).toList();
    }

    List<String> texts(String name) {
        return Stream.of(text(name).split(",", -1)).map(String::strip).toList();
    }

    Path out() {
        return Path.of(text("out"));
    }

    private String text(String name) {
        return values.get(name);
    }
}
