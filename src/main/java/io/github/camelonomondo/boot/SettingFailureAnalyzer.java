package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.PassThrough;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/** Says in one line which setting is wrong, what it is, and what is allowed. */
final class SettingFailureAnalyzer implements FailureAnalyzer {

    /** In the words of Kafka: {@code Invalid value x for configuration security.protocol: ...}. */
    private static final Pattern KAFKA_SETTING = Pattern.compile("\\b(?:configuration|in) ([a-z]+(?:\\.[a-z]+)+)");

    private static final String BROKERS = "KAFKA_BOOTSTRAP_SERVERS";

    private final Environment environment;

    SettingFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        SettingException setting = causeOf(failure, SettingException.class);
        if (setting != null) {
            return line(String.valueOf(setting.getMessage()), failure);
        }
        BindException bind = causeOf(failure, BindException.class);
        if (bind != null) {
            return line(lineOf(bind), failure);
        }
        PortInUseException taken = causeOf(failure, PortInUseException.class);
        if (taken != null) {
            return line(lineOf(taken), failure);
        }
        ConfigException kafka = causeOf(failure, ConfigException.class);
        if (kafka != null) {
            return line(lineOf(kafka), failure);
        }
        KafkaException client = causeOf(failure, KafkaException.class);
        String line = client == null ? null : new KafkaClientFailure(kafkaSettings()).lineOf(client);
        if (line == null) {
            line = lineOfRoutes(failure);
        }
        return line == null ? null : line(line, failure);
    }

    private @Nullable String lineOfRoutes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = RouteFailure.reasonIn(cause);
            if (reason != null) {
                return "ONOMONDO_ROUTES=" + environment.getProperty("onomondo.routes", "") + ": " + reason;
            }
        }
        return null;
    }

    private Map<String, String> kafkaSettings() {
        return environment instanceof ConfigurableEnvironment all
                ? PassThrough.of(Variables.asWritten(all, "KAFKA_")).all()
                : Map.of();
    }

    private static FailureAnalysis line(String line, Throwable failure) {
        return new FailureAnalysis(line, null, failure);
    }

    private String lineOf(PortInUseException taken) {
        String port = String.valueOf(taken.getPort());
        boolean isManagement = port.equals(environment.getProperty("management.server.port"))
                && !port.equals(environment.getProperty("server.port"));
        return (isManagement ? "MANAGEMENT_PORT=" : "SERVER_PORT=") + port
                + ": it is in use, one that is free is allowed";
    }

    /** Kafka's message has the value, and hides passwords; of its addresses alone it does not always say them. */
    private String lineOf(ConfigException kafka) {
        String message = String.valueOf(kafka.getMessage());
        var named = KAFKA_SETTING.matcher(message);
        if (!named.find()) {
            return "a KAFKA_ variable: " + message;
        }
        String variable = SettingException.variable("kafka." + named.group(1));
        return BROKERS.equals(variable)
                ? BROKERS + "=" + environment.getProperty("kafka.bootstrap.servers", "")
                        + ": host:port, comma-separated, is allowed, of hosts" + " whose names are known here"
                : variable + ": " + message;
    }

    private static String lineOf(BindException bind) {
        if (causeOf(bind, PlaceholderResolutionException.class) != null) { // maybe of a key, which is not to be shown
            return SettingException.variable(bind.getName().toString())
                    + ": a placeholder ${…} in it cannot be filled in, a value without it is allowed";
        }
        ConfigurationProperty property = bind.getProperty();
        Object value = property == null ? "" : property.getValue();
        Class<?> type = bind.getTarget().getType().resolve(Object.class);
        return String.valueOf(new SettingException(bind.getName().toString(), value, allowed(type)).getMessage());
    }

    private static String allowed(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 10s, 500ms or 5m is allowed";
        }
        if (type == boolean.class) {
            return "true or false is allowed";
        }
        if (type == int.class || type == long.class) {
            return "a whole number is allowed";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + " is allowed";
        }
        if (type == URI.class) {
            return "a URL such as https://api.onomondo.com is allowed";
        }
        return "this cannot be read";
    }

    private static <T extends Throwable> @Nullable T causeOf(@Nullable Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
