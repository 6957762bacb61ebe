package io.github.camelonomondo.boot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What operators set to look after a connector.
 *
 * @param reloadFile of settings that may change without a restart; null or empty for none
 * @param tracing whether and where to
 */
@ConfigurationProperties("onomondo")
record OperatingSettings(@Nullable Path reloadFile, Tracing tracing) {

    /**
     * Where spans go.
     *
     * @param endpoint base URL of an OTLP receiver; empty: nothing is traced
     */
    record Tracing(String endpoint) {
        boolean isOn() {
            return !endpoint.isBlank();
        }
    }
}
