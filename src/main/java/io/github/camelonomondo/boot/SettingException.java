package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.ApiSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.boot.convert.DurationStyle;

/** A setting that stops the start. Its message is the one line that an operator needs. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final String URL = "onomondo.api.url";

    /**
     * A bad value.
     *
     * @param property {@code onomondo.in-flight}; the line names the environment variable of the same meaning
     * @param allowed what may stand there
     */
    public SettingException(String property, Object value, String allowed) {
        super(variable(property) + "=" + shown(property, value) + ": " + allowed);
    }

    public SettingException(String line) {
        super(line);
    }

    /** A duration as an operator writes it, a URL without its password. */
    private static Object shown(String property, Object value) {
        if (value instanceof Duration duration) {
            boolean whole = duration.toNanosPart() == 0;
            return DurationStyle.SIMPLE.print(duration, whole ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
        }
        String text = value.toString();
        return URL.equals(property) || text.contains("://") ? ApiSettings.shown(text) : text;
    }

    /** {@code ONOMONDO_IN_FLIGHT} for {@code onomondo.in-flight}. */
    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
