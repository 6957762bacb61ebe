package io.github.camelonomondo;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.LivingFleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.nio.file.Path;

/**
 * The demo without the connector, for {@code k8s/overlays/demo}: broker and API on loopback, where a connector in the
 * same pod finds them at 9092 and 8090. What they hold ends with the process.
 */
public final class DemoSurroundings {

    private static final int SIMS = 1_000;
    private static final int HAPPENINGS_PER_SECOND = 5;
    private static final long SEED = 4711;
    private static final int KAFKA_PORT = 9092;
    private static final int API_PORT = 8090;
    private static final Path DATA = Path.of(System.getProperty("java.io.tmpdir"), "demo-kafka");

    private DemoSurroundings() {}

    // What is opened here lives as long as the process, and ends with it.
    @SuppressWarnings("resource")
    public static void main(String[] args) {
        var broker = new KafkaBroker(DATA, KAFKA_PORT).start();
        var api = new SimulatedOnomondo(Fleet.of(SIMS)).limit(600).start(API_PORT);
        var topics = new Topics(broker.bootstrapServers());
        topics.create(6, CommandFeeder.TOPIC);
        var traffic = new CommandFeeder(topics, api.fleet(), SEED).start();
        var life = new LivingFleet(api.fleet(), SEED).live(HAPPENINGS_PER_SECOND);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            traffic.close();
            life.close();
            topics.close();
            api.close();
            broker.close();
        }));
        System.out.printf("Kafka at %s, simulated API at %s%n", broker.bootstrapServers(), api.url());
    }
}
