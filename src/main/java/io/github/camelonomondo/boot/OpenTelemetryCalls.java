package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallTracer;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A span for each request to the API. If one command caused it, the span is a child of the command's; a bulk of several
 * begins a trace of its own, with a link to each of theirs.
 */
final class OpenTelemetryCalls implements CallTracer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryCalls.class);
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final int FIRST_FAILURE = 400;

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final String server;
    private final OpenTelemetrySdk sdk;

    private OpenTelemetryCalls(OpenTelemetrySdk sdk, String server) {
        this.tracer = sdk.getTracer("io.github.camelonomondo");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
        this.server = server;
        this.sdk = sdk;
    }

    /**
     * Sends spans to where the settings say.
     *
     * @param variables {@code OTEL_…}, all that OpenTelemetry's SDK knows
     * @param api what is called
     */
    static OpenTelemetryCalls exporting(Map<String, String> variables, URI api) {
        var settings = new HashMap<>(Map.of(
                "otel.service.name", "camel-onomondo",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none"));
        variables.forEach((name, value) -> settings.put(propertyOf(name), value));
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> settings)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            LOG.atInfo().log("calls are traced");
            return new OpenTelemetryCalls(sdk, String.valueOf(api.getHost()));
        } catch (ConfigurationException | IllegalArgumentException e) {
            String variable = namesOf(String.valueOf(e.getMessage()), variables);
            throw new SettingException(variable + ": OpenTelemetry does not take its value");
        }
    }

    /** Of those that {@code said} is about. It holds their values, and headers are keys. */
    private static String namesOf(String said, Map<String, String> variables) {
        List<BiPredicate<String, String>> guesses = List.of(
                (name, value) -> said.contains(propertyOf(name)),
                (name, value) -> !value.isEmpty() && said.contains(value),
                (name, value) -> true);
        return guesses.stream()
                .map(guess -> variables.entrySet().stream()
                        .filter(variable -> guess.test(variable.getKey(), variable.getValue()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .collect(Collectors.joining(", ")))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse("OTEL_…");
    }

    private static String propertyOf(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    @Override
    public Trace begin(String operation, String method, Caused caused) {
        List<Context> causes = caused.causes().stream()
                .map(this::contextOf)
                .filter(context -> Span.fromContext(context).getSpanContext().isValid())
                .toList();
        SpanBuilder builder = tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(METHOD, method)
                .setAttribute(SERVER, server);
        if (causes.size() == 1) {
            builder.setParent(causes.get(0));
        } else {
            builder.setNoParent();
            causes.stream().map(OpenTelemetryCalls::spanOf).forEach(builder::addLink);
        }
        Span span = builder.startSpan();
        var headers = new HashMap<String, String>();
        propagator.inject(Context.root().with(span), headers, (carrier, name, value) -> headers.put(name, value));
        return new Spanned(span, headers);
    }

    private static SpanContext spanOf(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    private Context contextOf(TraceContext cause) {
        return propagator.extract(Context.root(), cause, HEADERS);
    }

    private static final TextMapGetter<TraceContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(TraceContext cause) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable TraceContext cause, String name) {
            if (cause == null) {
                return null;
            }
            return switch (name) {
                case "traceparent" -> cause.traceparent();
                case "tracestate" -> cause.tracestate();
                default -> null;
            };
        }
    };

    /** A request and its span. */
    private record Spanned(Span span, Map<String, String> headers) implements Trace {
        @Override
        public void answered(int status) {
            span.setAttribute(STATUS, (long) status);
            if (status >= FIRST_FAILURE) {
                span.setAttribute(ERROR, String.valueOf(status)).setStatus(StatusCode.ERROR);
            }
            span.end();
        }

        @Override
        public void failed(String error) {
            span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR);
            span.end();
        }
    }

    /** Sends what is left, for some seconds at most. */
    @Override
    public void close() {
        sdk.close();
    }
}
