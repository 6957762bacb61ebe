package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long the name of a tag is that tag's. */
class TagNamesTest {

    private static final Change NAMED = new Change(Map.of(), null, List.of("name 1"), List.of());
    private static final Change BY_ID =
            new Change(Map.of(), List.of("t1", "aef0c9c8-f6d5-4e93-a330-1f59d5093d92"), List.of(), List.of());

    private final AtomicLong clock = new AtomicLong();
    private final ModelApi api = new ModelApi(1, 0, new Random(1));
    private final TagNames names = new TagNames(clock::get);

    @Test
    void areReadAgainAfterAMinuteAsAnotherTagMayHaveTheNameByThen() {
        assertThat(names.mustBeReadFor(NAMED)).isTrue();
        names.refresh(api);
        assertThat(names.mustBeReadFor(NAMED)).isFalse();

        pass(Duration.ofSeconds(59));
        assertThat(names.mustBeReadFor(NAMED)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(names.mustBeReadFor(NAMED)).isTrue();

        names.refresh(api);
        assertThat(names.mustBeReadFor(NAMED)).isFalse();
    }

    @Test
    void areNotNeededForWhatIsAnId() {
        names.refresh(api);

        pass(Duration.ofHours(1));

        assertThat(names.mustBeReadFor(BY_ID)).isFalse();
    }

    @Test
    void knowAnIdHoweverItsLettersAreWritten() {
        var id = "aef0c9c8-f6d5-4e93-a330-1f59d5093d92";
        var untag = new Change(Map.of(), null, List.of(), List.of(id.toUpperCase(Locale.ROOT)));

        assertThat(TagIds.NONE.in(untag).untag()).containsExactly(id);
        assertThat(TagIds.of(List.of(new Tag(id, "pumps"))).in(untag).untag()).containsExactly(id);
    }

    /** The ICCID is looked up while the API is away for long; the names were read for this batch. */
    @Test
    void areStillKnownToABatchThatHasReadThemThoughItWaitsForMoreThanAMinute() {
        var results = new ArrayList<CommandResult>();
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, false, new FleetPages());
        var batch = new CommandBatch(Clock.systemUTC(), tools, List.of(command()), results::add);
        var lookup = new SimLookup(api, names, new FleetPages(), 5);
        List<Lookup> lookups = batch.takeLookups();

        lookups.stream().filter(Lookup.Tags.class::isInstance).forEach(lookup::read);
        pass(Duration.ofMinutes(5));
        lookups.stream().filter(wanted -> !(wanted instanceof Lookup.Tags)).forEach(lookup::read);
        batch.takeLookups().forEach(lookup::read);
        var bulk = new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
        bulk.settle(api.updateSims(bulk, null));

        assertThat(results).extracting(CommandResult::status).containsExactly(Status.SUCCEEDED);
    }

    private static Command command() {
        byte[] json = "{\"type\":\"tag\",\"sim\":\"89457300000000000010\",\"tag\":\"name 1\"}".getBytes(UTF_8);
        return ((Parsed.Accepted) new CommandParser().parse(Records.of(0, null, json, Map.of()))).command();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
