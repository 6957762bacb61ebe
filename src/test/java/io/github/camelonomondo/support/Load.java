package io.github.camelonomondo.support;

import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Relabels all SIMs of a stage again and again, every time to another label, until it is closed. */
public final class Load implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 20;

    private final Stage stage;
    private final List<String> sims;
    private final Set<String> commands = new LinkedHashSet<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });

    public Load(Stage stage) {
        this.stage = stage;
        this.sims = stage.api().fleet().ids();
    }

    /** Sends so many commands every second from now on. */
    public Load flow(int perSecond) {
        var unused = clock.scheduleAtFixedRate(
                () -> send(perSecond / TICKS_PER_SECOND), 0, 1000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Sends so many commands now. */
    public synchronized void send(int count) {
        for (int i = 0; i < count; i++) {
            int number = commands.size() + 1;
            String sim = sims.get(number % sims.size());
            stage.send(Stage.relabel("c-" + number, sim, "label-" + number));
            commands.add("c-" + number);
            labels.put(sim, "label-" + number);
        }
        stage.topics().flush();
    }

    /** The ids of all commands sent so far. */
    public synchronized Set<String> commands() {
        return new LinkedHashSet<>(commands);
    }

    /** What each SIM is to be called in the end. */
    public synchronized Map<String, String> labels() {
        return new LinkedHashMap<>(labels);
    }

    /** SIMs whose label the API has otherwise. */
    public List<String> wrongLabels(SimulatedOnomondo api) {
        return labels().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(api.fleet().label(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The load goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
