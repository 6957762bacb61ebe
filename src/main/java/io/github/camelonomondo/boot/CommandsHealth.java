package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.ClientFactory;
import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up once commands are consumed, and from then on: an outage is waited out, and said, but not unready. */
@Component("commands")
final class CommandsHealth implements HealthIndicator {

    private final boolean enabled;
    private final ClientFactory clients;
    private final Outages outages;
    private volatile boolean consumed;

    CommandsHealth(ConnectorSettings settings, ClientFactory clients, Outages outages) {
        this.enabled = settings.commands().enabled();
        this.clients = clients;
        this.outages = outages;
    }

    @Override
    public Health health() {
        BatchConsumer consumer = clients.commandConsumer();
        consumed |= consumer != null && consumer.isMember();
        Health.Builder health = consumed || !enabled ? Health.up() : Health.outOfService();
        Instant away = outages.since();
        if (away != null) {
            health.withDetail("outageSince", away.toString()).withDetail("outageReason", outages.reason());
        }
        return health.withDetail("enabled", enabled).build();
    }
}
