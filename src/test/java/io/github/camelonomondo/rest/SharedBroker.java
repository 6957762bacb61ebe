package io.github.camelonomondo.rest;

import io.github.camelonomondo.support.KafkaBroker;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** One broker for all tests of this package; it ends with the JVM. */
final class SharedBroker implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final KafkaBroker BROKER = new KafkaBroker().start();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("camel.component.kafka.brokers=" + BROKER.bootstrapServers())
                .applyTo(context);
    }
}
