package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.ClientFactory;
import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up once commands are consumed, or paused by order, and from then on: an outage is waited out, and said, but not
 * unready.
 */
@Component("commands")
final class CommandsHealth implements HealthIndicator {

    private final boolean enabled;
    private final ClientFactory clients;
    private final CommandGate gate;
    private final Outages outages;
    private volatile boolean consumed;

    CommandsHealth(ConnectorSettings settings, ClientFactory clients, CommandGate gate, Outages outages) {
        this.enabled = settings.commands().enabled();
        this.clients = clients;
        this.gate = gate;
        this.outages = outages;
    }

    @Override
    public Health health() {
        BatchConsumer consumer = clients.commandConsumer();
        consumed |= consumer != null && consumer.isMember() && gate.isKnown();
        Health.Builder health = consumed || !enabled ? Health.up() : Health.outOfService();
        if (enabled && !gate.isKnown()) {
            health.withDetail("reason", "no command is read until the orders before the start are known");
        }
        Instant away = outages.since();
        if (away != null) {
            health.withDetail("outageSince", away.toString()).withDetail("outageReason", outages.reason());
        }
        return health.withDetail("enabled", enabled).build();
    }
}
