package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.support.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;
import org.apache.camel.reifier.language.ExpressionReifier;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** An outage of an hour, by the rule of {@code routes/faults.camel.yaml} and a clock that is moved. */
class LongOutageTest {

    private static final Duration OUTAGE = Duration.ofHours(1);
    /** Of which a consumer's default {@code max.poll.interval.ms} is 50 times as much. */
    private static final Duration BACK_OFF = Duration.ofSeconds(6);

    private final HandClock clock = new HandClock(Records.RECEIVED);
    private final List<CommandResult> results = new ArrayList<>();

    @Test
    void chargesNoAttemptForAnHourAndGoesOnWithinOneBackOff() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            // Given
            var file = ResourceHelper.resolveMandatoryResource(
                    camel, Path.of("routes/faults.camel.yaml").toUri().toString());
            PluginHelper.getRoutesLoader(camel).loadRoutes(file);
            OnExceptionDefinition rule = camel.getRouteConfigurationDefinition("api-faults").getOnExceptions().stream()
                    .filter(one -> "send-again".equals(one.getId()))
                    .findFirst()
                    .orElseThrow();
            camel.getRegistry()
                    .bind("commandCalls", new CommandCalls(null, new Stopping(System::nanoTime), batch -> false));
            RedeliveryPolicy policy =
                    ErrorHandlerReifier.createRedeliveryPolicy(rule.getRedeliveryPolicyType(), camel, null);
            Predicate again = ExpressionReifier.reifier(
                            camel, rule.getRetryWhile().getExpressionType())
                    .createPredicate();
            camel.start();
            var api = new ModelApi(100, 0, new Random(1));
            var bulk = bulkOf(api);

            // When: every call fails
            Duration passed = Duration.ZERO;
            long delay = 0;
            int calls = 0;
            while (passed.compareTo(OUTAGE) < 0) {
                assertThat(bulk.get()).hasSize(1);
                calls++;
                assertThat(policy.shouldRedeliver(new DefaultExchange(camel), calls, again))
                        .isTrue();
                delay = policy.calculateRedeliveryDelay(delay, calls);
                assertThat(delay).isBetween(100L, BACK_OFF.toMillis());
                passed = passed.plusMillis(delay);
                clock.move(Duration.ofMillis(delay));
            }
            assertThat(results).isEmpty();
            bulk.settle(api.updateSims(bulk, null));

            // Then
            assertThat(calls).isGreaterThan(600);
            assertThat(results).hasSize(1).allSatisfy(result -> {
                assertThat(result.status()).isEqualTo(CommandResult.Status.SUCCEEDED);
                assertThat(result.attempts()).isOne();
            });
        }
    }

    private DueBulk bulkOf(ModelApi api) {
        byte[] json = "{\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"x\"}".getBytes(UTF_8);
        Parsed parsed = new CommandParser().parse(Records.of(0, null, json, Map.of()));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ofMillis(250));
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        var batch = new CommandBatch(clock, tools, List.of(((Parsed.Accepted) parsed).command()), results::add);
        return new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
    }
}
