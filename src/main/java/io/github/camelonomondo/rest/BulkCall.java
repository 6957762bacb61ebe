package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One call of a bulk, seen through to a line for every SIM in it: what stays unproven is sent once more, and a call that
 * is refused as a whole is halved until only the culprit fails. Updates are absolute, so sending again does no harm.
 */
final class BulkCall {

    /** Sends 1 to 20 updates in one call. */
    @FunctionalInterface
    interface Sender {
        /**
         * Sends them.
         *
         * @param begins asked once there is a call to make; false if it is not wanted any more
         * @throws ApiException.Unwanted if it was not
         */
        BulkAnswer send(List<SimUpdate> updates, Priority priority, BooleanSupplier begins);
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration howLong) throws InterruptedException;
    }

    private static final int ATTEMPTS = 2;
    private static final int WAITS = 10;
    /** As long, and as often, as any other REST call waits. */
    private static final Duration LONGEST_REST_WAIT = Duration.ofSeconds(5);

    private static final int REST_WAITS = 1;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Sender sender;
    private final Pause pause;

    BulkCall(Sender sender, Pause pause) {
        this.sender = sender;
        this.pause = pause;
    }

    /**
     * Sends {@code updates}.
     *
     * @param begins asked right before each call; false if none is wanted any more
     * @param lines takes the line of each SIM as soon as it is known
     * @throws ApiException if the API went away; SIMs without a line were not updated, as far as anybody knows
     */
    void settle(List<SimUpdate> updates, Priority priority, BooleanSupplier begins, Map<SimId, BulkLine> lines)
            throws InterruptedException {
        settle(updates, priority, begins, lines, false);
    }

    /** @param mayBeDone true if an earlier call may have updated them */
    private void settle(
            List<SimUpdate> updates,
            Priority priority,
            BooleanSupplier begins,
            Map<SimId, BulkLine> lines,
            boolean mayBeDone)
            throws InterruptedException {
        var open = updates;
        int waits = 0;
        boolean unproven = mayBeDone;
        boolean failed = false;
        for (int attempt = 1; !open.isEmpty() && attempt <= ATTEMPTS; attempt++) {
            try {
                open = note(sender.send(open, priority, begins), open, lines);
                unproven |= !open.isEmpty();
            } catch (ApiException.Refused e) {
                halve(e, open, priority, begins, lines, unproven || failed);
                return;
            } catch (ApiException.Throttled e) {
                boolean tooLong = priority == Priority.REST && e.getRetryAfter().compareTo(LONGEST_REST_WAIT) > 0;
                if (tooLong || ++waits > (priority == Priority.REST ? REST_WAITS : WAITS)) {
                    throwUnless(unproven || failed, e);
                    break;
                }
                attempt--;
                pause.pause(e.getRetryAfter().compareTo(LONGEST_WAIT) < 0 ? e.getRetryAfter() : LONGEST_WAIT);
            } catch (ApiException.Busy | ApiException.Unauthorized | ApiException.Unwanted e) {
                throwUnless(unproven || failed, e);
                break;
            } catch (ApiException.Unproven e) {
                unproven = true;
                pauseBefore(attempt + 1);
            } catch (ApiException.Unavailable e) {
                if (attempt == ATTEMPTS) {
                    throwUnless(unproven || (failed && e.isNothingDone()), e);
                }
                failed |= RestAttempts.mayHaveDoneIt(e);
                pauseBefore(attempt + 1);
            }
        }
        open.forEach(update -> lines.put(update.sim(), new BulkLine(update.sim(), "unproven")));
    }

    /** Thrown, it would say of all that they were not updated. */
    private static void throwUnless(boolean someMayBeUpdated, ApiException e) {
        if (!someMayBeUpdated) {
            throw e;
        }
    }

    private void pauseBefore(int attempt) throws InterruptedException {
        if (attempt <= ATTEMPTS) {
            pause.pause(BETWEEN_ATTEMPTS);
        }
    }

    private static List<SimUpdate> note(BulkAnswer answer, List<SimUpdate> sent, Map<SimId, BulkLine> lines) {
        var open = new ArrayList<SimUpdate>();
        for (SimUpdate update : sent) {
            var line = answer.lineOf(update.sim());
            if (line == null) {
                open.add(update);
            } else if (line instanceof BulkAnswer.NotUpdated it) {
                lines.put(update.sim(), BulkLine.refused(update.sim(), it.refusal()));
            } else {
                lines.put(update.sim(), BulkLine.updated(update.sim()));
            }
        }
        return open;
    }

    private void halve(
            ApiException.Refused refused,
            List<SimUpdate> open,
            Priority priority,
            BooleanSupplier begins,
            Map<SimId, BulkLine> lines,
            boolean mayBeDone)
            throws InterruptedException {
        if (open.size() == 1) {
            var sim = open.get(0).sim();
            lines.put(sim, BulkLine.refused(sim, refused.refusal()));
            return;
        }
        int half = open.size() / 2;
        settle(open.subList(0, half), priority, begins, lines, mayBeDone);
        settle(open.subList(half, open.size()), priority, begins, lines, mayBeDone);
    }
}
