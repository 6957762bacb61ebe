package io.github.camelonomondo.component;

import io.github.camelonomondo.changes.scan.ScanTrouble;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** What Camel's check of consumers asks {@code onomondo:changes}: DOWN once several scans failed one after another. */
final class ScansHealthCheck implements HealthCheck {

    private static final int SEVERAL = 3;

    private final OnomondoChangesConsumer consumer;
    private volatile boolean enabled = true;

    ScansHealthCheck(OnomondoChangesConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public Result call(Map<String, Object> options) {
        var result = HealthCheckResultBuilder.on(this).up();
        ScanTrouble trouble = consumer.trouble();
        if (trouble != null && trouble.scans() >= SEVERAL) {
            result.down().message(trouble.scans() + " scans failed one after another: " + trouble.reason());
            result.detail("failure.count", trouble.scans());
        }
        return result.build();
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public String getId() {
        return "onomondo-changes";
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
