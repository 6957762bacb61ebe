package io.github.camelonomondo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.component.OnomondoComponent;
import io.github.camelonomondo.component.OnomondoConstants;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The library jar in another Camel application, beside nothing but what its pom brings along. */
class LibraryIT {

    /** What camel-http, camel-jackson and jspecify need, and of the application's own camel-core-engine and direct. */
    private static final List<String> BROUGHT_ALONG = List.of(
            "camel-(api|base|base-engine|core-engine|core-languages|core-model|core-processor|core-reifier)",
            "camel-(management-api|support|util|util-json|xml-jaxp-util)",
            "camel-(attachments|cloud|cluster|file|http|http-base|http-common|jackson|direct)",
            "httpclient5|httpcore5|httpcore5-h2",
            "jackson-(annotations|core|databind)",
            "jakarta.(activation|servlet|xml.bind)-api|jspecify|slf4j-api");

    @Test
    void servesARouteOfAnApplicationWithoutKafkaAndSpring() throws Exception {
        try (var api = new SimulatedOnomondo(Fleet.of(3)).start()) {
            var process = new ProcessBuilder(java(), "-cp", classPath(), Application.class.getName(), api.url())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("label of 000000002: device-000000002").doesNotContain("\tat ");
            assertThat(process.exitValue()).isZero();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() throws IOException {
        Path library = Path.of(System.getProperty("connector.jar")).resolveSibling("camel-onomondo.jar");
        String versioned = BROUGHT_ALONG.stream().collect(Collectors.joining("|", "(", ")-[0-9].*\\.jar"));
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream<String> broughtAlong = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString().matches(versioned));
        return Stream.concat(
                        Stream.of(
                                library.toString(),
                                Path.of("target", "test-classes").toString()),
                        broughtAlong)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Such an application. */
    static final class Application {

        private Application() {}

        public static void main(String[] args) throws Exception {
            try (var context = new DefaultCamelContext()) {
                var onomondo = context.getComponent("onomondo", OnomondoComponent.class);
                onomondo.setApiUrl(args[0]);
                onomondo.setToken("key");
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:label").to("onomondo:getSim").unmarshal().json();
                    }
                });
                context.start();
                var sim = context.createFluentProducerTemplate()
                        .to("direct:label")
                        .withHeader(OnomondoConstants.SIM, "000000002")
                        .request(Map.class);
                System.out.println("label of 000000002: " + sim.get("label"));
            }
        }
    }
}
