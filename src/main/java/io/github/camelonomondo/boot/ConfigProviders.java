package io.github.camelonomondo.boot;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Kafka's configuration providers, which look up in files and the like what a setting names. Kafka's clients pass over a provider that is
 * half named, and keep what was not found as it is: a broker would say that the password is wrong.
 */
final class ConfigProviders {

    private static final String NAMES = "config.providers";

    private ConfigProviders() {}

    /**
     * The settings as a client will have them.
     *
     * @throws SettingException if a provider cannot be made, or does not find what a setting names; shows no value
     */
    static Map<String, Object> lookedUp(Map<String, Object> settings) {
        List<String> names = namesIn(settings);
        for (String name : names) {
            String type = NAMES + "." + name + ".class";
            if (!settings.containsKey(type)) {
                throw new SettingException(variable(type) + " is missing: the class of the provider that "
                        + variable(NAMES) + " names is required");
            }
        }
        Map<String, Object> found = lookedUpBy(names, settings);
        found.forEach((setting, value) -> names.stream()
                .filter(name -> value.toString().contains("${" + name + ":"))
                .forEach(name -> {
                    throw new SettingException(variable(setting) + ": what ${" + name
                            + ":…} in it names is not found, or may not be read; something that is there is required");
                }));
        return found;
    }

    private static Map<String, Object> lookedUpBy(List<String> names, Map<String, Object> settings) {
        try {
            return new AbstractConfig(new ConfigDef(), settings, false).originals();
        } catch (RuntimeException e) { // whatever a provider throws; its message may show a value
            throw new SettingException(
                    variable(NAMES) + "=" + String.join(",", names) + ": a provider cannot be made, or"
                            + " cannot read what a KAFKA_ variable names ("
                            + e.getClass().getSimpleName()
                            + "); one that can is required");
        }
    }

    private static List<String> namesIn(Map<String, Object> settings) {
        Object names = settings.get(NAMES);
        return names == null
                ? List.of()
                : Arrays.stream(names.toString().split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private static String variable(String setting) {
        return SettingException.variable("kafka." + setting);
    }
}
