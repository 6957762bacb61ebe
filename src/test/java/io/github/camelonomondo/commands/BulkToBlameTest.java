package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A bulk that fails as a whole, again and again: is the API away, or is something in it? */
class BulkToBlameTest {

    private final CommandBatch batch = batchOf(40);
    private final List<SimWork> works =
            batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList();
    private final DueBulk bad = new DueBulk(batch, works.subList(0, 20));

    @Test
    void isCutInHalvesOnceItHasFailedFiveTimesAndOthersWereAnsweredInBetween() {
        for (int i = 0; i < 5; i++) {
            assertThat(bad.get()).hasSize(20);
            answer(another());
            bad.failed(false);
        }

        assertThat(bad.get()).as("no call is made").isEmpty();
        assertThat(bad.isToBeCut()).isTrue();
        assertThat(bad.halves()).allSatisfy(half -> assertThat(half.get()).hasSize(10));
    }

    @Test
    void isSentAgainWholeAfterAnOutage() {
        answer(another());
        fail(bad, 50);
        answer(another());

        assertThat(bad.get()).hasSize(20);
        assertThat(bad.isToBeCut()).isFalse();
    }

    @Test
    void isSentAgainWholeIfItWasNotSentAtAll() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var calls = new CommandCalls(null, new Stopping(System::nanoTime), batch -> false);
            var exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(bad);
            calls.take(exchange);
            bad.get();

            for (Exception why : List.of(
                    CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults("api-breaker")),
                    new ApiException.Unavailable("nobody listens", 0, null))) {
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, why);
                for (int i = 0; i < 50; i++) {
                    answer(another());
                    calls.failed(exchange);
                }
            }

            assertThat(bad.get()).hasSize(20);
        }
    }

    @Test
    void isCutUntilTheCulpritStandsAlone() {
        for (int i = 0; i < 5; i++) {
            answer(another());
            fail(bad, 1);
        }
        bad.get();
        DueBulk culprits = bad;
        for (int size : new int[] {10, 5, 3, 2, 1}) {
            List<DueBulk> halves = culprits.halves();
            assertThat(halves.get(1).get()).hasSize(size);
            answer(halves.get(0));
            culprits = halves.get(1);
            fail(culprits, 1);
            answer(another());
            fail(culprits, 1);
            culprits.get();
            assertThat(culprits.isToBeCut()).isEqualTo(size > 1);
        }

        answer(another());
        fail(culprits, 1);
        assertThat(culprits.get()).hasSize(1);
    }

    private DueBulk another() {
        return new DueBulk(batch, works.subList(20, 40));
    }

    private static void fail(DueBulk bulk, int times) {
        for (int i = 0; i < times; i++) {
            bulk.get();
            bulk.failed(false);
        }
    }

    private static void answer(DueBulk bulk) {
        bulk.settle(new BulkAnswer("1", bulk.get().size(), 200, Map.of()));
    }

    private static CommandBatch batchOf(int sims) {
        var parser = new CommandParser();
        List<Command> commands = IntStream.range(0, sims)
                .mapToObj(number -> Records.keyed("%09d".formatted(number), "{\"type\":\"activate\"}"))
                .map(record -> ((Parsed.Accepted) parser.parse(record)).command())
                .toList();
        var api = new ModelApi(sims, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        return new CommandBatch(Clock.systemUTC(), tools, commands, result -> {});
    }
}
