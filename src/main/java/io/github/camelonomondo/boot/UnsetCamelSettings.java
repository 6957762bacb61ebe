package io.github.camelonomondo.boot;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out those of Camel's auto-configurations that do nothing but carry settings to a component, a language, a vault or a
 * cloud service, while there is no such setting: some sixty, which cost a sixth of a start's processor time. What they would
 * configure is there without them, as its own defaults have it.
 */
final class UnsetCamelSettings implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final List<Carrier> CARRIERS = List.of(
            // The engine of platform-http asks for the bean that carries its settings.
            new Carrier(
                    "org\\.apache\\.camel\\.component\\.(?!platform\\.http\\.).+\\.(\\w+)Component(AutoConfiguration|Converter)",
                    "camel.component.$1"),
            new Carrier("org\\.apache\\.camel\\.language\\..+\\.(\\w+)LanguageAutoConfiguration", "camel.language.$1"),
            new Carrier("org\\.apache\\.camel\\.spring\\.boot\\.vault\\..+", "camel.vault"),
            new Carrier("org\\.apache\\.camel\\.spring\\.boot\\.cloud\\..+", "camel.cloud"));

    private @Nullable Iterable<ConfigurationPropertySource> sources;

    @Override
    public void setEnvironment(Environment environment) {
        sources = ConfigurationPropertySources.get(environment);
    }

    @Override
    public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
        var wanted = new boolean[autoConfigurations.length];
        for (int i = 0; i < wanted.length; i++) {
            String name = autoConfigurations[i]; // null: another filter has left it out
            String settings = name == null ? null : settingsOf(name);
            wanted[i] = settings == null || isAnySet(ConfigurationPropertyName.of(settings));
        }
        return wanted;
    }

    /** The name of the settings that it carries, null if it does more than that. */
    private static @Nullable String settingsOf(String autoConfiguration) {
        return CARRIERS.stream()
                .map(carrier -> carrier.settingsOf(autoConfiguration))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** True also if a source cannot say what it has. */
    private boolean isAnySet(ConfigurationPropertyName settings) {
        if (sources != null) {
            for (ConfigurationPropertySource source : sources) {
                if (source.containsDescendantOf(settings) != ConfigurationPropertyState.ABSENT) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Auto-configurations that carry settings.
     *
     * @param settings the name of the settings, with groups of the pattern
     */
    private record Carrier(Pattern autoConfigurations, String settings) {

        Carrier(String autoConfigurations, String settings) {
            this(Pattern.compile(autoConfigurations), settings);
        }

        /** {@code rest-api} for {@code RestApi}: only so an older form of variables is recognized, {@code CAMEL_COMPONENT_REST_API_HOST}. */
        private static String dashed(String name) {
            return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        }

        @Nullable
        String settingsOf(String autoConfiguration) {
            Matcher matcher = autoConfigurations.matcher(autoConfiguration);
            return matcher.matches() ? dashed(matcher.replaceFirst(settings)) : null;
        }
    }
}
