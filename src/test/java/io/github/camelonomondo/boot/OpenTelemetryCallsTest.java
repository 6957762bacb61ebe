package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTelemetryCallsTest {

    private static final URI API = URI.create("https://api.onomondo.com");

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, somewhere",
        "OTEL_EXPORTER_OTLP_ENDPOINT, https//me:hunter2@traces.example",
        "OTEL_EXPORTER_OTLP_HEADERS, authorization Bearer hunter2",
        "OTEL_EXPORTER_OTLP_HEADERS, authorization=hunter2%zz",
        "OTEL_EXPORTER_OTLP_TIMEOUT, hunter2",
        "OTEL_TRACES_EXPORTER, pigeon",
        "OTEL_TRACES_SAMPLER, some",
        "OTEL_EXPORTER_OTLP_PROTOCOL, smoke"
    })
    void stopsTheStartWithOneLineThatNamesTheVariableAndKeepsItsValue(String variable, String value) {
        assertThatThrownBy(() -> OpenTelemetryCalls.exporting(Map.of(variable, value), API))
                .isInstanceOf(SettingException.class)
                .hasMessage(variable + ": OpenTelemetry does not take its value")
                .hasNoCause();
    }

    @Test
    void namesTheOneAmongOthersThatIsNotTaken() {
        var variables = Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization Bearer hunter2",
                "OTEL_SERVICE_NAME", "sims",
                "OTEL_TRACES_EXPORTER", "otlp");

        assertThatThrownBy(() -> OpenTelemetryCalls.exporting(variables, API))
                .hasMessage("OTEL_EXPORTER_OTLP_HEADERS: OpenTelemetry does not take its value");
    }
}
