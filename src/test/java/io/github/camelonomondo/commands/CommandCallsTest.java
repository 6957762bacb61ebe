package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.support.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Whether a call that failed is made again. */
class CommandCallsTest {

    private static final Exception AWAY = new ApiException.Unavailable("it is away", 503, null);

    private long nanoTime = 17;
    private final Stopping stopping = new Stopping(() -> nanoTime);
    private int looks;
    private boolean isRecorded = true;
    private final CommandCalls calls = new CommandCalls(null, stopping, batch -> ++looks > 0);

    @Test
    void isTriedForeverWhileTheConnectorRuns() throws Exception {
        try (var context = new DefaultCamelContext()) {
            pass(Duration.ofHours(1));

            assertThat(calls.mayBeTriedAgain(failed(context, AWAY))).isTrue();
        }
    }

    @Test
    void isTriedForSomeSecondsOnceTheConnectorStops() throws Exception {
        try (var context = new StoppingContext()) {
            // Given
            pass(Duration.ofHours(1));
            boolean before = calls.mayBeTriedAgain(failed(context, AWAY));
            stopping.hurry(emptyBatch(), true);

            // When
            pass(Duration.ofSeconds(2));
            boolean soon = calls.mayBeTriedAgain(failed(context, AWAY));
            pass(Duration.ofSeconds(2));
            boolean late = calls.mayBeTriedAgain(failed(context, AWAY));

            // Then
            assertThat(before).isTrue();
            assertThat(soon).isTrue();
            assertThat(late).isFalse();
        }
    }

    @Test
    void isNotTriedWithARefusedKeyOnceTheConnectorStops() throws Exception {
        try (var context = new StoppingContext()) {
            var refused = new ApiException.Unauthorized(401);

            assertThat(calls.mayBeTriedAgain(failed(context, refused))).isFalse();
        }
    }

    @Test
    void looksNowAndThenInAnOutageWhetherTheApiShowsSimsAtAll() throws Exception {
        try (var context = new DefaultCamelContext()) {
            CommandBatch batch = inAnOutage(context);

            fail(context, batch, AWAY);
            assertThat(looks).as("not at once").isZero();
            pass(Duration.ofSeconds(15));
            fail(context, batch, AWAY);

            assertThat(looks).isEqualTo(1);
            assertThat(batch.failing().areAnOutage()).as("it has shown one").isFalse();
        }
    }

    @Test
    void doesNotLookForARefusedKeyOrASpentBudgetOrWithoutKafka() throws Exception {
        try (var context = new DefaultCamelContext()) {
            CommandBatch batch = inAnOutage(context);
            pass(Duration.ofSeconds(15));

            fail(context, batch, new ApiException.Unauthorized(403));
            fail(context, batch, new ApiException.Throttled(Duration.ofSeconds(60)));
            isRecorded = false;
            fail(context, batch, AWAY);

            assertThat(looks).isZero();
        }
    }

    @Test
    void doesNotLookOnceTheConnectorStops() throws Exception {
        try (var context = new StoppingContext()) {
            CommandBatch batch = inAnOutage(context);
            pass(Duration.ofSeconds(15));

            fail(context, batch, AWAY);

            assertThat(looks).isZero();
        }
    }

    private CommandBatch inAnOutage(DefaultCamelContext context) {
        CommandBatch batch = emptyBatch();
        batch.beginWhile(() -> true, () -> isRecorded);
        fail(context, batch, AWAY);
        fail(context, batch, AWAY);
        return batch;
    }

    /** Another bulk. */
    private void fail(DefaultCamelContext context, CommandBatch batch, Exception why) {
        Exchange exchange = failed(context, why);
        exchange.getMessage().setBody(new DueBulk(batch, List.of()));
        calls.take(exchange);
        calls.failed(exchange);
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    private CommandBatch emptyBatch() {
        var api = new ModelApi(1, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        return new CommandBatch(new HandClock(Records.RECEIVED), () -> nanoTime, tools, List.of(), result -> {});
    }

    private static Exchange failed(DefaultCamelContext context, Exception why) {
        var exchange = new DefaultExchange(context);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, why);
        return exchange;
    }

    private static final class StoppingContext extends DefaultCamelContext {
        @Override
        public boolean isStopping() {
            return true;
        }
    }
}
