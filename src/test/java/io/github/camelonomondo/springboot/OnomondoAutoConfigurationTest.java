package io.github.camelonomondo.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.component.OnomondoComponent;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The component in somebody else's Spring Boot application. */
class OnomondoAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OnomondoAutoConfiguration.class));

    @Test
    void isFoundBySpringBoot() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
                .contains(OnomondoAutoConfiguration.class.getName());
    }

    @Test
    void takesTheOptionsOfTheComponentInEitherSpelling() {
        run(
                component -> {
                    assertThat(component.getCallsPerMinute()).isEqualTo(42);
                    assertThat(component.getInFlight()).isEqualTo(3);
                    assertThat(component.getCallTimeout()).isEqualTo(5_000);
                    assertThat(component.getAuth()).isEqualTo(AuthForm.RAW);
                    assertThat(component.getToken()).isEqualTo("from another property");
                },
                "camel.component.onomondo.calls-per-minute=42",
                "camel.component.onomondo.inFlight=3",
                "camel.component.onomondo.call-timeout=5s",
                "camel.component.onomondo.auth=raw",
                "camel.component.onomondo.token={{key}}",
                "key=from another property");
    }

    @Test
    void takesABeanForAnOption() {
        var api = (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> null);

        application
                .withBean("mine", OnomondoApi.class, () -> api)
                .withPropertyValues("camel.component.onomondo.api=#bean:mine")
                .run(context -> assertThat(
                                componentOf(context.getBean(CamelContext.class)).getApi())
                        .isSameAs(api));
    }

    @Test
    void leavesTheComponentAloneWhereThatIsWished() {
        run(
                component -> assertThat(component.getCallsPerMinute()).isEqualTo(600),
                "camel.component.onomondo.calls-per-minute=42",
                "camel.component.onomondo.customizer.enabled=false");
    }

    private void run(Consumer<OnomondoComponent> then, String... properties) {
        application
                .withPropertyValues(properties)
                .run(context -> then.accept(componentOf(context.getBean(CamelContext.class))));
    }

    private static OnomondoComponent componentOf(CamelContext camel) {
        return camel.getComponent("onomondo", OnomondoComponent.class);
    }
}
