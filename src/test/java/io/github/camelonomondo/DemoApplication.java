package io.github.camelonomondo;

import io.github.camelonomondo.boot.Application;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.LivingFleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Ports;
import io.github.camelonomondo.support.Topics;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/**
 * {@code ./mvnw spring-boot:test-run}: the connector between a real broker and a simulated API with 1,000 SIMs that live.
 * Arguments of your own come last and win.
 */
public final class DemoApplication {

    private static final int SIMS = 1_000;
    private static final int HAPPENINGS_PER_SECOND = 5;
    private static final long SEED = 4711;
    private static final Path DATA = Path.of("target", "demo-kafka").toAbsolutePath();

    private DemoApplication() {}

    // What is opened here lives as long as the process, and ends with it.
    @SuppressWarnings("resource")
    public static void main(String[] args) {
        var broker = new KafkaBroker(DATA, Ports.freeFrom(9092)).start();
        var api = new SimulatedOnomondo(Fleet.of(SIMS)).limit(600).start();
        int restPort = Ports.freeFrom(8080);
        int managementPort = Ports.freeFrom(9876);
        var topics = new Topics(broker.bootstrapServers());
        topics.create(6, CommandFeeder.TOPIC);

        var settings = Stream.of(
                "ONOMONDO_API_URL=" + api.url(),
                "ONOMONDO_API_TOKEN=demo-key",
                "ONOMONDO_SCAN_INTERVAL=10s",
                "KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(),
                "SERVER_PORT=" + restPort,
                "MANAGEMENT_PORT=" + managementPort,
                "server.port=" + restPort,
                "logging.level.kafka=error",
                "logging.level.org.apache.kafka=error",
                "logging.level.state.change.logger=error");
        SpringApplication.run(
                Application.class,
                Stream.concat(settings.map(setting -> "--" + setting), Stream.of(args))
                        .toArray(String[]::new));
        var traffic = new CommandFeeder(topics, api.fleet(), SEED).start();
        var life = new LivingFleet(api.fleet(), SEED).live(HAPPENINGS_PER_SECOND);
        // Run after the connector is closed: it needs the broker to the end.
        SpringApplication.getShutdownHandlers().add(() -> {
            traffic.close();
            life.close();
            topics.close();
            api.close();
            broker.close();
        });

        System.out.printf("""

                The demo runs; stop it with Ctrl-C.
                  Kafka          %s
                  Onomondo API   %s   (simulated, %,d SIMs)
                  REST           http://127.0.0.1:%d
                  Health         http://127.0.0.1:%d/observe/health

                """, broker.bootstrapServers(), api.url(), SIMS, restPort, managementPort);
    }
}
