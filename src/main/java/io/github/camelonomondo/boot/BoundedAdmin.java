package io.github.camelonomondo.boot;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.ForwardingAdmin;

/** An admin client whose questions do not hold a connector that stops without Kafka. */
final class BoundedAdmin extends ForwardingAdmin {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    BoundedAdmin(Map<String, Object> settings) {
        super(settings);
    }

    @Override
    public void close(Duration timeout) {
        super.close(timeout.compareTo(LONGEST_CLOSE) > 0 ? LONGEST_CLOSE : timeout);
    }
}
