package io.github.camelonomondo.boot;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One setting that may change while the connector runs. One thread at a time. */
final class Reloadable<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Reloadable.class);

    private final String variable;
    private final T atStart;
    private final Function<String, T> read;
    private final Consumer<T> apply;
    private T current;

    /**
     * A setting.
     *
     * @param atStart what is so without a line in the file
     * @param read throws {@link SettingException} for what is not allowed
     */
    Reloadable(String variable, T atStart, Function<String, T> read, Consumer<T> apply) {
        this.variable = variable;
        this.atStart = atStart;
        this.read = read;
        this.apply = apply;
        this.current = atStart;
    }

    /**
     * Takes the value over if it is another one.
     *
     * @param text of the file, or null if it has no such line
     * @throws SettingException if it is not allowed; then nothing changes
     */
    void take(@Nullable String text) {
        T value = text == null ? atStart : read.apply(text);
        if (!value.equals(current)) {
            apply.accept(value);
            current = value;
            LOG.atInfo()
                    .addKeyValue("setting", variable)
                    .addKeyValue("value", text == null ? "as at the start" : text)
                    .log("setting changed");
        }
    }
}
