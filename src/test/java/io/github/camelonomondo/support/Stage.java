package io.github.camelonomondo.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What stands around packaged connectors in a test: an API of its own, and topics and a group of its own on a broker
 * that may be shared. Whatever was started ends with it.
 */
public final class Stage implements AutoCloseable {

    public static final String KEY = "key-that-nobody-may-see-4711";
    private static final int PARTITIONS = 6;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final SimulatedOnomondo api;
    private final Topics topics;
    private final Map<String, String> environment = new HashMap<>();
    private final List<ConnectorProcess> connectors = new ArrayList<>();

    /** With so many SIMs; connectors have no limit of calls and do not scan unless told otherwise. */
    public Stage(String bootstrapServers, int sims) {
        api = new SimulatedOnomondo(Fleet.of(sims)).start();
        topics = new Topics(bootstrapServers);
        int number = NUMBER.incrementAndGet();
        environment.put("ONOMONDO_API_URL", api.url());
        environment.put("ONOMONDO_API_TOKEN", KEY);
        environment.put("ONOMONDO_CALLS_PER_MINUTE", "0");
        environment.put("ONOMONDO_SCAN_INTERVAL", "0");
        environment.put("ONOMONDO_TOPIC_PREFIX", "stage-" + number + ".");
        environment.put("ONOMONDO_GROUP", "stage-" + number);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        topics.create(PARTITIONS, topic("onomondo.sim.commands"), topic("onomondo.sim.command-results"));
    }

    /** Sets a variable of the connectors that are started from now on. */
    public Stage with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public SimulatedOnomondo api() {
        return api;
    }

    public Topics topics() {
        return topics;
    }

    /** The full name of a topic of the contract. */
    public String topic(String name) {
        return environment.get("ONOMONDO_TOPIC_PREFIX") + name;
    }

    public ConnectorProcess start() {
        var connector = ConnectorProcess.start(environment, "-Xmx256m", "-XX:TieredStopAtLevel=1");
        connectors.add(connector);
        return connector;
    }

    public ConnectorProcess startReady() {
        return start().awaitReady();
    }

    /** A command to be completed and given to {@link #send}. */
    public static ObjectNode command(String id, String type, String sim) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", type)
                .put("sim", sim);
    }

    public static ObjectNode relabel(String id, String sim, String label) {
        return command(id, "relabel", sim).put("label", label);
    }

    /** Sends a command under the key that it should have; it is there when {@link Topics#flush} returns. */
    public void send(ObjectNode command) {
        topics.send(topic("onomondo.sim.commands"), command.path("sim").asText(), command.toString());
    }

    public Results results() {
        return Results.of(topics.read(topic("onomondo.sim.command-results")));
    }

    /** Waits for results such that the condition holds. */
    public Results awaitResults(Duration atMost, Predicate<Results> condition) {
        return Results.of(topics.await(
                topic("onomondo.sim.command-results"), atMost, records -> condition.test(Results.of(records))));
    }

    /** Waits until so many commands have a result. */
    public Results awaitResults(Duration atMost, int commands) {
        return awaitResults(atMost, results -> results.commands().size() >= commands);
    }

    /** Lets the next connector lead at once, where a killed one would be waited for. */
    public void forgetTheDeadLeader() {
        topics.expelMembers(environment.get("ONOMONDO_GROUP") + "-leader");
    }

    /** How many commands are not committed. */
    public long uncommitted() {
        return topics.uncommitted(environment.get("ONOMONDO_GROUP"), topic("onomondo.sim.commands"));
    }

    @Override
    public void close() {
        connectors.forEach(ConnectorProcess::close);
        topics.close();
        api.close();
    }
}
