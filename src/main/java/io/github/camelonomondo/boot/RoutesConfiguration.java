package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.commands.CommandProcessing;
import io.github.camelonomondo.kafka.KafkaGroupClusterService;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.control.ControlReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolBuilder;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerRouteEventNotifier;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.OnCamelContextStopping;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.CamelSpringBootApplicationListener;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What must be there before the routes are read: their settings, their thread pools, the topics. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {

    /** A call that failed waits on its thread to be tried again; one more is there for others. */
    private static final int FEWEST_THREADS = 2;

    @Bean
    CamelContextConfiguration beforeTheRoutes(
            ConnectorSettings settings,
            Topics topics,
            Admin admin,
            KafkaSettings kafka,
            KafkaGroupClusterService cluster,
            ControlReader control,
            CallBudget budget,
            CamelConfigurationProperties camel) {
        camel.getMain().setRoutesIncludePattern(RouteFiles.of(settings.routes()));
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getPropertiesComponent()
                        .setInitialProperties(properties(
                                topics,
                                settings.scan().interval(),
                                settings.commands().enabled()));
                bindPools(context, settings);
                new TopicCreation(admin, topics, kafka.bootstrapServers()).ensure();
                addService(context, cluster);
                OnCamelContextStopping end = stopping -> budget.end(CommandProcessing.TO_FINISH);
                context.addLifecycleStrategy(LifecycleStrategySupport.adapt(end));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                spareListenersExchanges(context);
                control.start();
            }
        };
    }

    /**
     * Camel would tell its own two listeners, who wait for the end of the context and for routes, of every exchange, and a batch has one for
     * each SIM. Others that want to know of exchanges hear of them.
     */
    private static void spareListenersExchanges(CamelContext context) {
        for (EventNotifier notifier : context.getManagementStrategy().getEventNotifiers()) {
            if (notifier instanceof MicrometerRouteEventNotifier
                    || notifier.getClass().getEnclosingClass() == CamelSpringBootApplicationListener.class) {
                notifier.setIgnoreExchangeEvents(true);
            }
        }
        context.getCamelContextExtension().setEventNotificationApplicable(EventHelper.eventsApplicable(context));
    }

    private static void addService(CamelContext context, KafkaGroupClusterService cluster) {
        try {
            context.addService(cluster);
        } catch (Exception e) {
            throw new IllegalStateException("nobody can be elected", e);
        }
    }

    /** Executors as Spring beans would take the place of Boot's own, which Camel's HTTP server needs. */
    private static void bindPools(CamelContext context, ConnectorSettings settings) {
        try {
            bindPool(context, "commandCalls-pool", Math.max(FEWEST_THREADS, settings.inFlight()));
            // One thread keeps the order; what is settled while it waits for Kafka goes out together after it.
            bindPool(context, "results-pool", 1);
        } catch (Exception e) {
            throw new IllegalStateException("no threads for calls", e);
        }
    }

    private static void bindPool(CamelContext context, String name, int threads) throws Exception {
        context.getRegistry()
                .bind(
                        name,
                        new ThreadPoolBuilder(context)
                                .poolSize(threads)
                                .maxPoolSize(threads)
                                // 0 and -1 are a handover: all busy, and the polling thread would make the call.
                                .maxQueueSize(Integer.MAX_VALUE)
                                .build(name));
    }

    /** What the routes name beyond the settings themselves. */
    static Properties properties(Topics topics, Duration scanInterval, boolean commandsEnabled) {
        var properties = new Properties();
        properties.setProperty("onomondo.topics.commands", topics.commands());
        properties.setProperty("onomondo.topics.control", topics.control());
        properties.setProperty("onomondo.scan.interval-millis", String.valueOf(scanInterval.toMillis()));
        // Camel takes true and false alone; an operator may have written yes or off.
        properties.setProperty("onomondo.commands.auto-startup", String.valueOf(commandsEnabled));
        // What Camel may gather at the most, in a queue that it makes once; how much it is given follows the budget.
        properties.setProperty("onomondo.commands.batch-size", String.valueOf(CommandProcessing.LARGEST_BATCH));
        return properties;
    }
}
