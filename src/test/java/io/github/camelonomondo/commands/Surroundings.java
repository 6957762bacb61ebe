package io.github.camelonomondo.commands;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** One broker and one API for all tests of this package; they end with the JVM. Every test has SIMs of its own. */
public final class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    public static final String COMMANDS = "onomondo.sim.commands";
    public static final String RESULTS = "onomondo.sim.command-results";
    public static final String DEAD_LETTERS = "onomondo.sim.commands.dlq";

    public static final KafkaBroker BROKER = new KafkaBroker().start();
    public static final SimulatedOnomondo API = new SimulatedOnomondo(Fleet.of(2_000)).start();

    static {
        try (var topics = new Topics(BROKER.bootstrapServers())) {
            topics.create(6, COMMANDS, RESULTS, DEAD_LETTERS);
        }
    }

    private static final AtomicInteger TAKEN = new AtomicInteger();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(
                        "ONOMONDO_API_URL=" + API.url(),
                        "ONOMONDO_API_TOKEN=test-key",
                        "ONOMONDO_CALLS_PER_MINUTE=0",
                        "ONOMONDO_CALL_TIMEOUT=2s",
                        "ONOMONDO_SCAN_INTERVAL=0",
                        "KAFKA_BOOTSTRAP_SERVERS=" + BROKER.bootstrapServers(),
                        "MANAGEMENT_PORT=0")
                .applyTo(context);
    }

    /** SIMs that no other test has. */
    public static List<String> sims(int count) {
        int last = TAKEN.addAndGet(count);
        return IntStream.rangeClosed(last - count + 1, last)
                .mapToObj("%09d"::formatted)
                .toList();
    }

    public static String sim() {
        return sims(1).get(0);
    }
}
