package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Whether a call that failed is made again. */
class CommandCallsTest {

    private final CommandCalls calls = new CommandCalls(null);

    @Test
    void isTriedHoweverOftenItFailedWhileTheConnectorRuns() throws Exception {
        try (var context = new DefaultCamelContext()) {
            assertThat(calls.mayBeTriedAgain(failed(context, 1_000))).isTrue();
        }
    }

    @Test
    void isTriedAtAStopIfItHasOnlyJustFailed() throws Exception {
        try (var context = new StoppingContext()) {
            assertThat(calls.mayBeTriedAgain(new DefaultExchange(context))).isTrue();
            assertThat(calls.mayBeTriedAgain(failed(context, 2))).isTrue();
            assertThat(calls.mayBeTriedAgain(failed(context, 3))).isFalse();
        }
    }

    private static Exchange failed(DefaultCamelContext context, int times) {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, times);
        return exchange;
    }

    private static final class StoppingContext extends DefaultCamelContext {
        @Override
        public boolean isStopping() {
            return true;
        }
    }
}
