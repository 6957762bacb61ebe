package io.github.camelonomondo.simulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Which calls a fault strikes, then which fault: {@code api.next(2).when(Call::isBulk).answer(503)}. The last word sets
 * the fault; nothing happens before it.
 */
public final class Occasion {

    private final Faults faults;
    private final Predicate<Call> wanted;
    private final int times;

    Occasion(Faults faults, Predicate<Call> wanted, int times) {
        this.faults = faults;
        this.wanted = wanted;
        this.times = times;
    }

    /** Narrows it to calls that are all that was said so far, and this. */
    public Occasion when(Predicate<Call> also) {
        return new Occasion(faults, wanted.and(also), times);
    }

    /** Only the next so many of these calls. */
    public Occasion next(int calls) {
        return new Occasion(faults, wanted, calls);
    }

    /** Only page {@code n} of a scan, counted from 1 since the last call without a cursor. */
    public Occasion onPage(int n) {
        var page = new AtomicInteger();
        return when(call -> call.isPage() && page.updateAndGet(last -> call.hasCursor() ? last + 1 : 1) == n);
    }

    /** Answers with this status and the error that goes with it; nothing is applied. */
    public Fault answer(int status) {
        return set(Effects.instead(Answer.error(status)));
    }

    public Fault answer(int status, String error) {
        return set(Effects.instead(Answer.error(status, error)));
    }

    /** Answers with a web page, as a proxy does; nothing is applied. */
    public Fault answerHtml(int status) {
        return set(Effects.instead(Answer.html(status)));
    }

    /** Rejects the cursor of pages that have one. */
    public Fault rejectCursor() {
        return when(call -> call.isPage() && call.hasCursor()).answer(400, "next_page_invalid");
    }

    /** Closes the connection without a byte, with nothing applied. */
    public Fault drop() {
        return set(Effects.instead(Answer.error(500).with(Delivery.NOTHING)));
    }

    /** Applies the call, then closes the connection without a byte. */
    public Fault applyAndDrop() {
        return set(Effects.leave((call, answer) -> answer.with(Delivery.NOTHING)));
    }

    /** Stalls until cleared, with nothing applied; then closes the connection. */
    public Fault hang() {
        return set(new Hang.Before());
    }

    /** Applies the call, stalls until cleared, then closes the connection. */
    public Fault applyAndHang() {
        return set(new Hang.After());
    }

    /** Holds each call back for this long, then goes on. */
    public Fault delay(Duration latency) {
        return set(Effects.arrive(call -> Pause.of(latency)));
    }

    /** Sends the body byte by byte with this pause between. */
    public Fault drip(Duration pause) {
        return set(Effects.leave((call, answer) -> answer.with(Delivery.dripping(pause))));
    }

    /** Breaks the connection in the middle of the body. */
    public Fault breakBody() {
        return set(Effects.leave((call, answer) -> answer.with(Delivery.brokenAfter(answer.length() / 2))));
    }

    /** Runs this on each call before it is applied. */
    public Fault run(Runnable hook) {
        return set(Effects.arrive(call -> hook.run()));
    }

    /** Runs this on each call after it was applied and before it is answered. */
    public Fault runAfter(Runnable hook) {
        return set(Effects.leave((call, answer) -> {
            hook.run();
            return answer;
        }));
    }

    /** Refuses updates of this SIM with this error; others in the same bulk are applied. */
    public Fault refuse(String sim, String error) {
        return set(new Effects.Refusal(sim, error));
    }

    /** Leaves these SIMs out of GET /sims, as for a key that was narrowed; a GET of one still finds it. */
    public Fault hide(Predicate<String> sims) {
        return set(new Effects.Hiding(sims));
    }

    public Fault hide(String... sims) {
        return hide(List.of(sims)::contains);
    }

    /** Lets every page point to itself as the next one. */
    public Fault loopCursor() {
        return when(Call::isPage).set(Effects.leave(PageAnswer::loop));
    }

    /** What happens to the lines of a bulk's answer. */
    public LineFaults lines() {
        return new LineFaults(when(Call::isBulk));
    }

    Fault set(Effect effect) {
        return faults.add(wanted, times, effect);
    }
}
