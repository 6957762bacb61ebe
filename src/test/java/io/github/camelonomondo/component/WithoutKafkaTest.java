package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.File;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The library in an application that has neither Kafka nor Spring. */
class WithoutKafkaTest {

    @Test
    void followsChangesWithoutThem() throws Exception {
        // Given
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String some = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.contains("kafka") && !entry.contains("spring"))
                .collect(Collectors.joining(File.pathSeparator));
        var java = System.getProperty("java.home") + "/bin/java";

        // When
        var process = new ProcessBuilder(java, "-cp", some, App.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        // Then
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("saw 3 changes").doesNotContain("NoClassDefFoundError");
    }

    /** Such an application. */
    static final class App {

        private App() {}

        public static void main(String[] args) throws Exception {
            try (var simulator = new SimulatedOnomondo(Fleet.of(3)).start();
                    var context = new DefaultCamelContext()) {
                var done = new CountDownLatch(1);
                var component = new OnomondoComponent();
                component.setApiUrl(simulator.url());
                component.setToken("key");
                context.addComponent("onomondo", component);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("onomondo:changes").process(exchange -> {
                            var changes = exchange.getMessage().getBody(ChangeSet.class);
                            System.out.println("saw " + changes.changes().size() + " changes");
                            done.countDown();
                        });
                    }
                });
                context.start();
                boolean unused = done.await(20, TimeUnit.SECONDS);
            }
        }
    }
}
