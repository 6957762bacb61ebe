package io.github.camelonomondo.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Takes {@code camel.component.onomondo.*}, as Camel's starters do for their components. */
@AutoConfiguration
@ConditionalOnClass(name = "org.apache.camel.spring.boot.CamelAutoConfiguration")
public class OnomondoAutoConfiguration {

    @Bean
    ComponentCustomizer onomondoCustomizer(Environment environment) {
        return new OnomondoCustomizer(environment);
    }
}
