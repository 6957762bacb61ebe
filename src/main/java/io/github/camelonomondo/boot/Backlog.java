package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.CommandBacklog;
import io.github.camelonomondo.kafka.Topics;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks every few seconds at the commands that wait in Kafka. While Kafka is away, what was seen last stands. One thread looks at a time. */
@Component
final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final boolean enabled;
    private final CommandBacklog commands;
    private volatile CommandBacklog.@Nullable Waiting seen;

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

    void look() {
        try {
            seen = enabled ? commands.look() : null;
        } catch (InterruptException e) {
            LOG.atDebug().log("woken");
        } catch (KafkaException e) { // it is away
            LOG.atDebug().log("the commands that wait cannot be counted: {}", e.toString());
        }
    }

    /** After the last look. */
    void end() {
        commands.close();
    }
}
