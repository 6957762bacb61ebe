package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One bulk on its way. Asked for its updates when the budget has a call for them, and again if the call failed as a
 * whole; each time what has expired or needs a look first drops out. One that fails often while others are answered asks for none: it is to be
 * cut in halves.
 */
public final class DueBulk implements Supplier<List<SimUpdate>>, Caused {

    /** As often as hardly happens to a bulk without a fault of its own. */
    private static final int OFTEN = 5;

    private final CommandBatch batch;
    private final List<SimWork> works;
    /** How often it failed though another bulk had been answered since the time before. */
    private int failures;

    private long answeredBefore;
    private Map<SimId, SimWork> called = Map.of();
    /** Those that no attempt before the one under way may have changed. */
    private final List<SimWork> untouched = new ArrayList<>();

    DueBulk(CommandBatch batch, List<SimWork> works) {
        this(batch, works, 0);
    }

    private DueBulk(CommandBatch batch, List<SimWork> works, int failures) {
        this.batch = batch;
        this.works = works;
        this.answeredBefore = batch.failing().answeredBulks();
        this.failures = failures;
    }

    @Override
    public List<SimUpdate> get() {
        var updates = new ArrayList<SimUpdate>(works.size());
        if (batch.isLeft()) {
            leave();
            called = Map.of();
            return List.of();
        }
        if (!batch.mayBegin()) {
            batch.change(now -> concerned().forEach(SimWork::putBack));
            batch.failing().over(this);
            called = Map.of();
            return List.of();
        }
        if (isToBeCut()) {
            return List.of();
        }
        var begun = new LinkedHashMap<SimId, SimWork>();
        batch.change(now -> {
            for (SimWork work : works) {
                if ((called.isEmpty() || called.containsKey(work.sim())) && !batch.leaveToAnother(work)) {
                    boolean isTouched = work.isSent();
                    SimUpdate update = work.begin(now);
                    if (update != null) {
                        if (!isTouched) {
                            untouched.add(work);
                        }
                        updates.add(update);
                        begun.put(work.sim(), work);
                    }
                }
            }
        });
        called = begun;
        return updates;
    }

    @Override
    public Collection<TraceContext> causes() {
        var causes = new LinkedHashSet<TraceContext>();
        batch.change(now -> called.values().forEach(work -> causes.addAll(work.traces())));
        return causes;
    }

    /** Settles every SIM of the call by what the answer proves of it. */
    void settle(BulkAnswer answer) {
        CommandResult.Call call = CommandResult.Call.of(answer);
        if (answer.size() > 0) {
            batch.failing().bulkAnswered();
        } else {
            batch.failing().over(this);
        }
        batch.change(now -> {
            for (Map.Entry<SimId, SimWork> entry : called.entrySet()) {
                BulkAnswer.Line line = answer.lineOf(entry.getKey());
                if (line instanceof BulkAnswer.Updated) {
                    entry.getValue().updated(call, now);
                } else if (line instanceof BulkAnswer.NotUpdated no) {
                    entry.getValue().refused(no.refusal(), no.refusal().isFinal(), call, now);
                } else {
                    entry.getValue().unproven(call);
                }
            }
        });
    }

    /** The call was refused as a whole. One SIM alone is the culprit; of more, each half is to be sent again. */
    List<DueBulk> halvesAfter(ApiException.Refused refused) {
        batch.failing().bulkAnswered();
        List<SimWork> sent = List.copyOf(called.values());
        if (sent.size() <= 1) {
            var call = CommandResult.Call.single(refused.refusal().status());
            batch.change(now -> sent.forEach(work -> work.refused(refused.refusal(), true, call, now)));
            return List.of();
        }
        batch.change(now -> untouched.forEach(SimWork::notSent));
        return halves(0);
    }

    /**
     * True if it fails again and again, and others in between do not: that is no outage, but something in it. It asks for no call then, as it is to
     * be sent in {@link #halves()}.
     */
    boolean isToBeCut() {
        return failures >= OFTEN && called.size() > 1;
    }

    /** Each half is to be sent; whichever fails twice more while others are answered is cut again, until the culprit stands alone. */
    List<DueBulk> halves() {
        batch.failing().over(this);
        return halves(OFTEN - 2);
    }

    private List<DueBulk> halves(int failures) {
        List<SimWork> sent = List.copyOf(called.values());
        int half = sent.size() / 2;
        return List.of(
                new DueBulk(batch, sent.subList(0, half), failures),
                new DueBulk(batch, sent.subList(half, sent.size()), failures));
    }

    /**
     * An attempt failed as a whole.
     *
     * @param isNothingDone true if it cannot have done anything, or was not even made; those before it may have
     */
    void failed(boolean isNothingDone) {
        if (isNothingDone) {
            batch.change(now -> untouched.forEach(SimWork::notSent));
        } else if (batch.failing().answeredBulks() > answeredBefore) {
            failures++;
            answeredBefore = batch.failing().answeredBulks();
        }
        untouched.clear();
        batch.failing().failed(this);
    }

    /** Something broke that nobody foresaw: what may have been sent is read back. */
    void broken() {
        batch.failing().over(this);
        batch.change(now -> concerned().forEach(SimWork::broken));
    }

    /** The connector stops and the call failed: what it was to do is left to the next start, and the rest of the batch. */
    void leave() {
        batch.leave(false);
        batch.change(now -> concerned().forEach(SimWork::leave));
    }

    /** Those of the last call, or all if there was none. */
    private Collection<SimWork> concerned() {
        return called.isEmpty() ? works : called.values();
    }

    CommandBatch batch() {
        return batch;
    }
}
