package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.HttpOnomondoApi;
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
    private final HttpOnomondoApi api;
    private volatile boolean consumed;

    CommandsHealth(ConnectorSettings settings, ClientFactory clients, HttpOnomondoApi api) {
        this.enabled = settings.commands().enabled();
        this.clients = clients;
        this.api = api;
    }

    @Override
    public Health health() {
        BatchConsumer consumer = clients.commandConsumer();
        consumed |= consumer != null && consumer.isMember();
        Health.Builder health = consumed || !enabled ? Health.up() : Health.outOfService();
        Instant refused = api.keyRefusedSince();
        if (refused != null) {
            health.withDetail("apiKeyRefusedSince", refused.toString());
        }
        return health.withDetail("enabled", enabled).build();
    }
}
