package io.github.camelonomondo.support;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;

/** Where spans go with {@code OTEL_TRACES_EXPORTER=kept}: nowhere but here. */
public final class KeptSpans implements ConfigurableSpanExporterProvider {

    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

    /** All that came so far. */
    public static List<SpanData> all() {
        return SPANS.getFinishedSpanItems();
    }

    @Override
    public String getName() {
        return "kept";
    }

    @Override
    public SpanExporter createExporter(ConfigProperties config) {
        return SPANS;
    }
}
