package io.github.camelonomondo.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ClientFactoryTest {

    @Test
    void makesAProducerAlsoIfOneRequestMayTakeLongerThanItWasToTry() {
        // Given
        var factory = factory(Map.of("KAFKA_REQUEST_TIMEOUT_MS", "60000"));
        Properties route = routeThatTriesForTenSeconds();

        // When, Then
        assertThatCode(() -> factory.getProducer(route).close()).doesNotThrowAnyException();
        assertThat(route).containsEntry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "60000");
    }

    @Test
    void leavesATimeThatIsLongEnoughAsItIs() {
        Properties route = routeThatTriesForTenSeconds();

        factory(Map.of()).getProducer(route).close();

        assertThat(route).containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
    }

    @Test
    void passesNothingOnThatThePromisesRestOn() {
        var passThrough = PassThrough.of(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "other:9092",
                "KAFKA_RETRIES", "0",
                "KAFKA_PARTITIONER_CLASS", "org.apache.kafka.clients.producer.RoundRobinPartitioner",
                "KAFKA_PARTITIONER_IGNORE_KEYS", "true",
                "KAFKA_ISOLATION_LEVEL", "read_uncommitted",
                "KAFKA_SECURITY_PROTOCOL", "SSL"));

        assertThat(passThrough.all()).containsOnlyKeys("security.protocol");
    }

    @Test
    void passesProvidersOfSecretsOnToEveryClient() {
        var passThrough = PassThrough.of(Map.of(
                "KAFKA_CONFIG_PROVIDERS", "file",
                "KAFKA_CONFIG_PROVIDERS_FILE_CLASS", "org.apache.kafka.common.config.provider.FileConfigProvider",
                "KAFKA_CONFIG_PROVIDERS_FILE_PARAM_ALLOWED_PATHS", "/run/secrets",
                "KAFKA_CONFIG_PROVIDERS_PORT", "tcp://10.0.0.1:80"));

        assertThat(passThrough.all())
                .containsOnly(
                        Map.entry("config.providers", "file"),
                        Map.entry(
                                "config.providers.file.class",
                                "org.apache.kafka.common.config.provider.FileConfigProvider"),
                        Map.entry("config.providers.file.param.allowed.paths", "/run/secrets"));
        assertThat(passThrough.forClient(ConsumerConfig.configNames())).isEqualTo(passThrough.all());
        assertThat(passThrough.forClient(ProducerConfig.configNames())).isEqualTo(passThrough.all());
    }

    /** A password may hold what looks like a name for a provider. */
    @Test
    void isLeftAsItIsByKafkaWithoutProviders() {
        var config = new ProducerConfig(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:1",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                SaslConfigs.SASL_JAAS_CONFIG,
                "${file:/etc/hosts:x}"));

        assertThat(config.getPassword(SaslConfigs.SASL_JAAS_CONFIG).value()).isEqualTo("${file:/etc/hosts:x}");
    }

    private static Properties routeThatTriesForTenSeconds() {
        var route = new Properties();
        route.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        route.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        route.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        route.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        route.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        return route;
    }

    private static ClientFactory factory(Map<String, String> environment) {
        return new ClientFactory(PassThrough.of(environment), "group", () -> false, () -> 1);
    }
}
