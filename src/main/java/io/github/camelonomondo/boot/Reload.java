package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.scan.ScanControl;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * Settings that change without a restart: lines {@code NAME=value} of a file that is read again and again. What such a
 * line says wins over the environment; without the line what was so at the start comes back. A value that is not allowed
 * stops the start; later it is warned of, and the old one stays. One thread at a time.
 *
 * <p>The content is compared, not the time of the file: in a Kubernetes volume a symbolic link is swapped.
 */
@Component
final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final String BUDGET = "ONOMONDO_CALLS_PER_MINUTE";
    private static final String INTERVAL = "ONOMONDO_SCAN_INTERVAL";
    private static final Pattern NAME = Pattern.compile(
            "[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|(onomondo|kafka|camel|server|management|logging)(\\.[a-z-]+)+");

    /** How often to {@link #look}. */
    static final Duration EVERY = Duration.ofSeconds(2);

    private final @Nullable Path file;
    private final Map<String, Reloadable<?>> settings;
    private final LogLevels levels;
    private String known = "";

    Reload(
            ConnectorSettings settings,
            OperatingSettings operating,
            CallBudget budget,
            ScanControl scans,
            LoggingSystem logging) {
        Path given = operating.reloadFile();
        this.file = given == null || given.toString().isEmpty() ? null : given;
        this.levels = new LogLevels(logging);
        Duration interval = settings.scan().interval();
        this.settings = Map.of(
                BUDGET,
                new Reloadable<>(BUDGET, settings.callsPerMinute(), Reload::callsPerMinute, budget::setCallsPerMinute),
                INTERVAL,
                new Reloadable<>(INTERVAL, interval, text -> intervalOf(text, interval), scans::setInterval));
        if (file != null) {
            readFirst(file);
        }
    }

    private void readFirst(Path first) {
        try {
            known = Files.readString(first);
        } catch (IOException e) {
            throw new SettingException("onomondo.reload-file", first, "a file that can be read is allowed");
        }
        List<String> faults = take(known);
        if (!faults.isEmpty()) {
            throw new SettingException(first + ": " + faults.get(0));
        }
    }

    /** Takes over what has changed since the last look. Nothing if there is no file. */
    void look() {
        if (file == null) {
            return;
        }
        try {
            String content = Files.readString(file);
            if (!content.equals(known)) {
                known = content;
                take(content).forEach(fault -> LOG.atWarn().log("not changed, {}: {}", file, fault));
            }
        } catch (IOException e) {
            LOG.atDebug().log("not there at the moment: {}", e.toString());
        }
    }

    /** Takes over what is allowed, and says what is not. */
    private List<String> take(String content) {
        var faults = new ArrayList<String>();
        Map<String, String> lines = new TreeMap<>();
        try {
            var properties = new Properties();
            properties.load(new StringReader(content));
            properties
                    .stringPropertyNames()
                    .forEach(
                            name -> lines.put(name, properties.getProperty(name).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return List.of("lines NAME=value are allowed, " + e.getMessage());
        }
        settings.forEach((name, setting) -> noting(faults, () -> setting.take(lines.remove(name))));
        levels.take(lines, change -> noting(faults, change));
        lines.keySet().stream()
                .map(Reload::shown)
                .distinct()
                .forEach(name -> faults.add(name + ": only " + BUDGET + ", " + INTERVAL
                        + " and LOGGING_LEVEL_… are allowed; anything else needs a restart"));
        return faults;
    }

    /** Of a line that is not one of ours. It may be of a file with keys, and a key that stands alone is read as a name. */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : "a line without the name of a setting";
    }

    private static void noting(List<String> faults, Runnable change) {
        try {
            change.run();
        } catch (SettingException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    private static int callsPerMinute(String text) {
        int calls;
        try {
            calls = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SettingException("onomondo.calls-per-minute", text, "a whole number is allowed");
        }
        ConnectorSettings.requireCallsPerMinute(calls);
        return calls;
    }

    private static Duration intervalOf(String text, Duration atStart) {
        Duration interval;
        try {
            interval = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
        } catch (IllegalArgumentException e) {
            throw new SettingException("onomondo.scan.interval", text, "a duration such as 60s is allowed");
        }
        ConnectorSettings.Scan.requireInterval(interval, text);
        if (interval.isZero() || atStart.isZero()) {
            throw new SettingException(
                    "onomondo.scan.interval", text, "a duration such as 60s is allowed; from or to 0 needs a restart");
        }
        return interval;
    }
}
