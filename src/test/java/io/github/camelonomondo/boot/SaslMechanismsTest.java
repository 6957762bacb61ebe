package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslMechanismsTest {

    private static final String OF_KAFKA = "org.apache.kafka.common.security.";
    private static final String PLAIN =
            OF_KAFKA + "plain.PlainLoginModule required username=\"u\" password=\"s3cret\";";

    @ParameterizedTest
    @CsvSource({
        "PLAIN, plain.PlainLoginModule",
        "SCRAM-SHA-256, scram.ScramLoginModule",
        "SCRAM-SHA-512, scram.ScramLoginModule",
        "OAUTHBEARER, oauthbearer.OAuthBearerLoginModule"
    })
    void areThoseOfKafka(String mechanism, String module) {
        assertThatCode(() -> SaslMechanisms.require(sasl(mechanism, OF_KAFKA + module + " required;")))
                .doesNotThrowAnyException();
    }

    @Test
    void areRefusedIfNobodyHasThem() {
        assertThatThrownBy(() -> SaslMechanisms.require(sasl("FOO", PLAIN)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_SASL_MECHANISM=FOO: ")
                .hasMessageContaining("SCRAM-SHA-512");
    }

    @Test
    void areLeftToOperatorsWhoBringTheirOwn() {
        var own = new HashMap<>(sasl("FOO", PLAIN));
        own.put("security.providers", "com.example.Foo");

        assertThatCode(() -> SaslMechanisms.require(own)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "s3cret required;",
                OF_KAFKA + "plain.PlainLoginModule s3cret;",
                OF_KAFKA + "plain.PlainLoginModule required password=\"s3cret\""
            })
    void needALoginModuleThatIsOneAndIsNotShown(String jaas) {
        assertThatThrownBy(() -> SaslMechanisms.require(sasl("PLAIN", jaas)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_SASL_JAAS_CONFIG: ")
                .hasMessageNotContainingAny("s3cret", "\n");
    }

    @Test
    void needALoginModule() {
        assertThatThrownBy(() ->
                        SaslMechanisms.require(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_SASL_JAAS_CONFIG is missing: ");
    }

    @Test
    void areNotAskedForWithoutSasl() {
        assertThatCode(() -> SaslMechanisms.require(Map.of("security.protocol", "SSL", "sasl.mechanism", "FOO")))
                .doesNotThrowAnyException();
    }

    private static Map<String, Object> sasl(String mechanism, String jaas) {
        return Map.of("security.protocol", "sasl_plaintext", "sasl.mechanism", mechanism, "sasl.jaas.config", jaas);
    }
}
