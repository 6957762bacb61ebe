package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes of docs/component.md do what the page says. */
class ComponentPageRoutesTest {

    private static final Path PAGE = Path.of("docs", "component.md");

    private final SimulatedOnomondo simulator = new SimulatedOnomondo(Fleet.of(25)).start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Object> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void loadThePage() throws Exception {
        var component = new OnomondoComponent();
        component.setApiUrl(simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        context.addComponent("onomondo", component);
        var blocks = Pattern.compile("```yaml\n(- .*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        for (int block = 1; blocks.find(); block++) {
            if (!blocks.group(1).contains("onomondo:changes")) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("page-" + block + ".yaml", blocks.group(1)));
            }
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ApiException.Refused.class)
                        .handled(true)
                        .setBody(simple("${exception.status}: ${exception.refusal.inWords}"));
                from("direct:one").to("onomondo:getSim");
                from("direct:page")
                        .process(exchange -> taken.add(
                                exchange.getMessage().getBody(Map.class).get("sims")));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    @Test
    void readTheFleetPageByPage() {
        context.createProducerTemplate().sendBodyAndHeader("direct:fleet", null, OnomondoConstants.LIMIT, 10);

        assertThat(taken).hasSize(3).extracting(page -> ((List<?>) page).size()).containsExactly(10, 10, 5);
    }

    @Test
    void tellFailuresByTheWordsOfThePage() {
        Object answer = context.createProducerTemplate()
                .requestBodyAndHeader("direct:one", null, OnomondoConstants.SIM, "000000777");

        assertThat(String.valueOf(answer)).startsWith("404: ");
    }

    @Test
    void relabelSims() {
        String answer = context.createProducerTemplate().requestBody("direct:relabel", null, String.class);

        assertThat(answer).contains("\"000000001\":{\"status\":\"updated\"}", "\"000000002\":{\"status\":\"updated\"}");
        assertThat(simulator.fleet().row("000000002").get("label").textValue()).isEqualTo("pump 2");
    }
}
