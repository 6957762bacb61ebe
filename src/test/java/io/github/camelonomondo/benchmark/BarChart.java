package io.github.camelonomondo.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in groups, as SVG. */
final class BarChart {

    private static final List<String> COLOURS = List.of("#8a8f98", "#e8590c", "#4c6ef5", "#2b8a3e");
    private static final int LEFT = 250;
    private static final int WIDTH = 430;
    private static final int BAR = 16;

    private final String title;
    private final List<String> series;
    private final List<Group> groups = new ArrayList<>();

    private record Group(String label, List<Double> values) {}

    BarChart(String title, List<String> series) {
        this.title = title;
        this.series = series;
    }

    /** One value for each series; NaN leaves one out. */
    void add(String label, List<Double> values) {
        groups.add(new Group(label, values));
    }

    String svg() {
        int y = 56;
        var bars = new StringBuilder();
        double most = groups.stream()
                .flatMap(group -> group.values().stream())
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        for (Group group : groups) {
            text(bars, LEFT - 10, y + BAR * group.values().size() / 2 + 4, "end", group.label());
            for (int i = 0; i < group.values().size(); i++) {
                double value = group.values().get(i);
                if (!Double.isNaN(value)) {
                    bar(bars, y, value / most, COLOURS.get(i));
                    text(bars, LEFT + (int) (value / most * WIDTH) + 6, y + 12, "start", String.format("%,.0f", value));
                }
                y += BAR;
            }
            y += 12;
        }
        return frame(y, bars);
    }

    private String frame(int height, StringBuilder bars) {
        var svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"780\" height=\"")
                .append(height)
                .append("\" font-family=\"sans-serif\" font-size=\"12\">\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, 10, 20, "start", title);
        for (int i = 0; i < series.size(); i++) {
            int x = LEFT + i * 150;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"32\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
                    x,
                    COLOURS.get(i)));
            text(svg, x + 16, 41, "start", series.get(i));
        }
        return svg.append(bars).append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, int y, double share, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y,
                share * WIDTH,
                BAR - 2,
                colour));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
