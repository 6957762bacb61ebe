package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

class UnsetCamelSettingsTest {

    private static final List<String> CANDIDATES =
            ImportCandidates.load(AutoConfiguration.class, null).getCandidates();

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void leavesOutWhatCarriesSettingsThatNobodyMade() {
        assertThat(leftOut())
                .hasSizeGreaterThan(50)
                .allMatch(name -> name.startsWith("org.apache.camel."))
                .anyMatch(name -> name.endsWith(".XsltComponentAutoConfiguration"))
                .anyMatch(name -> name.endsWith(".SimpleLanguageAutoConfiguration"))
                .anyMatch(name -> name.endsWith(".AwsVaultAutoConfiguration"));
    }

    @Test
    void keepsWhatDoesMoreThanThat() {
        assertThat(leftOut())
                .noneMatch(name -> name.startsWith("org.springframework."))
                .noneMatch(name -> name.contains("CamelAutoConfiguration"))
                .noneMatch(name -> name.contains("PlatformHttp"))
                .noneMatch(name -> name.contains("CamelMetricsAutoConfiguration"))
                .noneMatch(name -> name.contains("CamelHealthCheckAutoConfiguration"))
                .noneMatch(name -> name.contains("CamelThreadPoolAutoConfiguration"));
    }

    @Test
    void keepsEachOfThemOnceThereIsASettingForIt() {
        var settings = prefixes(leftOut());

        assertThat(settings)
                .containsKey("camel.component.dataset-test")
                .containsKey("camel.language.exchange-property");
        settings.forEach((prefix, names) -> {
            environment.setProperty(prefix + ".any-thing", "x");
            assertThat(leftOut()).as("with a setting below " + prefix).doesNotContainAnyElementsOf(names);
        });
    }

    @Test
    void aSettingOfOneComponentKeepsNoOther() {
        environment.setProperty("camel.component.seda.queueSize", "7");

        assertThat(leftOut()).noneMatch(name -> name.contains(".seda.")).anyMatch(name -> name.contains(".stub."));
    }

    @Test
    void aVariableOfTheEnvironmentIsASettingToo() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("CAMEL_COMPONENT_REST_API_HOST", "x", "CAMEL_COMPONENT_SEDA_QUEUESIZE", "7")));

        assertThat(leftOut()).noneMatch(name -> name.contains(".seda.")).noneMatch(name -> name.contains("RestApi"));
    }

    @Test
    void isAskedByBoot() {
        assertThat(SpringFactoriesLoader.loadFactories(AutoConfigurationImportFilter.class, null))
                .hasAtLeastOneElementOfType(UnsetCamelSettings.class);
    }

    private List<String> leftOut() {
        var filter = new UnsetCamelSettings();
        filter.setEnvironment(environment);
        boolean[] wanted = filter.match(CANDIDATES.toArray(String[]::new), null);
        return Stream.iterate(0, i -> i < wanted.length, i -> i + 1)
                .filter(i -> !wanted[i])
                .map(CANDIDATES::get)
                .toList();
    }

    /** The names of the settings, by what Camel itself says, and who carries them; not those of all components together. */
    private static Map<String, List<String>> prefixes(List<String> autoConfigurations) {
        var prefixes = new TreeMap<String, List<String>>();
        for (String name : autoConfigurations) {
            Class<?> type = ClassUtils.resolveClassName(name, null);
            var enabled = AnnotatedElementUtils.findMergedAnnotation(type, EnableConfigurationProperties.class);
            if (enabled != null) {
                for (Class<?> properties : enabled.value()) {
                    String prefix = AnnotatedElementUtils.findMergedAnnotation(
                                    properties, ConfigurationProperties.class)
                            .prefix();
                    if (!prefix.equals("camel.component") && !prefix.equals("camel.language")) {
                        prefixes.put(prefix, List.of(name));
                    }
                }
            }
        }
        return prefixes;
    }
}
