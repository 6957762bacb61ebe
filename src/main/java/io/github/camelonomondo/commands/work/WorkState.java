package io.github.camelonomondo.commands.work;

/**
 * Where the work of a SIM stands.
 *
 * <pre>
 * state        event                                              next state
 *
 * READY        its tags must be known first                       TO_BE_READ
 *              handed out for a bulk                              AWAITS_CALL, SENT if a call before may have done it
 *              handed out for calls of its own                    TAGGING
 * TO_BE_READ   handed out                                         READING
 * READING      read before a call                                 READY
 *              read back: a call did it                           over
 *              read back: none did; or no tags were shown         RESTING; as refused if no attempt is left
 *              the API does not know it                           over
 *              it cannot be read                                  over, but each command a step of its own if some want no tags
 *              the look-up came back without it                   TO_BE_READ
 * AWAITS_CALL  the call is made                                   SENT
 *              its tags are known too long, or it goes by calls
 *              of its own                                         READY
 *              all is too late, or so already                     over, and the next step is in the call
 *              the call is not made for now                       READY
 * SENT         done                                               over
 *              refused, and may be sent again                     RESTING
 *              refused                                            over, each of several commands is a step of its own
 *              the answer does not say                            TO_BE_READ
 *              the call did nothing                               CALL_FAILED
 *              the call is made again                             as AWAITS_CALL, TO_BE_READ if too late by now
 * CALL_FAILED  the call is made again                             as AWAITS_CALL
 * TAGGING      all calls are made, or it is too late for any      over
 *              refused                                            as SENT
 * RESTING      has rested                                         READY
 * any          left to the next start                             DONE
 *
 * over: READY if there is another step, else DONE. So is a step whose commands are another member's, once it is not handed out.
 * </pre>
 */
public enum WorkState {
    /** The next step may be handed out. */
    READY,
    /** The SIM must be looked up first. */
    TO_BE_READ,
    /** Handed out: a look-up is under way. */
    READING,
    /** Handed out: the update waits for its call. */
    AWAITS_CALL,
    /** Handed out: a call was made, and nobody knows yet whether it did it. It may have to be made again. */
    SENT,
    /** Handed out: the call did nothing and is to be made again, with nobody else in it. */
    CALL_FAILED,
    /** Handed out: its tags are added and removed by calls of their own. */
    TAGGING,
    /** To be sent again after a while. */
    RESTING,
    /** Every command has its result. */
    DONE;

    /** True while somebody has it and will tell what became of it. */
    boolean isHandedOut() {
        return this == READING || isForACall();
    }

    /** True while it is handed out to be changed, be a call for it made or not. */
    boolean isForACall() {
        return switch (this) {
            case AWAITS_CALL, SENT, CALL_FAILED, TAGGING -> true;
            case READY, TO_BE_READ, READING, RESTING, DONE -> false;
        };
    }
}
