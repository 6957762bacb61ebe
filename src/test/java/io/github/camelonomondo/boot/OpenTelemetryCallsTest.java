package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTelemetryCallsTest {

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, somewhere",
        "OTEL_TRACES_EXPORTER, pigeon",
        "OTEL_TRACES_SAMPLER, some",
        "OTEL_EXPORTER_OTLP_PROTOCOL, smoke"
    })
    void stopsTheStartWithOneLineForWhatOpenTelemetryDoesNotTake(String variable, String value) {
        assertThatThrownBy(() ->
                        OpenTelemetryCalls.exporting(Map.of(variable, value), URI.create("https://api.onomondo.com")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("OTEL_…: OpenTelemetry does not take it, ")
                .hasMessageContaining(value);
    }
}
