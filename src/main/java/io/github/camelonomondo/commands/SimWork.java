package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a batch wants of one SIM: steps that are sent one after the other, each coalesced from the commands between two
 * barriers. Guarded by the lock of its {@link CommandBatch}.
 */
final class SimWork {

    /** Where the work stands. */
    enum State {
        /** The next step may be sent. */
        READY,
        /** The SIM must be looked up first. */
        NEEDS_ROW,
        /** Handed out: a call or a look-up is under way. */
        UNDER_WAY,
        /** To be sent again after a while. */
        RESTING,
        /** Every command has its result. */
        DONE
    }

    private static final int NOT_FOUND = 404;

    private final SimId sim;
    private final RetryRule retry;
    private final boolean exact;
    private final Consumer<CommandResult> results;
    private final Deque<List<Piece>> steps = new ArrayDeque<>();

    private State state = State.READY;
    private @Nullable SimRow row;
    private @Nullable Coalesced sent;
    private boolean mayBeApplied;
    private int attempts;
    private long firstRefusal;
    private long restsUntil;

    /** @param exact true if tags are added and removed by calls of their own instead of in bulk */
    SimWork(SimId sim, RetryRule retry, boolean exact, Consumer<CommandResult> results) {
        this.sim = sim;
        this.exact = exact;
        this.retry = retry;
        this.results = results;
    }

    /** True if the next step is one command that adds or removes tags by calls of its own. */
    boolean isExact() {
        List<Piece> step = steps.peekFirst();
        return exact && step != null && step.get(0).change().composesTags();
    }

    /** The change of that command. */
    Change exactChange() {
        return steps.getFirst().get(0).change();
    }

    /** Answers it if it is too late; true if so. Once a call went out it is not too late any more. */
    boolean expireExact(Instant now, DueTags due) {
        Command command = steps.getFirst().get(0).command();
        if (!command.isExpired(now) || due.isUnproven() || !due.applied().isEmpty()) {
            sent = Coalesced.of(steps.getFirst(), Set.of());
            return false;
        }
        results.accept(result(command, CommandResult.Status.EXPIRED, now));
        next();
        return true;
    }

    /** All its calls are made. */
    void exactlyDone(Map<String, @Nullable Object> applied, Instant now) {
        Command command = steps.getFirst().get(0).command();
        var status = applied.isEmpty() ? CommandResult.Status.NOOP : CommandResult.Status.SUCCEEDED;
        results.accept(result(command, status, now).applying(applied).after(1, null));
        next();
    }

    /** Adds a command behind those that wait; one that is a barrier stands alone. */
    void add(Piece piece, boolean alone) {
        List<Piece> last = steps.peekLast();
        boolean apart = exact && piece.change().composesTags();
        boolean closed = last == null
                || alone
                || apart
                || last.get(0).command().barrier()
                || (exact && last.get(0).change().composesTags());
        if (closed) {
            steps.addLast(new ArrayList<>(List.of(piece)));
        } else {
            last.add(piece);
        }
    }

    SimId sim() {
        return sim;
    }

