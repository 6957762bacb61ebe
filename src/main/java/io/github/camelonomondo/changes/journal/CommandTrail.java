package io.github.camelonomondo.changes.journal;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What commands applied of late, ours and those of the other connectors, as their results tell; so that a change can
 * name the command that made it. One thread at a time.
 */
public final class CommandTrail {

    private static final Duration LOOK_BACK = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 100_000;

    /** An API answer may be on its way to the results topic: so long is waited for it, once a page, so often a scan. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** So long after a command, or a result, another result may still come. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int MOST_WAITS = 20;

    private final Map<String, ?> kafka;
    private final Topics topics;
    private final Clock clock;
    private final Duration patience;
    private final SimFields fields = SimFields.ignoring(Set.of());
    private final Map<SimId, Deque<Applied>> bySim = new HashMap<>();
    private final Deque<Applied> inOrder = new ArrayDeque<>();
    /** So many of them, from the first on, were known before the scan that is under way began. */
    private int knownBefore;

    private @Nullable TopicReader results;
    private @Nullable TopicReader commands;
    private long commandsEnd = -1;
    private long lastCommand;
    private int waits;

    public CommandTrail(Map<String, ?> kafka, Topics topics, Clock clock) {
        this(kafka, topics, clock, PATIENCE);
    }

    /** @param patience how long to wait for a result that is under way */
    CommandTrail(Map<String, ?> kafka, Topics topics, Clock clock, Duration patience) {
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
        this.patience = patience;
    }

    /** Begins some minutes back. */
    void open() throws Exception {
        close();
        results = new TopicReader(kafka, topics.commandResults());
        results.seekTo(clock.instant().minus(LOOK_BACK));
        commands = new TopicReader(kafka, topics.commands());
        commands.seekTo(clock.instant().minus(RECENT));
        commandsEnd = commands.end();
        results.readToEnd(this::take);
        lastCommand = System.nanoTime() - (commands.isAtEnd() ? RECENT.toNanos() : 0);
        knownBefore = inOrder.size();
    }

    void close() {
        if (results != null) {
            results.close();
            results = null;
        }
        if (commands != null) {
            commands.close();
            commands = null;
        }
        bySim.clear();
        inOrder.clear();
        knownBefore = 0;
        commandsEnd = -1;
        waits = 0;
    }

    /** The ids of the commands that made changes, by the id of the change. What a command set is the cause of one change. */
    Map<String, String> causes(ChangeSet changes) throws Exception {
        Map<String, String> causes = new HashMap<>();
        if (results == null || changes.changes().stream().noneMatch(CommandTrail::isCommandable)) {
            return causes;
        }
        results.readToEnd(this::take);
        boolean open = attribute(changes, causes);
        if (open && commandsMove() && waits < MOST_WAITS) {
            waits++;
            long end = System.nanoTime() + patience.toNanos();
            while (open && System.nanoTime() < end) {
                results.poll(this::take, POLL);
                open = attribute(changes, causes);
            }
        }
        return causes;
    }

    /**
     * A scan is complete: what was known when it began has been seen by it, and can no longer be the cause of anything.
     *
     * @param missed says which SIMs it did not show: what was done to those will be seen by another
     */
    void scanned(Predicate<SimId> missed) throws Exception {
        waits = 0;
        if (results != null) {
            results.readToEnd(this::take);
            boolean unused = commandsMove();
        }
        var toBeSeen = new ArrayDeque<Applied>();
        for (; knownBefore > 0; knownBefore--) {
            Applied oldest = inOrder.removeFirst();
            if (missed.test(oldest.sim())) {
                toBeSeen.addFirst(oldest);
            } else {
                forget(oldest);
            }
        }
        toBeSeen.forEach(inOrder::addFirst);
        knownBefore = inOrder.size();
    }

    private boolean attribute(ChangeSet changes, Map<String, String> causes) {
        boolean open = false;
        for (SimChange change : changes.changes()) {
            if (isCommandable(change) && !causes.containsKey(change.id())) {
                String cause = cause(change);
                if (cause == null) {
                    open = true;
                } else {
                    causes.put(change.id(), cause);
                }
            }
        }
        return open;
    }

    private @Nullable String cause(SimChange change) {
        Deque<Applied> applied = bySim.get(change.sim());
        if (applied == null) {
            return null;
        }
        String cause = null;
        Map<String, @Nullable Object> seen = Applied.seenIn(change, fields);
        Set<String> explained = new HashSet<>();
        for (Iterator<Applied> newestFirst = applied.descendingIterator(); newestFirst.hasNext(); ) {
            Applied one = newestFirst.next();
            boolean isCause = one.explains(seen, explained);
            cause = isCause && cause == null ? one.command() : cause;
        }
        return cause;
    }

    /** Commands were written of late, or done, so a result may be under way. */
    private boolean commandsMove() {
        if (commands == null) {
            return false;
        }
        long end = commands.end();
        long now = System.nanoTime();
        if (end != commandsEnd) {
            commandsEnd = end;
            lastCommand = now;
        }
        return now - lastCommand < RECENT.toNanos();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        lastCommand = System.nanoTime();
        Applied applied = Applied.in(record.value(), fields);
        if (applied == null) {
            return;
        }
        bySim.computeIfAbsent(applied.sim(), any -> new ArrayDeque<>(2)).add(applied);
        inOrder.add(applied);
        if (inOrder.size() > MOST_REMEMBERED) {
            forget(inOrder.removeFirst());
            knownBefore = Math.max(0, knownBefore - 1);
        }
    }

    /** The first of its SIM. */
    private void forget(Applied oldest) {
        bySim.computeIfPresent(oldest.sim(), (sim, applied) -> {
            applied.removeFirst();
            return applied.isEmpty() ? null : applied;
        });
    }

    private static boolean isCommandable(SimChange change) {
        return change.changed().stream()
                .map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name)
                .anyMatch(name -> SimProperty.named(name) != null);
    }
}
