package io.github.camelonomondo.changes.journal;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.LeadershipLostException;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.StateRepository;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.kafka.FencedException;
import io.github.camelonomondo.kafka.Leadership;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.TransactionalWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Changes and the state they lead to, in Kafka: written together in one transaction per page, read back from the
 * compacted state topic. To {@link #restore} is to become the only writer of the group: what a predecessor left
 * unfinished is undone first, and its next write fails.
 *
 * <p>The route of {@code onomondo:changes} calls {@link #write}; the consumer uses the rest as its state repository.
 * Whatever fails, the journal is closed and must be restored: that settles whether the last transaction was committed.
 */
public final class ChangeJournal implements StateRepository {

    private final TransactionalWriter writer;
    private final ChangeRecords records;
    private final StateTopic stateTopic;
    private final Checkpoints checkpoints;
    private final @Nullable CommandTrail trail;
    private final ScanListener listener;
    private final Leadership leadership;
    private Progress progress = Progress.NONE;
    private @Nullable FleetState fleet;

    /**
     * @param kafka settings of any Kafka client
     * @param group of the connectors that share the work; names the transactional id
     * @param trail knows which changes our own commands made; null: none did
     * @param listener hears how the state is being read
     * @param leadership while this instance does not lead it takes nothing over. A camel-master that was about to start
     *     its consumer starts it also if the lead was lost meanwhile
     */
    public ChangeJournal(
            Map<String, ?> kafka,
            Topics topics,
            String group,
            @Nullable CommandTrail trail,
            ScanListener listener,
            Leadership leadership,
            Clock clock) {
        this.writer = new TransactionalWriter(kafka, topics.ownedBy(group) + "-changes");
        this.records = new ChangeRecords(topics);
        this.stateTopic = new StateTopic(kafka, topics);
        this.checkpoints = new Checkpoints(kafka, topics, group, clock);
        this.trail = trail;
        this.listener = listener;
        this.leadership = leadership;
    }

    @Override
    public Progress restore(FleetState state) throws Exception {
        release();
        state.clear();
        fleet = state;
        if (!leadership.leads()) {
            throw new LeadershipLostException("another connector leads");
        }
        try {
            writer.open();
        } catch (FencedException e) {
            throw new LeadershipLostException("another connector writes the changes now", e);
        }
        Progress checkpoint = checkpoints.read();
        Progress known = checkpoint == null ? new Progress(0, true, null) : checkpoint;
        listener.restoring(0);
        int scan = stateTopic.readInto(state, known.startedAt(), listener::restoring);
        if (trail != null) {
            trail.open();
        }
        progress =
                new Progress(Math.max(scan, known.scan()), known.snapshotDone() && !state.isEmpty(), known.startedAt());
        return progress;
    }

    /** Events, state and checkpoint of one page, in one transaction. */
    public void write(ChangeSet changes) throws Exception {
        Map<String, String> causes = trail == null ? Map.of() : trail.causes(changes);
        Progress next = new Progress(changes.scan(), progress.snapshotDone(), progress.startedAt());
        try {
            commit(sink -> {
                for (SimChange change : changes.changes()) {
                    sink.send(records.event(change, causes.get(change.id())));
                    sink.send(records.state(change));
                }
                sink.send(checkpoints.record(next));
            });
        } catch (RecordTooLargeException e) {
            throw new IllegalStateException(
                    "Kafka does not take the change of SIM " + largestOf(changes) + ": " + e.getMessage(), e);
        }
        progress = next;
    }

    private String largestOf(ChangeSet changes) throws IOException {
        String largest = "";
        int most = -1;
        for (SimChange change : changes.changes()) {
            int bytes = records.event(change, null).value().length;
            if (bytes > most) {
                most = bytes;
                largest = change.sim().value();
            }
        }
        return largest;
    }

    @Override
    public void completed(Progress completed) throws Exception {
        commit(sink -> sink.send(checkpoints.record(completed)));
        if (trail != null) {
            FleetState state = fleet;
            trail.scanned(sim -> state != null && state.isMissedBy(completed.scan(), sim));
        }
        progress = completed;
    }

    @Override
    public @Nullable String unreachable() {
        return leadership.isKafkaThere() ? null : "Kafka does not answer";
    }

    @Override
    public boolean settlesWhatWasCut() {
        return true;
    }

    @Override
    public void release() {
        writer.close();
        if (trail != null) {
            trail.close();
        }
    }

    private void commit(TransactionalWriter.Work work) throws Exception {
        try {
            writer.write(work);
        } catch (FencedException e) {
            throw new LeadershipLostException("another connector writes the changes now", e);
        }
    }
}