    State state() {
        return state;
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restsUntil() {
        return restsUntil;
    }

    /** True if only the SIM itself shows what must be known of it: a list row has no data limit. */
    boolean needsAllProperties() {
        return sent != null
                && (sent.properties().containsKey("data_limit")
                        || sent.properties().containsKey("technologies"));
    }

    /** Wakes it if it has rested, and says whether it can be handed out. */
    boolean isDue(long nanoTime) {
        if (state == State.RESTING && nanoTime - restsUntil >= 0) {
            state = mayBeApplied ? State.NEEDS_ROW : State.READY;
        }
        if (state == State.READY && needsTags() && row == null) {
            state = State.NEEDS_ROW;
        }
        return state == State.READY || state == State.NEEDS_ROW;
    }

    private boolean needsTags() {
        List<Piece> step = steps.peekFirst();
        return !exact
                && step != null
                && step.stream().anyMatch(piece -> piece.change().composesTags())
                && step.stream().noneMatch(piece -> piece.change().tagList() != null);
    }

    void handOut() {
        state = State.UNDER_WAY;
    }

    /**
     * The next update, as of now. Commands that have expired meanwhile are answered instead.
     *
     * @return null if there is nothing to send: all expired, all as wished already, or a look-up must come first
     */
    @Nullable
    SimUpdate begin(Instant now) {
        while (!steps.isEmpty()) {
            List<Piece> step = steps.getFirst();
            if (mayBeApplied && step.stream().anyMatch(piece -> piece.command().isExpired(now))) {
                state = State.NEEDS_ROW;
                return null;
            }
            expire(step, now);
            if (!step.isEmpty()) {
                Coalesced coalesced = Coalesced.of(step, row == null ? null : row.tagIds());
                sent = coalesced;
                if (!coalesced.properties().isEmpty()) {
                    mayBeApplied = true;
                    state = State.UNDER_WAY;
                    return new SimUpdate(sim, coalesced.properties());
                }
                succeed(coalesced, null, now);
            }
            next();
            if (isExact() || needsTags()) {
                return null;
            }
        }
        return null;
    }

    private void expire(List<Piece> step, Instant now) {
        for (var pieces = step.iterator(); pieces.hasNext(); ) {
            Command command = pieces.next().command();
            if (command.isExpired(now)) {
                pieces.remove();
                results.accept(result(command, CommandResult.Status.EXPIRED, now));
            }
        }
    }

    /** The API confirmed the update. */
    void updated(CommandResult.@Nullable Call call, Instant now) {
        attempts++;
        if (sent != null) {
            succeed(sent, call, now);
        }
        next();
    }

    /** The API refused it. */
    void refused(Refusal refusal, boolean isFinal, CommandResult.@Nullable Call call, Instant now) {
        attempts++;
        mayBeApplied = false;
        long nanoTime = System.nanoTime();
        firstRefusal = firstRefusal == 0 ? nanoTime : firstRefusal;
        boolean goOn = !isFinal && retry.allows(attempts, Duration.ofNanos(nanoTime - firstRefusal));
        if (goOn) {
            rest(nanoTime);
        } else if (sent != null && sent.shares().size() > 1) {
            separate(sent, now);
        } else {
            ErrorCode code = isFinal ? ErrorCode.REFUSED : ErrorCode.ATTEMPTS_EXHAUSTED;
            fail(CommandError.of(code, refusal), call, now);
        }
    }

    /** An answer came that does not say what became of this SIM: it is read back. */
    void unproven(CommandResult.@Nullable Call call, Instant now) {
        attempts++;
        if (retry.allows(attempts - 1, Duration.ZERO)) {
            mayBeApplied = true;
            state = State.NEEDS_ROW;
        } else {
            fail(CommandError.of(ErrorCode.UNPROVEN, "no answer said what became of it"), call, now);
        }
    }

    /** The SIM as it is. */
    void found(SimRow current, Instant now) {
        row = current;
        if (mayBeApplied && sent != null && current.shows(sent.properties())) {
            succeed(sent, null, now);
            next();
        } else if (mayBeApplied) {
            mayBeApplied = false;
            rest(System.nanoTime());
        } else {
            state = State.READY;
        }
    }

    /** The API does not know the SIM. */
    void absent(Refusal refusal, Instant now) {
        if (sent == null && !steps.isEmpty()) {
            sent = Coalesced.of(steps.getFirst(), Set.of());
        }
        fail(
                CommandError.of(refusal.status() == NOT_FOUND ? ErrorCode.SIM_NOT_FOUND : ErrorCode.REFUSED, refusal),
                null,
                now);
    }

    /** The look-up came back without it. */
    void lookAgain() {
        if (state == State.UNDER_WAY) {
            state = State.NEEDS_ROW;
        }
    }

    /** Commands of {@code partitions} are another member's now, unless a call is under way with them. */
    void drop(Set<TopicPartition> partitions) {
        if (state == State.UNDER_WAY) {
            return;
        }
        steps.forEach(step -> step.removeIf(
                piece -> partitions.contains(piece.command().record().partition())));
        steps.removeIf(List::isEmpty);
        if (steps.isEmpty()) {
            state = State.DONE;
        }
    }

    boolean isUnderWayFor(Set<TopicPartition> partitions) {
        return state == State.UNDER_WAY
                && steps.stream()
                        .flatMap(List::stream)
                        .anyMatch(piece ->
                                partitions.contains(piece.command().record().partition()));
    }

    private void succeed(Coalesced coalesced, CommandResult.@Nullable Call call, Instant now) {
        answerSuperseded(coalesced, now);
        for (Coalesced.Share share : coalesced.shares()) {
            var status = share.applied().isEmpty() ? CommandResult.Status.NOOP : CommandResult.Status.SUCCEEDED;
            results.accept(result(share.piece().command(), status, now)
                    .applying(share.applied())
                    .after(attempts, call));
        }
    }

    private void fail(CommandError error, CommandResult.@Nullable Call call, Instant now) {
        if (sent != null) {
            answerSuperseded(sent, now);
            for (Coalesced.Share share : sent.shares()) {
                results.accept(result(share.piece().command(), CommandResult.Status.FAILED, now)
                        .because(error)
                        .after(attempts, call));
            }
        }
        next();
    }

    /** Several commands share what was refused: they go one by one, so that only the guilty one fails. */
    private void separate(Coalesced shared, Instant now) {
        answerSuperseded(shared, now);
        steps.removeFirst();
        for (int i = shared.shares().size() - 1; i >= 0; i--) {
            steps.addFirst(new ArrayList<>(List.of(shared.shares().get(i).piece())));
        }
        begun();
    }

    private void answerSuperseded(Coalesced coalesced, Instant now) {
        for (Coalesced.Superseded superseded : coalesced.superseded()) {
            results.accept(result(superseded.command(), CommandResult.Status.SUPERSEDED, now)
                    .by(superseded.by()));
        }
    }

    private CommandResult result(Command command, CommandResult.Status status, Instant now) {
        return CommandResult.of(command, sim.value(), status, now);
    }

    private void next() {
        steps.pollFirst();
        begun();
    }

    private void begun() {
        sent = null;
        row = null;
        mayBeApplied = false;
        attempts = 0;
        firstRefusal = 0;
        state = steps.isEmpty() ? State.DONE : State.READY;
    }

    private void rest(long nanoTime) {
        restsUntil = nanoTime + retry.pause(attempts).toNanos();
        state = State.RESTING;
    }
}
