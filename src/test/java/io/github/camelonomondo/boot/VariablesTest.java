package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is passed on arrives as it is written. */
class VariablesTest {

    private static final String LOGIN = "org.example.LoginModule required password=\"%s\";";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${file:/secrets/kafka:password}",
                "s3${x}cret",
                "${HOME}",
                "${KAFKA_SASL_JAAS_CONFIG}",
                "\\${x}",
                "$",
                "${"
            })
    void areAsTheyAreWritten(String password) {
        Map<String, Object> written = Map.of("KAFKA_SASL_JAAS_CONFIG", LOGIN.formatted(password));

        for (PropertySource<?> source : new PropertySource<?>[] {
            new SystemEnvironmentPropertySource("environment", written), new MapPropertySource("arguments", written)
        }) {
            assertThat(variables(source)).isEqualTo(written);
        }
    }

    @Test
    void areFilledInIfTheyArePropertiesAsSpringFillsInItsOwn() {
        var source = new MapPropertySource(
                "file", Map.of("kafka.ssl.truststore.location", "${secrets}/trust.p12", "secrets", "/run/secrets"));

        assertThat(variables(source))
                .containsExactly(Map.entry("KAFKA_SSL_TRUSTSTORE_LOCATION", "/run/secrets/trust.p12"));
    }

    @Test
    void winOverThePropertyOfTheSameMeaningInALaterSource() {
        var variable = new SystemEnvironmentPropertySource("environment", Map.of("KAFKA_SASL_MECHANISM", "${m}"));
        var property = new MapPropertySource("file", Map.of("kafka.sasl.mechanism", "${nothing}"));

        assertThat(variables(variable, property)).containsExactly(Map.entry("KAFKA_SASL_MECHANISM", "${m}"));
    }

    @Test
    void areNotShownIfAPlaceholderStandsForNothing() {
        var source = new MapPropertySource("file", Map.of("kafka.sasl.jaas.config", LOGIN.formatted("s3${x}cret")));

        assertThatThrownBy(() -> variables(source))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("kafka.sasl.jaas.config: a placeholder")
                .hasNoCause()
                .message()
                .doesNotContain("s3", "cret");
    }

    @Test
    void areFilledInEverywhereForWhomSpringFillsThemIn() {
        var source = new SystemEnvironmentPropertySource(
                "environment", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://${NODE_IP}:4317", "NODE_IP", "192.0.2.7"));

        assertThat(Variables.filledIn(environment(source), "OTEL_"))
                .containsExactly(Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.7:4317"));
    }

    private static Map<String, String> variables(PropertySource<?>... sources) {
        return Variables.asWritten(environment(sources), "KAFKA_");
    }

    private static StandardEnvironment environment(PropertySource<?>... sources) {
        var environment = new StandardEnvironment();
        var all = environment.getPropertySources();
        all.stream().map(PropertySource::getName).toList().forEach(all::remove);
        for (PropertySource<?> source : sources) {
            all.addLast(source);
        }
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
