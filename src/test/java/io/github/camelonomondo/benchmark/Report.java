package io.github.camelonomondo.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where figures go: {@code benchmark.md} with a part for every section, which a later run of that section replaces, and
 * beside it the folder {@code benchmark} with the raw numbers and the charts.
 */
final class Report {

    private final Path page;
    private final Path folder;

    Report(Path out) {
        page = out.resolve("benchmark.md");
        folder = out.resolve("benchmark");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the part of this section, or adds it. */
    void section(String name, String markdown) {
        var begin = "<!-- " + name + ": written by the benchmark -->";
        var end = "<!-- end of " + name + " -->";
        var part = begin + "\n\n" + markdown.strip() + "\n\n" + end;
        var text = read();
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        write(
                page,
                from >= 0 && to > from
                        ? text.substring(0, from) + part + text.substring(to + end.length())
                        : text + part + "\n");
        System.out.println("\n" + markdown + "\n");
    }

    void file(String name, String content) {
        write(folder.resolve(name), content);
    }

    /** Raw numbers; the first row names the columns. */
    void csv(String name, List<String> rows) {
        file(name, String.join("\n", rows) + "\n");
    }

    static String table(List<String> columns, List<List<String>> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        lines.add(columns.stream().map(column -> "---").toList());
        lines.addAll(rows);
        return lines.stream()
                .map(line -> Stream.of(line).flatMap(List::stream).collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }

    private String read() {
        try {
            return Files.exists(page) ? Files.readString(page) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
