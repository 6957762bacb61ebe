package io.github.camelonomondo.support;

import io.github.camelonomondo.boot.Application;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole connector with the routes as shipped, in this JVM, on free ports. */
public final class RunningConnector implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningConnector(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts it; when this returns it serves REST.
     *
     * @param settings more of them, {@code NAME=value}; they win
     */
    public static RunningConnector start(String bootstrapServers, String apiUrl, String... settings) {
        var all = new ArrayList<>(List.of(
                "KAFKA_BOOTSTRAP_SERVERS=" + bootstrapServers,
                "ONOMONDO_API_URL=" + apiUrl,
                "SERVER_PORT=0",
                "MANAGEMENT_PORT=0"));
        all.addAll(List.of(settings));
        if (all.stream().noneMatch(setting -> setting.startsWith("ONOMONDO_API_TOKEN"))) {
            all.add("ONOMONDO_API_TOKEN=test-token");
        }
        var arguments = all.stream().map(setting -> "--" + setting).toArray(String[]::new);
        return new RunningConnector(new SpringApplicationBuilder(Application.class).run(arguments));
    }

    public int restPort() {
        return port("local.server.port");
    }

    public int managementPort() {
        return port("local.management.port");
    }

    /** False once it is asked to stop. */
    public boolean isActive() {
        return context.isActive();
    }

    @Override
    public void close() {
        context.close();
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }
}
