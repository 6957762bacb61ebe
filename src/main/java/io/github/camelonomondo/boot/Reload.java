package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.ScanControl;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Settings that change without a restart: lines {@code NAME=value} of a file that is read again and again. What such a
 * line says wins over the environment; without the line what was so at the start comes back. A value that is not allowed
 * stops the start; later it is warned of, and the old one stays.
 *
 * <p>The content is compared, not the time of the file: in a Kubernetes volume a symbolic link is swapped.
 */
@Component
final class Reload implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final String BUDGET = "ONOMONDO_CALLS_PER_MINUTE";
    private static final String INTERVAL = "ONOMONDO_SCAN_INTERVAL";
    private static final long LOOK_EVERY_SECONDS = 2;

    private final @Nullable Path file;
    private final Map<String, Reloadable<?>> settings;
    private final LogLevels levels;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "onomondo-reload");
        thread.setDaemon(true);
        return thread;
    });
    private String known = "";
    private volatile boolean running;

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

    private void look(Path again) {
        try {
            String content = Files.readString(again);
            if (!content.equals(known)) {
                known = content;
                take(content).forEach(fault -> LOG.atWarn().log("not changed, {}: {}", again, fault));
            }
        } catch (IOException e) {
            LOG.atDebug().log("not there at the moment: {}", e.toString());
        } catch (RuntimeException e) { // the boundary: the next look must come
            LOG.atError().log("the settings of {} could not be changed", again, e);
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
        lines.forEach((name, value) -> faults.add(name + "=" + value + ": only " + BUDGET + ", " + INTERVAL
                + " and LOGGING_LEVEL_… are allowed; anything else needs a restart"));
        return faults;
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

    @Override
    public void start() {
        running = true;
        Path watched = file;
        if (watched != null) {
            var unused = timer.scheduleWithFixedDelay(
                    () -> look(watched), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
