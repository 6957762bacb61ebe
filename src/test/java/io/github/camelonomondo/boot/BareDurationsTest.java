package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Durations that are written without a unit, as {@code ONOMONDO_CALL_TIMEOUT=60}. */
class BareDurationsTest {

    private final Map<String, Duration> bound = new TreeMap<>();

    @Test
    void areSecondsInAllSettings() throws Exception {
        // Given
        Set<Class<?>> settings = settings();

        // When
        for (Class<?> each : settings) {
            bindWithBareNumbers(each);
        }

        // Then
        assertThat(bound)
                .containsOnlyKeys("onomondo.call-timeout", "onomondo.rest.deadline", "onomondo.scan.interval")
                .allSatisfy((property, duration) -> assertThat(duration).hasSeconds(60));
    }

    private void bindWithBareNumbers(Class<?> settings) throws Exception {
        String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
        var written = new TreeMap<String, Object>(Map.of("onomondo.api.token", "key"));
        durationsOf(settings, prefix).forEach(property -> written.put(property, "60"));
        note(Binder.get(environment(written)).bindOrCreate(prefix, settings), prefix);
    }

    /** The properties of a record, and of the records in it, that are durations. */
    private static Set<String> durationsOf(Class<?> type, String prefix) {
        var durations = new TreeSet<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            String property = propertyOf(component, prefix);
            if (component.getType() == Duration.class) {
                durations.add(property);
            } else if (component.getType().isRecord()) {
                durations.addAll(durationsOf(component.getType(), property));
            }
        }
        return durations;
    }

    private void note(Object settings, String prefix) throws ReflectiveOperationException {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(settings);
            if (value instanceof Duration duration) {
                bound.put(propertyOf(component, prefix), duration);
            } else if (value instanceof Record record) {
                note(record, propertyOf(component, prefix));
            }
        }
    }

    private static String propertyOf(RecordComponent component, String prefix) {
        return prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
    }

    private static StandardEnvironment environment(Map<String, Object> written) throws IOException {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("written", written));
        environment
                .getPropertySources()
                .addLast(new YamlPropertySourceLoader()
                        .load("defaults", new ClassPathResource("application.yaml"))
                        .get(0));
        return environment;
    }

    private static Set<Class<?>> settings() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("io.github.camelonomondo").stream()
                .map(definition -> named(definition.getBeanClassName()))
                .collect(Collectors.toSet());
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
