package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.Configuration;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslMechanismsTest {

    private static final String OF_KAFKA = "org.apache.kafka.common.security.";
    private static final String FILE = "java.security.auth.login.config";
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
    void areTakenWithALoginThatAProviderOfKafkaLooksUp(@TempDir Path folder) throws IOException {
        Path secrets = Files.writeString(folder.resolve("kafka.properties"), "login=" + PLAIN);
        var settings = new HashMap<>(sasl("PLAIN", "${file:" + secrets + ":login}"));
        settings.put("config.providers", "file");
        settings.put("config.providers.file.class", FileConfigProvider.class.getName());

        assertThatCode(() -> SaslMechanisms.require(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class-is-missing | KAFKA_CONFIG_PROVIDERS_FILE_CLASS is missing: the class of the provider that KAFKA_CONFIG_PROVIDERS names
            no-provider      | KAFKA_CONFIG_PROVIDERS=file: a provider cannot be made, or cannot read
            no-class         | KAFKA_CONFIG_PROVIDERS=file: a provider cannot be made, or cannot read
            no-file          | KAFKA_CONFIG_PROVIDERS=file: a provider cannot be made, or cannot read
            no-key           | KAFKA_SASL_JAAS_CONFIG: what ${file:…} in it names is not found, or may not be read
            not-allowed      | KAFKA_SASL_JAAS_CONFIG: what ${file:…} in it names is not found, or may not be read
            """)
    void needProvidersOfKafkaThatFindTheLogin(String flaw, String line, @TempDir Path folder) throws IOException {
        Path secrets = Files.writeString(folder.resolve("kafka.properties"), "login=" + PLAIN);
        var settings = new HashMap<>(sasl("PLAIN", "${file:" + secrets + ":login}"));
        settings.put("config.providers", "file");
        settings.put("config.providers.file.class", FileConfigProvider.class.getName());
        switch (flaw) {
            case "class-is-missing" -> settings.remove("config.providers.file.class");
            case "no-provider" -> settings.put("config.providers.file.class", OF_KAFKA + "plain.PlainLoginModule");
            case "no-class" -> settings.put("config.providers.file.class", "s3cret");
            case "no-file" -> Files.delete(secrets);
            case "no-key" -> Files.writeString(secrets, "other=s3cret");
            default ->
                settings.put(
                        "config.providers.file.param.allowed.paths",
                        Files.createDirectory(folder.resolve("s3cret")).toString());
        }

        assertThatThrownBy(() -> SaslMechanisms.require(settings))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(line)
                .hasMessageNotContainingAny("s3cret", "\n");
    }

    @Test
    void areLeftToOperatorsWhoBringTheirOwn() {
        var own = new HashMap<>(sasl("FOO", PLAIN));
        own.put("security.providers", "com.example.Foo");

        assertThatCode(() -> SaslMechanisms.require(own)).doesNotThrowAnyException();
    }

    @Test
    void areLeftToACallbackHandlerOfOthers() {
        var own = new HashMap<>(sasl("AWS_MSK_IAM", PLAIN));
        own.put("sasl.client.callback.handler.class", "software.amazon.msk.auth.iam.IAMClientCallbackHandler");

        assertThatCode(() -> SaslMechanisms.require(own)).doesNotThrowAnyException();
    }

    @Test
    void areKerberosUnlessGiven() {
        var kerberos = new HashMap<>(sasl("GSSAPI", "com.sun.security.auth.module.Krb5LoginModule required;"));

        assertThatCode(() -> SaslMechanisms.require(kerberos)).doesNotThrowAnyException();
        kerberos.remove("sasl.mechanism");
        assertThatCode(() -> SaslMechanisms.require(kerberos)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.PlainLoginModule, PLAIN",
        "scram.ScramLoginModule, SCRAM-SHA-256 or SCRAM-SHA-512",
        "oauthbearer.OAuthBearerLoginModule, OAUTHBEARER"
    })
    void areMissingBesideALoginModuleOfKafka(String module, String mechanisms) {
        var forgotten = new HashMap<>(sasl("", OF_KAFKA + module + " required;"));
        forgotten.remove("sasl.mechanism");

        assertThatThrownBy(() -> SaslMechanisms.require(forgotten))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_SASL_MECHANISM is missing: " + mechanisms + " is allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "s3cret required;",
                OF_KAFKA + "plain.PlainLoginModule s3cret;",
                OF_KAFKA + "plain.PlainLoginModule required username=\"u\" \"pa's3cret\";",
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
    void needALoginModuleThatCanBeLoaded() {
        assertThatThrownBy(() -> SaslMechanisms.require(sasl("PLAIN", Thin.class.getName() + " required;")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_SASL_JAAS_CONFIG: its login module cannot be loaded, ")
                .hasMessageContaining("com/example/Sdk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | java.security.auth.login.config=",
                "KafkaClient { Foo required pass=s3cret s3cret }; | java.security.auth.login.config=",
                "Other { Foo required; }; | KAFKA_SASL_JAAS_CONFIG or a KafkaClient entry in the file of java.security"
            })
    void needAFileThatHasALoginModule(@Nullable String content, String line, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("jaas.conf");
        if (content != null) {
            Files.writeString(file, content);
        }
        System.setProperty(FILE, file.toString());
        Configuration.setConfiguration(null);
        try {
            assertThatThrownBy(() ->
                            SaslMechanisms.require(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN")))
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith(line)
                    .hasMessageNotContainingAny("s3cret", "\n");
        } finally {
            System.clearProperty(FILE);
            Configuration.setConfiguration(null);
        }
    }

    @Test
    void areNotAskedForWithoutSasl() {
        assertThatCode(() -> SaslMechanisms.require(Map.of("security.protocol", "SASL_WHAT")))
                .as("Kafka says that there is no such protocol")
                .doesNotThrowAnyException();
        assertThatCode(() -> SaslMechanisms.require(Map.of("security.protocol", "SSL", "sasl.mechanism", "FOO")))
                .doesNotThrowAnyException();
    }

    private static Map<String, Object> sasl(String mechanism, String jaas) {
        return Map.of("security.protocol", "sasl_plaintext", "sasl.mechanism", mechanism, "sasl.jaas.config", jaas);
    }

    /** As of a jar whose libraries are not there. */
    static final class Thin {

        static final Object SDK = sdk();

        private static Object sdk() {
            throw new NoClassDefFoundError("com/example/Sdk");
        }
    }
}
