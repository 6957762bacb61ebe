package io.github.camelonomondo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimTag;
import io.github.camelonomondo.support.Topics;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a few commands every second: some SIMs are activated, some relabelled, some tagged. */
final class CommandFeeder implements AutoCloseable {

    static final String TOPIC = "onomondo.sim.commands";

    private final Topics topics;
    private final List<String> sims;
    private final List<SimTag> tags;
    private final Random random;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "command-feeder");
        thread.setDaemon(true);
        return thread;
    });
    private int sent;

    CommandFeeder(Topics topics, Fleet fleet, long seed) {
        this.topics = topics;
        this.sims = fleet.ids();
        this.tags = fleet.catalogue().tags();
        this.random = new Random(seed);
    }

    CommandFeeder start() {
        var unused = clock.scheduleAtFixedRate(this::feed, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** Sends one command of each kind, each for a SIM of its own. */
    void feed() {
        send(command("activate"));
        send(command("relabel").put("label", "pump-" + random.nextInt(1_000)));
        send(command("tag").put("tag", tags.get(random.nextInt(tags.size())).id()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private ObjectNode command(String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "demo-" + ++sent)
                .put("type", type)
                .put("sim", sims.get(random.nextInt(sims.size())));
    }

    private void send(ObjectNode command) {
        topics.send(TOPIC, command.path("sim").asText(), command.toString());
    }
}
