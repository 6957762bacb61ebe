package io.github.camelonomondo.boot;

import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up once commands are consumed, or paused by order, and from then on: an outage is waited out, and said, but not
 * unready.
 */
@Component("commands")
final class CommandsHealth implements HealthIndicator {

    /** What takes Kafka less is not worth a word. */
    private static final long LONG_SECONDS = 10;

    private final boolean enabled;
    private final ClientFactory clients;
    private final PausableCommands commands;
    private final Outages outages;
    private final ResultQueue results;
    private volatile boolean consumed;

    CommandsHealth(
            ConnectorSettings settings,
            ClientFactory clients,
            PausableCommands commands,
            Outages outages,
            ResultQueue results) {
        this.enabled = settings.commands().enabled();
        this.clients = clients;
        this.commands = commands;
        this.outages = outages;
        this.results = results;
    }

    @Override
    public Health health() {
        BatchConsumer consumer = clients.commandConsumer();
        consumed |= consumer != null && consumer.isMember() && commands.isKnown();
        Health.Builder health = consumed || !enabled ? Health.up() : Health.outOfService();
        if (enabled && !commands.isKnown()) {
            health.withDetail("reason", "no command is read until the orders before the start are known");
        }
        if (enabled && commands.arePaused()) {
            health.withDetail("paused", "by order");
        }
        Instant away = outages.since();
        if (away != null) {
            health.withDetail("outageSince", away.toString()).withDetail("outageReason", outages.reason());
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(results.silentNanos());
        if (seconds >= LONG_SECONDS) {
            health.withDetail("resultsWaitForKafkaSeconds", seconds);
        }
        return health.withDetail("enabled", enabled).build();
    }
}
