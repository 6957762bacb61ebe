package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.work.RetryRule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages of the list are read for commands. */
class SimLookupTest {

    private final FleetPages fleet = new FleetPages();
    private final List<SimQuery> pages = new ArrayList<>();
    private Caused caused = Caused.BY_NOBODY;
    private int failingPage;

    @Test
    void goesOnWithThePageThatFailed() {
        // Given: a page of this API has 7 SIMs, and all that are wanted are on the third
        OnomondoApi api = counting(new ModelApi(21, 0, new Random(1)));
        var lookup = new SimLookup(api, new TagNames(), fleet, 5);
        lookup.fleetHolds(21, 3, 1000);
        Lookup wanted = batchOfTags(api, 15, 21).takeLookups().get(0);
        failingPage = 3;

        // When
        assertThatThrownBy(() -> lookup.read(wanted)).isInstanceOf(ApiException.Unavailable.class);
        lookup.read(wanted);

        // Then
        assertThat(pages).hasSize(4);
        assertThat(pages.get(3)).isEqualTo(pages.get(2)).isNotEqualTo(pages.get(0));
    }

    @Test
    void beginsNoCallWhileWhatFollowsCouldNotBeTold() {
        OnomondoApi api = counting(new ModelApi(21, 0, new Random(1)));
        var lookup = new SimLookup(api, new TagNames(), fleet, 5);
        lookup.fleetHolds(21, 3, 1000);
        CommandBatch batch = batchOfTags(api, 1, 21);
        Lookup wanted = batch.takeLookups().get(0);

        batch.beginWhile(() -> true, () -> false);
        assertThatThrownBy(() -> lookup.read(wanted)).isInstanceOf(ApiException.Unavailable.class);
        batch.beginWhile(() -> true, () -> pages.isEmpty());
        assertThatThrownBy(() -> lookup.read(wanted)).isInstanceOf(ApiException.Unavailable.class);

        assertThat(pages).as("the first").hasSize(1);
        batch.beginWhile(() -> true, () -> true);
        lookup.read(wanted);
        assertThat(batch.takeUpdates()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1000, 1",
        "1000, 1, 1000, 1",
        "1001, 2, 1000, 2",
        "1001, 1, 5000, 2",
        "1001, 21, 50, 2",
        "1001, 11, 1000, 11"
    })
    void takesAScansWordForHowLongTheListIs(int sims, int filled, int asked, int expected) {
        OnomondoApi api = counting(new ModelApi(1, 0, new Random(1)));

        new SimLookup(api, new TagNames(), fleet, 5).fleetHolds(sims, filled, asked);

        assertThat(fleet.isKnown()).isTrue();
        assertThat(fleet.callsFor(expected + 1)).isEqualTo(expected);
        assertThat(fleet.areFewerThan(expected)).isFalse();
    }

    private CommandBatch batchOfTags(OnomondoApi api, int from, int to) {
        var parser = new CommandParser();
        List<Command> commands = IntStream.range(from, to)
                .mapToObj(number -> Records.keyed("%09d".formatted(number), "{\"type\":\"tag\",\"tag\":\"t1\"}"))
                .map(record -> ((Parsed.Accepted) parser.parse(record)).command())
                .toList();
        var names = new TagNames();
        names.refresh(api);
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, false, fleet);
        return new CommandBatch(Clock.systemUTC(), tools, commands, result -> {});
    }

    /** Counts the pages, and fails one of them. */
    private OnomondoApi counting(OnomondoApi api) {
        return (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("causedBy")) {
                        caused = (Caused) arguments[0];
                        return proxy;
                    }
                    if (!caused.isWanted()) {
                        throw new ApiException.Unwanted(method.getName());
                    }
                    if (method.getName().equals("listSims")) {
                        pages.add((SimQuery) arguments[0]);
                        if (pages.size() == failingPage) {
                            throw new ApiException.Unavailable("away", 503, null);
                        }
                    }
                    try {
                        return method.invoke(api, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
