package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component in an application of others. */
class OnomondoComponentTest {

    private static final String LABEL = "{\"label\":\"5 € 日本 ü\"}";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OnomondoComponent component = new OnomondoComponent();

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apiUrl         | foo                       | apiUrl=foo: a URL such as https://api.onomondo.com is allowed
            apiUrl         | https://api.onomondo.com?a=b | apiUrl=https://api.onomondo.com?a=b: a URL such as
            apiUrl         | https://a:s3cret@192.0.2.1 | has apiUrl=https://***@192.0.2.1: a URL such as
            apiUrl         | https://a:s3^cret@192.0.2.1 | has apiUrl=https://***@192.0.2.1: a URL such as
            apiUrl         | http://192.0.2.1          | plain http is allowed to loopback only, or with allowHttp=true
            callsPerMinute | -1                        | callsPerMinute=-1: 0, for no limit, or more is allowed
            inFlight       | 0                         | inFlight=0: 1 or more is allowed
            callTimeout    | 0                         | callTimeout=0: 10 ms or more is allowed
            token          | ' '                       | needs token or tokenFile
            token          | two words                 | has a token that is none: it has a blank
            tokenFile      | /nowhere/key              | tokenFile=/nowhere/key: a file that holds the key is allowed
            """)
    void saysAtTheStartWhichOptionIsWrong(String option, String value, String why) throws Exception {
        component.setToken(option.equals("tokenFile") ? null : "key");
        context.addComponent("onomondo", component);
        PropertyBindingSupport.bindProperties(context, component, new HashMap<>(Map.of(option, value)));
        context.addRoutes(route());

        assertThatThrownBy(context::start).rootCause().hasMessageContaining(why);
    }

    @Test
    void sendsUtf8WhateverCharsetTheExchangeHas() throws Exception {
        var sent = new AtomicReference<byte[]>();
        component.setApi((OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("causedBy")) {
                        return proxy;
                    }
                    sent.set((byte[]) arguments[1]);
                    return new byte[0];
                }));
        context.addComponent("onomondo", component);
        context.addRoutes(route());
        context.start();

        Exchange exchange = context.createProducerTemplate().request("direct:update", request -> {
            request.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
            request.getMessage().setHeader(OnomondoConstants.SIM, "000000001");
            request.getMessage().setBody(LABEL);
        });

        assertThat(exchange.getException()).isNull();
        assertThat(sent.get()).isEqualTo(LABEL.getBytes(UTF_8));
    }

    @Test
    void letsNobodyWaitForTheBudgetOnceItStops() {
        // Given
        var sim = new SimId("000000001");
        try (var simulator = new SimulatedOnomondo(Fleet.of(5)).start()) {
            component.setApiUrl(simulator.url());
            component.setToken("key");
            context.addComponent("onomondo", component);
            context.start();
            simulator.throttleFor(Duration.ofMinutes(4));
            assertThat(catchThrowable(() -> component.api().getSim(sim, Priority.COMMANDS)))
                    .isInstanceOf(ApiException.Throttled.class);
            var waiting = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> component.api().getSim(sim, Priority.COMMANDS)));
            await().during(Duration.ofMillis(300)).until(() -> !waiting.isDone());

            OnomondoApi before = component.api();

            // When
            component.stop();

            // Then
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(ApiException.Throttled.class);
            assertThat(catchThrowable(() -> before.getSim(sim, Priority.COMMANDS)))
                    .isInstanceOf(ApiException.Unavailable.class)
                    .hasMessageContaining("the connection to the API is closed");
            simulator.limit(0);
            component.start();
            assertThat(component.api().getSim(sim, Priority.COMMANDS)).isNotEmpty();
        }
    }

    private static RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:update").to("onomondo:updateSim");
            }
        };
    }
}
