package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class KafkaConfigurationTest {

    @Test
    void warnsOnceOfWhatCannotBeSetAndShowsNoValue(CapturedOutput log) {
        passThrough("KAFKA_ACKS", "KAFKA_GROUP_ID", "KAFKA_BOOTSTRAP_SERVERS", "KAFKA_LINGER_MS", "KAFKA_PORT");

        assertThat(log.getAll().lines().filter(line -> line.contains("WARN")))
                .singleElement(as(STRING))
                .contains("cannot be set, left alone: KAFKA_ACKS, KAFKA_GROUP_ID")
                .doesNotContain("not-to-be-shown");
    }

    @Test
    void isSilentOfWhatIsPassedOn(CapturedOutput log) {
        passThrough("KAFKA_LINGER_MS", "KAFKA_BOOTSTRAP_SERVERS");

        assertThat(log.getAll()).doesNotContain("cannot be set");
    }

    private static void passThrough(String... variables) {
        var environment = new MockEnvironment();
        for (String variable : variables) {
            environment.setProperty(variable, "not-to-be-shown");
        }
        new KafkaConfiguration().passThrough(environment);
    }
}
