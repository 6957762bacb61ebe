package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.PassThrough;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.Topics;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Kafka clients and topics. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    @Bean
    Topics topics(ConnectorSettings settings) {
        return new Topics(settings.topicPrefix());
    }

    /** {@code KAFKA_SASL_MECHANISM} from the environment, or {@code kafka.sasl.mechanism} from wherever Spring reads. */
    @Bean
    PassThrough passThrough(ConfigurableEnvironment environment) {
        return PassThrough.of(Variables.of(environment, "KAFKA_"));
    }

    /** True while commands are not to be read: at first too, until the orders before the start are known. */
    @Bean
    AtomicBoolean commandsPaused() {
        return new AtomicBoolean(true);
    }

    @Bean
    ClientFactory kafkaClientFactory(
            PassThrough passThrough, ConnectorSettings settings, AtomicBoolean commandsPaused, CallBudget budget) {
        return new ClientFactory(
                passThrough,
                settings.group(),
                commandsPaused::get,
                () -> settings.batchSize(budget.callsPerMinute(), budget.sharers()));
    }

    @Bean
    KafkaSettings kafkaSettings(PassThrough passThrough, @Value("${camel.component.kafka.brokers}") String brokers) {
        var client = new HashMap<String, Object>(passThrough.all());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        return new KafkaSettings(client);
    }

    @Bean
    Admin kafkaAdmin(KafkaSettings kafka) {
        return new BoundedAdmin(kafka.client());
    }

    @Bean
    RecordWriter recordWriter(KafkaSettings kafka) {
        var client = new HashMap<>(kafka.client());
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        // Results come in numbers; the last ones of a batch do not wait for company.
        client.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        client.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // A topic that is gone does not hold up the results of others for longer.
        client.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        // A dead letter is the command as it came, and why.
        client.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
        return new RecordWriter(new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
