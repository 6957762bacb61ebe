package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.PassThrough;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

/** Kafka clients and topics. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaConfiguration.class);

    @Bean
    Topics topics(ConnectorSettings settings) {
        return new Topics(settings.topicPrefix());
    }

    /** {@code KAFKA_SASL_MECHANISM} from the environment, or {@code kafka.sasl.mechanism} from wherever Spring reads. */
    @Bean
    PassThrough passThrough(ConfigurableEnvironment environment) {
        var passThrough = PassThrough.of(Variables.asWritten(environment, "KAFKA_"));
        if (!passThrough.leftAlone().isEmpty()) {
            LOG.warn("cannot be set, left alone: {}", String.join(", ", passThrough.leftAlone()));
        }
        return passThrough;
    }

    @Bean
    PausableCommands pausableCommands() {
        return new PausableCommands();
    }

    @Bean
    ClientFactory kafkaClientFactory(
            PassThrough passThrough, ConnectorSettings settings, PausableCommands commands, CallBudget budget) {
        return new ClientFactory(
                passThrough,
                settings.group(),
                commands::areHeld,
                () -> settings.batchSize(budget.callsPerMinute(), budget.sharers()));
    }

    @Bean
    KafkaSettings kafkaSettings(PassThrough passThrough, @Value("${camel.component.kafka.brokers}") String brokers) {
        var client = new HashMap<String, Object>(passThrough.all());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        SaslMechanisms.require(client);
        return new KafkaSettings(client);
    }

    @Bean
    Admin kafkaAdmin(KafkaSettings kafka) {
        return new BoundedAdmin(kafka.client());
    }

    @Bean
    @Primary
    RecordWriter recordWriter(KafkaSettings kafka) {
        return new RecordWriter(
                new KafkaProducer<>(writing(kafka.client()), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Of copies of results, which are given up where Kafka does not take them. Most connectors never write one. */
    @Bean
    @Lazy
    RecordWriter replyWriter(KafkaSettings kafka) {
        var client = new HashMap<>(kafka.client());
        client.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return new RecordWriter(new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** What results and dead letters are written with. */
    static Map<String, Object> writing(Map<String, Object> settings) {
        var client = new HashMap<>(settings);
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        // Results come in numbers; the last ones of a batch do not wait for company.
        client.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        client.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // They are alike, and have long headers: an eleventh of the bytes, and less work for the broker.
        client.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A dead letter is the command as it came, and why.
        client.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
        // What the client sends again Kafka takes once; what it gives up, and we write again, it may take twice.
        client.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return client;
    }
}
