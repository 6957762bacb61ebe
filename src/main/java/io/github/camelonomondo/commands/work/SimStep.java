package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step of a SIM that is to be sent next, or is under way: its commands, what was sent for them, what is known of the
 * SIM, and how often it was tried. Guarded by the lock of the batch.
 */
final class SimStep {

    private final StepResults results;
    private final Attempts attempts;

    private @Nullable List<Piece> pieces;
    private @Nullable Coalesced sent;
    private boolean mayBeApplied;
    private @Nullable Sighting seen;
    private CommandResult.@Nullable Call unprovenBy;
    private @Nullable Failure failure;
    private @Nullable TagCalls tagCalls;

    /** What the last call that was answered, and did not do it, said. */
    private record Failure(CommandError error, CommandResult.@Nullable Call call) {}

    SimStep(SimId sim, Rests rests, Consumer<CommandResult> sink) {
        this.results = new StepResults(sim, sink);
        this.attempts = new Attempts(rests);
    }

    /** Over: nothing is taken, and nothing known of the SIM. */
    void clear() {
        pieces = null;
        sent = null;
        seen = null;
        mayBeApplied = false;
        unprovenBy = null;
        failure = null;
        tagCalls = null;
        attempts.begin();
    }

    /** Takes these commands, or none. What was known and done for others is over: those are another member's now. */
    void take(@Nullable List<Piece> next) {
        if (pieces != null && pieces != next) {
            clear();
        }
        pieces = next;
    }

    /** The commands that were taken, or null. */
    @Nullable
    List<Piece> pieces() {
        return pieces;
    }

    boolean isTaken() {
        return pieces != null;
    }

    /** True if commands were taken and all of them are answered, or another member's, by now. */
    boolean isEmpty() {
        return pieces != null && pieces.isEmpty();
    }

    Attempts attempts() {
        return attempts;
    }

    /** What was sent, or comes to it, or null if nothing was. */
    @Nullable
    Coalesced sent() {
        return sent;
    }

    /** True if a call was made whose end nobody knows. */
    boolean mayBeApplied() {
        return mayBeApplied;
    }

    /** @param mayBe false once it is known that no call changed the SIM */
    void mayBeApplied(boolean mayBe) {
        mayBeApplied = mayBe;
    }

    boolean isAnyExpired(Instant now) {
        return pieces != null
                && pieces.stream().anyMatch(piece -> piece.command().isExpired(now));
    }

    /** Answers, and removes, the commands that are too late. */
    void expire(Instant now) {
        if (pieces != null) {
            results.expire(pieces, now);
        }
    }

    /** A call was answered, and what it asked for is not done; it may be tried again. */
    void notDone(CommandError error, CommandResult.@Nullable Call call) {
        failure = new Failure(error, call);
    }

    /** True if a command that was sent, and not done, is too late to be sent again. */
    boolean isTriedAndExpired(Instant now) {
        return failure != null && sent != null && sent.isAnyExpired(now);
    }

    /** Fails those, with what the last answer said. What remains of what was sent goes on without them; nothing superseded is revived. */
    List<Piece> failExpired(Instant now) {
        Coalesced ours = sentAndOurs();
        Failure last = failure;
        if (ours == null || last == null) {
            return List.of();
        }
        CommandError error = last.error.and("it expired before it could be tried again");
        results.fail(ours.expired(now), error, done(), attempts.count(), last.call, now);
        return ours.lasting(now);
    }

    /** One update of all its commands. Their tags are merged into those of the SIM, if that was read. */
    Coalesced coalesced() {
        return coalesced(seen == null ? null : seen.row().tagIds());
    }

    /** The same for commands that are not to be sent together with what the SIM has. */
    Coalesced coalescedAlone() {
        return coalesced(Set.of());
    }

    private Coalesced coalesced(@Nullable Set<String> current) {
        Coalesced all = Coalesced.of(pieces == null ? List.of() : pieces, current);
        sent = all;
        return all;
    }

    /** Several commands share what was refused; those of which nothing is left are answered. */
    List<Piece> separated(Instant now) {
        Coalesced shared = sentAndOurs();
        if (shared == null) {
            return List.of();
        }
        results.superseded(shared, now);
        return shared.pieces();
    }

    /** What was sent for commands that are not another member's by now. That their call was refused says nothing of its own. */
    private @Nullable Coalesced sentAndOurs() {
        return sent == null || pieces == null ? null : sent.among(pieces);
    }

    /** The SIM as it is. An answer that does not say which tags it has is no answer about them. */
    void read(SimRow current, Instant now) {
        seen = current.hasTags() ? new Sighting(current, now) : null;
    }

    boolean knowsTags() {
        return seen != null;
    }

    boolean knowsTags(Instant now) {
        if (seen != null && seen.isTooOld(now)) {
            seen = null;
        }
        return seen != null;
    }

    /** True if only the SIM itself shows what must be known of it: a list row has no data limit. */
    boolean needsAllProperties() {
        return sent != null && sent.properties().keySet().stream().anyMatch(SimStep::isUnlisted);
    }

    private static boolean isUnlisted(String name) {
        SimProperty property = SimProperty.named(name);
        return property != null && !property.isListed();
    }

    /** True if a call was made whose end nobody knew, and the SIM shows that it was done. */
    boolean isShownBy(SimRow current) {
        return mayBeApplied && sent != null && current.shows(sent.properties());
    }

    /** An answer came that does not say what became of this SIM. */
    void unproven(CommandResult.@Nullable Call call) {
        unprovenBy = call;
        mayBeApplied = true;
    }

    /** The call that did not say what became of the SIM, or null. */
    CommandResult.@Nullable Call unprovenBy() {
        return unprovenBy;
    }

    /** All that was sent is as wished. */
    void succeed(CommandResult.@Nullable Call call, Instant now) {
        if (sent != null) {
            results.succeed(sent, attempts.count(), call, now);
        }
    }

    void fail(CommandError error, CommandResult.@Nullable Call call, Instant now) {
        Coalesced ours = sentAndOurs();
        if (ours != null) {
            results.fail(ours, error, done(), attempts.count(), call, now);
        }
    }

    /** What calls of its own did for its one command, which can fail half-way; an update does all or nothing. */
    private Map<String, @Nullable Object> done() {
        return tagCalls == null ? Map.of() : tagCalls.applied();
    }

    /** The calls that its one command makes, as far as they are made. */
    TagCalls tagCalls(Change change) {
        TagCalls calls = tagCalls == null ? new TagCalls(change) : tagCalls;
        tagCalls = calls;
        return calls;
    }

    /** True if such a call changed something, or may have. */
    boolean isBegunExactly() {
        return tagCalls != null && tagCalls.isBegun();
    }

    /** Its one command was applied by calls of its own. */
    void exactly(Map<String, @Nullable Object> applied, CommandResult.Call call, Instant now) {
        if (pieces != null) {
            results.exactly(pieces, applied, attempts.count(), call, now);
        }
    }

    /** Who sent its commands, as far as they trace. */
    List<TraceContext> traces() {
        return pieces == null
                ? List.of()
                : pieces.stream()
                        .map(piece -> piece.command().record().trace())
                        .flatMap(Stream::ofNullable)
                        .toList();
    }
}
