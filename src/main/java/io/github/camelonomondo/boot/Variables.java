package io.github.camelonomondo.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Settings of others that we only pass on. */
final class Variables {

    private Variables() {}

    /**
     * {@code KAFKA_SASL_MECHANISM} from the environment, or {@code kafka.sasl.mechanism} from wherever Spring reads. A variable is as it is
     * written, as <code>${...}</code> in it is for whom it is passed on to; in a property Spring's placeholders are filled in.
     *
     * @throws SettingException if a placeholder cannot be; it does not show the value, which may be a secret
     */
    static Map<String, String> asWritten(ConfigurableEnvironment environment, String prefix) {
        return of(
                environment,
                prefix,
                (source, name) -> isProperty(name) ? valueFilledIn(environment, name) : source.getProperty(name));
    }

    /**
     * The same, with Spring's placeholders filled in everywhere.
     *
     * @throws SettingException if one cannot be; it does not show the value
     */
    static Map<String, String> filledIn(ConfigurableEnvironment environment, String prefix) {
        return of(environment, prefix, (source, name) -> valueFilledIn(environment, name));
    }

    private static Map<String, String> of(
            ConfigurableEnvironment environment,
            String prefix,
            BiFunction<PropertySource<?>, String, @Nullable Object> valueOf) {
        var variables = new HashMap<String, String>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    String variable = SettingException.variable(name);
                    if (variable.startsWith(prefix) && !variables.containsKey(variable)) {
                        Object value = valueOf.apply(source, name);
                        variables.put(variable, value == null ? "" : value.toString());
                    }
                }
            }
        }
        return variables;
    }

    private static boolean isProperty(String name) {
        return name.indexOf('.') >= 0;
    }

    private static @Nullable String valueFilledIn(ConfigurableEnvironment environment, String property) {
        try {
            return environment.getProperty(property);
        } catch (IllegalArgumentException e) { // its message has the whole value
            throw new SettingException(
                    property + ": a placeholder ${…} in it stands for nothing, a value without it is allowed");
        }
    }
}
