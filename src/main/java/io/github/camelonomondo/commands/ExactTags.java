package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.commands.work.TagCalls;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds and removes tags by {@code PUT} and {@code DELETE /sims/{id}/tags/{tag}}: a call per tag, so that no other
 * writer's tags are ever overwritten. Throws {@link ApiException} when the API fails as a whole: called again it goes on
 * where it stood. Safe to share between threads.
 */
public final class ExactTags {

    private static final String ALREADY_ON_SIM = "tag_already_on_sim";
    private static final String NOT_ON_SIM = "tag_not_on_sim";

    private static final Logger LOG = LoggerFactory.getLogger(ExactTags.class);

    private final OnomondoApi api;
    private final int enough;

    /** @param maxAttempts for an update; a SIM is given up after twice as many looks while others can be read */
    ExactTags(OnomondoApi api, int maxAttempts) {
        this.api = api;
        this.enough = 2 * maxAttempts;
    }

    /** Makes the calls that are left of {@code due} and settles its command. */
    public void apply(DueTags due) {
        try {
            goOn(due);
        } catch (ApiException.Unwanted e) {
            throw WhileItMayBegin.notNow(e); // a look; a call that is not wanted is seen to where it is made
        }
    }

    private void goOn(DueTags due) {
        for (TagCalls calls = begun(due); calls != null; calls = begun(due)) {
            TagCalls.Op op = calls.next();
            if (op == null) {
                settle(due, calls);
                return;
            }
            if (due.batch().isLeft()) {
                due.leave();
                return;
            }
            if (!due.mayBegin()) {
                throw WhileItMayBegin.notNow(null);
            }
            if (due.work().isDropped()) {
                settle(due, calls);
                return;
            }
            if (calls.isUnproven() && due.isExpired()) {
                lookAt(due, op, calls);
            } else if (!make(due, op, calls)) {
                return;
            }
        }
        due.batch().failing().over(due);
    }

    /** What is left to do now: as long as nothing may have been done the command can expire. */
    private static @Nullable TagCalls begun(DueTags due) {
        due.batch().change(due::begin);
        return due.calls();
    }

    private static void settle(DueTags due, TagCalls calls) {
        due.batch().failing().answered();
        due.batch()
                .change(now -> due.work().exactlyDone(calls.applied(), CommandResult.Call.single(calls.status()), now));
    }

    /** @return false if the API refused the call, and the command is settled by that */
    private boolean make(DueTags due, TagCalls.Op op, TagCalls calls) {
        calls.sending();
        try {
            call(due, op);
            calls.done();
            return true;
        } catch (ApiException.Unwanted e) {
            calls.didNothing();
            return true;
        } catch (ApiException.Refused e) {
            calls.didNothing();
            return goesOnAfter(e.refusal(), due, op, calls);
        } catch (ApiException e) {
            if (e.isNothingDone()) {
                calls.didNothing();
            }
            throw e;
        }
    }

    /** @return true if there was nothing to do, and the next tag follows */
    private boolean goesOnAfter(Refusal refusal, DueTags due, TagCalls.Op op, TagCalls calls) {
        if (isNothingToDo(due, op, refusal, calls)) {
            calls.nothingToDo(refusal.status());
            return true;
        }
        var call = CommandResult.Call.single(refusal.status());
        due.batch().failing().answered();
        due.batch().change(now -> due.work().refused(refusal, refusal.isFinal(), call, now));
        return false;
    }

    /** Body in: tags of a command that cannot be changed. The command fails. */
    public void giveUp(Exchange exchange) {
        DueTags due = exchange.getMessage().getBody(DueTags.class);
        LOG.atError()
                .log("tags could not be changed", exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        var refusal = new Refusal(0, null, "the connector could not change the tags");
        due.batch().failing().over(due);
        due.batch().change(now -> due.work().refused(refusal, true, null, now));
    }

    private void call(DueTags due, TagCalls.Op op) {
        OnomondoApi its = api.causedBy(due);
        if (op.add()) {
            its.addTag(due.work().sim(), op.tagId(), Priority.COMMANDS);
        } else {
            its.removeTag(due.work().sim(), op.tagId(), Priority.COMMANDS);
        }
    }

    /**
     * True if the tag is, or is not, on the SIM already (docs: "Will throw a 400 error if…"). Of the two codes for it only
     * the first is known, the second is as its sister would be, and other things are refused with a 400 as well: so the SIM itself is asked.
     */
    private boolean isNothingToDo(DueTags due, TagCalls.Op op, Refusal refusal, TagCalls calls) {
        if (!refusal.isBadRequest()) {
            return false;
        }
        if ((op.add() ? ALREADY_ON_SIM : NOT_ON_SIM).equals(refusal.code())) {
            return true;
        }
        try {
            return isAsWished(due, op);
        } catch (ApiException.Refused e) {
            return false; // the first refusal says more
        } catch (ApiException.Unavailable | ApiException.Unproven e) {
            boolean others = ReadableSims.isAnotherThan(due.work().sim(), api.causedBy(due.looking()));
            if (calls.lookFailed(others) < enough) {
                throw e;
            }
            LOG.warn("a SIM cannot be read though others can: its command fails", e);
            return false;
        }
    }

    /** A call that was not answered, of a command that is too late to be sent again: was it done? */
    private void lookAt(DueTags due, TagCalls.Op op, TagCalls calls) {
        try {
            if (isAsWished(due, op)) {
                calls.done();
                return;
            }
        } catch (ApiException.Refused e) {
            LOG.atDebug().log("a SIM cannot be read any more, nothing was done to it: {}", e.getMessage());
        }
        calls.notDone();
    }

    private boolean isAsWished(DueTags due, TagCalls.Op op) {
        byte[] json = api.causedBy(due.looking()).getSim(due.work().sim(), Priority.COMMANDS);
        var sim = SimRow.read(json, due.work().sim());
        boolean has = sim.tagIds().contains(op.tagId());
        return op.add() ? has : sim.hasTags() && !has;
    }
}
