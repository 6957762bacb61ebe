package io.github.camelonomondo.boot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Log levels that change while the connector runs: {@code LOGGING_LEVEL_IO_GITHUB_CAMELONOMONDO}, or
 * {@code logging.level.io.github.camelonomondo} where capitals matter. One thread at a time.
 */
final class LogLevels {

    private static final String VARIABLE = "LOGGING_LEVEL_";
    private static final String PROPERTY = "logging.level.";

    private final LoggingSystem logging;
    private final Map<String, Reloadable<LogLevel>> loggers = new HashMap<>();

    LogLevels(LoggingSystem logging) {
        this.logging = logging;
    }

    /**
     * Takes the lines that are log levels out of {@code lines}. A logger that had one, and has none now, gets back what it
     * had at the start.
     *
     * @param changes runs each change, which may throw {@link SettingException}
     */
    void take(Map<String, String> lines, Consumer<Runnable> changes) {
        var wanted = new TreeMap<String, String>();
        lines.forEach((name, value) -> {
            String logger = loggerOf(name);
            if (logger != null) {
                wanted.put(logger, value);
                loggers.computeIfAbsent(logger, any -> reloadable(name, logger));
            }
        });
        lines.keySet().removeIf(name -> loggerOf(name) != null);
        loggers.forEach((logger, level) -> changes.accept(() -> level.take(wanted.get(logger))));
    }

    private static @Nullable String loggerOf(String name) {
        if (name.startsWith(PROPERTY)) {
            return name.substring(PROPERTY.length());
        }
        return name.startsWith(VARIABLE)
                ? name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.')
                : null;
    }

    private Reloadable<LogLevel> reloadable(String name, String logger) {
        LoggerConfiguration now = logging.getLoggerConfiguration(logger);
        LogLevel atStart = now == null ? LogLevel.INFO : now.getEffectiveLevel();
        return new Reloadable<>(
                name, atStart, text -> levelOf(name, text), level -> logging.setLogLevel(logger, level));
    }

    private static LogLevel levelOf(String name, String text) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new SettingException(name + "=" + text + ": one of "
                        + Arrays.toString(LogLevel.values()).toLowerCase(Locale.ROOT) + " is allowed"));
    }
}
