package io.github.camelonomondo.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Faults in the lines with which a bulk is answered. The updates themselves are applied. */
public final class LineFaults {

    private final Occasion occasion;

    LineFaults(Occasion occasion) {
        this.occasion = occasion;
    }

    /** The answer ends in good order after so many lines. */
    public Fault endAfter(int lines) {
        return text(body -> body.substring(0, lengthOf(body, lines)));
    }

    /** The answer ends in good order in the middle of the line that follows these. */
    public Fault endInsideAfter(int lines) {
        return text(body -> body.substring(0, middleAfter(body, lines)));
    }

    /** The connection breaks after so many lines. */
    public Fault breakAfter(int lines) {
        return answers(answer -> answer.with(Delivery.brokenAfter(lengthOf(answer.text(), lines))));
    }

    /** The connection breaks in the middle of the line that follows these. */
    public Fault breakInsideAfter(int lines) {
        return answers(answer -> answer.with(Delivery.brokenAfter(middleAfter(answer.text(), lines))));
    }

    /** The last line comes first. */
    public Fault reverse() {
        return lines(lines -> {
            var reversed = new ArrayList<>(lines);
            Collections.reverse(reversed);
            return reversed;
        });
    }

    /** There is no line for this SIM. */
    public Fault lose(String sim) {
        return replace(sim, line -> List.of());
    }

    /** There are two equal lines for this SIM. */
    public Fault repeat(String sim) {
        return replace(sim, line -> List.of(line, line));
    }

    /** The line of this SIM is not JSON. */
    public Fault garble(String sim) {
        return replace(sim, line -> List.of(line.replace('"', '\'') + "<<"));
    }

    /** There is one more line, for a SIM that nobody asked for. */
    public Fault invent(String sim) {
        return lines(lines -> Stream.concat(lines.stream(), Stream.of("{\"id\":\"" + sim + "\",\"success\":true}"))
                .toList());
    }

    /** There is an empty line before each. */
    public Fault blank() {
        return text(body -> "\n" + body.replace("\n", "\n\n"));
    }

    public Fault crlf() {
        return text(body -> body.replace("\n", "\r\n"));
    }

    public Fault withoutFinalNewline() {
        return text(String::stripTrailing);
    }

    private Fault replace(String sim, Function<String, List<String>> replacement) {
        return lines(lines -> lines.stream()
                .flatMap(line ->
                        line.contains("\"id\":\"" + sim + "\"") ? replacement.apply(line).stream() : Stream.of(line))
                .toList());
    }

    private Fault lines(UnaryOperator<List<String>> change) {
        return answers(answer -> answer.withLines(change));
    }

    private Fault text(UnaryOperator<String> change) {
        return answers(answer -> answer.withText(change.apply(answer.text())));
    }

    // An error for the whole bulk has no lines to spoil.
    private Fault answers(UnaryOperator<Answer> change) {
        return occasion.set(Effects.leave((call, answer) -> answer.status() == 200 ? change.apply(answer) : answer));
    }

    private static int lengthOf(String body, int lines) {
        int end = 0;
        for (int i = 0; i < lines && end < body.length(); i++) {
            end = body.indexOf('\n', end) + 1;
        }
        return end;
    }

    private static int middleAfter(String body, int lines) {
        return (lengthOf(body, lines) + lengthOf(body, lines + 1)) / 2;
    }
}
