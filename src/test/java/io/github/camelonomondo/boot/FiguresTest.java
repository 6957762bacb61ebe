package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.CommandObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Figures figures = new Figures(registry);

    /** An alert on an increase needs a value before it. */
    @Test
    void haveASeriesForEveryReasonBeforeTheFirstDeadLetter() {
        assertThat(registry.find("onomondo.dead.letters").counters())
                .hasSize(CommandObserver.REASONS.size())
                .allMatch(counter -> counter.count() == 0);
        assertThat(CommandObserver.REASONS).contains("unknown-type", "refused");

        figures.dead("unknown-type");

        assertThat(registry.get("onomondo.dead.letters")
                        .tag("reason", "unknown-type")
                        .counter()
                        .count())
                .isOne();
    }
}
