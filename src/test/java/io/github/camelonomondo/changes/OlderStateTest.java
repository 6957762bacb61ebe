package io.github.camelonomondo.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.support.KafkaBroker;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OlderStateTest {

    private static final KafkaBroker BROKER = new KafkaBroker();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void isReadWhateverMetadataItHasAndTheChangesSinceArePublished() throws Exception {
        try (var it = new Harness(BROKER, 20)) {
            // Given: what another version wrote, with less metadata, with other, or with metadata that is none
            try (var first = it.connect()) {
                first.awaitReport(1);
            }
            for (var record : it.kafka.read(it.topics.state())) {
                Map<String, String> metadata = switch (Integer.parseInt(record.key()) % 3) {
                    case 0 -> Map.of();
                    case 1 -> Map.of("of-another-version", "1");
                    default -> Map.of("revision", "many", "scan", "", "seen-at", "yesterday");
                };
                it.kafka.send(it.topics.state(), record.key(), record.value(), metadata);
            }
            it.kafka.send(it.topics.state(), "000000007", "{\"no\":\"SIM\"}", Map.of());
            it.kafka.flush();
            it.fleet.change("000000002", "label", "while away");

            // When
            var report = it.connect().awaitReport(1);

            // Then
            assertThat(report.changed()).isEqualTo(1);
            assertThat(report.created()).isZero();
            assertThat(report.removed()).isZero();
            assertThat(it.eventsInWords()).hasSize(21).contains("u 000000002 label");
        }
    }
}
