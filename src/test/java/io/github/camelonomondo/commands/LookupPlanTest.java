package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By which calls a batch that does not end looks up what joins it. */
class LookupPlanTest {

    private final LookupPlan plan = new LookupPlan(batch(), new FleetPages());

    @Test
    void triesPagesAgainOnceThoseThatTheyDidNotShowAreDone() {
        assertThat(plan.cheapest(sims(1))).singleElement().isInstanceOf(Lookup.Several.class);
        plan.notOnPages(sims(1));
        assertThat(plan.cheapest(sims(100)))
                .as("that was in vain")
                .hasSize(40)
                .hasOnlyElementsOfType(Lookup.Single.class);

        plan.forgetAllBut(sim -> null);

        assertThat(plan.cheapest(sims(100))).singleElement().isInstanceOf(Lookup.Several.class);
    }

    private static Set<SimReference> sims(int first) {
        var sims = new LinkedHashSet<SimReference>();
        IntStream.range(first, first + 40).forEach(sim -> sims.add(new SimId(String.format("%09d", sim))));
        return sims;
    }

    private static CommandBatch batch() {
        var names = new TagNames();
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, false, new FleetPages());
        return new CommandBatch(Clock.systemUTC(), tools, List.of(), result -> {});
    }
}
