package io.github.camelonomondo.benchmark;

import java.util.List;
import java.util.Locale;

/** One line over time per panel, one panel below the other, as SVG. */
final class LineCharts {

    private static final int LEFT = 80;
    private static final int WIDTH = 660;
    private static final int PANEL = 90;
    private static final int STEP = 130;

    private LineCharts() {}

    /** {@code values}: a row for each moment, a value for each name. */
    static String svg(String title, List<String> names, List<Long> seconds, List<List<Double>> values) {
        var svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"780\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                names.size() * STEP + 50));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append(String.format("<text x=\"10\" y=\"20\">%s</text>%n", title));
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            panel(
                    svg,
                    40 + i * STEP,
                    names.get(i),
                    seconds,
                    values.stream().map(row -> row.get(column)).toList());
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, int top, String name, List<Long> seconds, List<Double> values) {
        double most = Math.max(
                1e-9, values.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        long last = Math.max(1, seconds.get(seconds.size() - 1));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,.0f</text>%n",
                LEFT, top + 2, name, LEFT - 6, top + 18, most));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d s</text>%n",
                LEFT + WIDTH, top + 14 + PANEL + 14, last));
        svg.append(String.format(
                "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#8a8f98\"/>%n",
                LEFT, top + 10, top + 10 + PANEL, LEFT + WIDTH));
        var points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + WIDTH * (double) seconds.get(i) / last,
                    top + 10 + PANEL * (1 - values.get(i) / most)));
        }
        svg.append("<polyline fill=\"none\" stroke=\"#e8590c\" stroke-width=\"1.5\" points=\"")
                .append(points.toString().strip())
                .append("\"/>\n");
    }
}
