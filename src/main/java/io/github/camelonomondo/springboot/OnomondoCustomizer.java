package io.github.camelonomondo.springboot;

import io.github.camelonomondo.component.OnomondoComponent;
import java.beans.PropertyDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Sets what the environment says of the component, in any of Spring's spellings; values are read as Camel reads them. */
final class OnomondoCustomizer implements ComponentCustomizer {

    private static final String PREFIX = "camel.component.onomondo";

    private final Environment environment;

    OnomondoCustomizer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof OnomondoComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", PREFIX + ".customizer");
    }

    @Override
    public void configure(String name, Component target) {
        PropertyConfigurer configurer = target.getComponentPropertyConfigurer();
        if (configurer instanceof PropertyConfigurerGetter options) {
            PropertyBindingSupport.build()
                    .withCamelContext(target.getCamelContext())
                    .withTarget(target)
                    .withConfigurer(configurer)
                    .withProperties(given(options))
                    .withMandatory(true)
                    .bind();
        }
    }

    private Map<String, Object> given(PropertyConfigurerGetter options) {
        var binder = Binder.get(environment);
        var given = new LinkedHashMap<String, Object>();
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(OnomondoComponent.class)) {
            String option = property.getName();
            if (options.getOptionType(option, false) != null) {
                binder.bind(PREFIX + "." + StringHelper.camelCaseToDash(option), String.class)
                        .ifBound(value -> given.put(option, value));
            }
        }
        return given;
    }
}
