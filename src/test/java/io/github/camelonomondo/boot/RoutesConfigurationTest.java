package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class RoutesConfigurationTest {

    @Test
    void tellsTheRoutesNothingThatNoneOfThemAsksFor() throws IOException {
        // Given
        var routes = new StringBuilder();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:routes/*.camel.yaml")) {
            routes.append(file.getContentAsString(StandardCharsets.UTF_8));
        }

        // When
        var properties = RoutesConfiguration.properties(new Topics(""), Duration.ofMinutes(1), true);

        // Then
        assertThat(properties.stringPropertyNames())
                .hasSize(5)
                .allSatisfy(name -> assertThat(routes).contains("{{" + name + "}}"));
    }
}
