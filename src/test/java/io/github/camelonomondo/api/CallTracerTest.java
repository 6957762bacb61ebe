package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each request is told with its causes, carries what it is told to, and its end is told. */
class CallTracerTest {

    private static final TraceContext CAUSE = new TraceContext("00-cause", null);
    private static final SimId SIM = new SimId("000000001");

    private final SimulatedOnomondo server = new SimulatedOnomondo(Fleet.of(5)).start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile @Nullable String breaksAt;
    private HttpOnomondoApi api;

    @BeforeEach
    void connect() {
        context.start();
        var settings = new ApiSettings(URI.create(server.url()), AuthForm.BEARER, 0, 4, Duration.ofSeconds(10));
        api = new HttpOnomondoApi(
                context, settings, ApiKey.of("key"), new CallBudget(0, 16), CallObserver.none(), this::begin);
    }

    @AfterEach
    void disconnect() {
        api.close();
        context.stop();
        server.close();
    }

    @Test
    void hearsOfEveryCallAndWhatCausedIt() {
        String tag = server.fleet().catalogue().tags().get(0).id();
        server.fleet().change(SIM.value(), "tags", List.of());

        api.getSim(SIM, Priority.COMMANDS);
        api.causedBy(() -> List.of(CAUSE)).addTag(SIM, tag, Priority.COMMANDS);

        assertThat(told).containsExactly("GET getSim []", "answered 200", "PUT addTag [" + CAUSE + "]", "answered 200");
        assertThat(server.calls().all()).extracting(Call::traceparent).containsExactly("call-1", "call-2");
    }

    @Test
    void doesNotEndTheProbesOfARefusedKeyByBreaking() {
        // Given
        server.acceptOnly("another");
        breaksAt = "probe";
        assertThatThrownBy(() -> api.getSim(SIM, Priority.COMMANDS)).isInstanceOf(ApiException.Unauthorized.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> breaksAt == null);

        // When
        server.acceptOnly("key");

        // Then
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> api.getSim(SIM, Priority.COMMANDS).length > 0);
    }

    @Test
    void hearsOfACallThatNobodyAnswers() {
        server.goAway();

        assertThatThrownBy(() -> api.getSim(SIM, Priority.COMMANDS)).isInstanceOf(ApiException.Unavailable.class);

        assertThat(told).containsExactly("GET getSim []", "failed Unavailable");
    }

    private CallTracer.Trace begin(String operation, String method, Caused caused) {
        if (operation.equals(breaksAt)) {
            breaksAt = null;
            throw new IllegalStateException("the tracer is broken");
        }
        told.add(method + " " + operation + " " + caused.causes());
        String name = "call-" + told.stream().filter(line -> line.contains("[")).count();
        return new CallTracer.Trace() {
            @Override
            public Map<String, String> headers() {
                return Map.of("traceparent", name);
            }

            @Override
            public void answered(int status) {
                told.add("answered " + status);
            }

            @Override
            public void failed(String error) {
                told.add("failed " + error);
            }
        };
    }
}
