package io.github.camelonomondo.boot;

import java.util.HashMap;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Settings of others that we only pass on. */
final class Variables {

    private Variables() {}

    /** {@code KAFKA_SASL_MECHANISM} from the environment, or {@code kafka.sasl.mechanism} from wherever Spring reads. */
    static Map<String, String> of(ConfigurableEnvironment environment, String prefix) {
        var variables = new HashMap<String, String>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    String variable = SettingException.variable(name);
                    if (variable.startsWith(prefix)) {
                        String value = environment.getProperty(name);
                        variables.putIfAbsent(variable, value == null ? "" : value);
                    }
                }
            }
        }
        return variables;
    }
}
