package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.CommandBacklog;
import io.github.camelonomondo.kafka.Topics;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks every few seconds at the commands that wait in Kafka. While Kafka is away, what was seen last stands. */
@Component
final class Backlog implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final int SECONDS = 5;
    private static final long STOP_SECONDS = 5;

    private final boolean enabled;
    private final CommandBacklog commands;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "onomondo-backlog");
        thread.setDaemon(true);
        return thread;
    });
    private volatile CommandBacklog.@Nullable Waiting seen;
    private volatile boolean running;

    Backlog(ConnectorSettings settings, KafkaSettings kafka, Topics topics) {
        this.enabled = settings.commands().enabled();
        this.commands = new CommandBacklog(kafka.client(), topics.commands(), settings.group());
    }

    /** How many commands of the group are not committed; NaN before the first look and where commands are switched off. */
    double commands() {
        CommandBacklog.Waiting waiting = seen;
        return waiting == null ? Double.NaN : waiting.commands();
    }

    /** When the oldest of them was written, or null if none waits. */
    @Nullable
    Instant oldest() {
        CommandBacklog.Waiting waiting = seen;
        return waiting == null ? null : waiting.oldest();
    }

    private void look() {
        try {
            seen = commands.look();
        } catch (InterruptException e) {
            LOG.atDebug().log("woken");
        } catch (RuntimeException e) { // the boundary: Kafka is away
            LOG.atDebug().log("the commands that wait cannot be counted: {}", e.toString());
        }
    }

    @Override
    public void start() {
        running = true;
        if (enabled) {
            var unused = timer.scheduleWithFixedDelay(this::look, 1, SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                commands.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
