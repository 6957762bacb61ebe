package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.CommandBacklog;
import io.github.camelonomondo.kafka.Topics;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks every few seconds at the commands that wait in Kafka, also where commands are switched off: retention deletes them all the same. While
 * Kafka is away, what was seen last stands. One thread looks at a time.
 */
@Component
final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    /** Of a connector that needs no right to read commands, and has none: about an hour, as Kafka's client warns of each refusal. */
    private static final int LOOKS_LEFT_OUT = 720;

    private final boolean enabled;
    private final CommandBacklog commands;
    private volatile CommandBacklog.@Nullable Waiting seen;
    private int toLeaveOut;

    Backlog(ConnectorSettings settings, KafkaSettings kafka, Topics topics) {
        this.enabled = settings.commands().enabled();
        this.commands = new CommandBacklog(kafka.client(), topics.commands(), settings.group());
    }

    /** How many commands of the group are not committed; NaN before the first look. */
    double commands() {
        CommandBacklog.Waiting waiting = seen;
        return waiting == null ? Double.NaN : waiting.commands();
    }

    /** When the oldest of them was written, or null if none waits, and before the first look. */
    @Nullable
    Instant oldest() {
        CommandBacklog.Waiting waiting = seen;
        return waiting == null ? null : waiting.oldest();
    }

    void look() {
        if (toLeaveOut > 0) {
            toLeaveOut--;
            return;
        }
        try {
            seen = commands.look();
        } catch (InterruptException e) {
            LOG.atDebug().log("woken");
        } catch (AuthorizationException e) {
            denied(e);
        } catch (KafkaException e) { // it is away
            LOG.atDebug().log("the commands that wait cannot be counted: {}", e.toString());
        }
    }

    private void denied(AuthorizationException denial) {
        if (enabled) { // who reads commands says so, and may be let in at any time
            LOG.atDebug().log("the commands that wait cannot be counted: {}", denial.toString());
            return;
        }
        seen = null;
        toLeaveOut = LOOKS_LEFT_OUT;
        LOG.atInfo().log(
                "commands are switched off, those that wait are not counted: {}", String.valueOf(denial.getMessage()));
    }

    /** After the last look. */
    void end() {
        commands.close();
    }
}
