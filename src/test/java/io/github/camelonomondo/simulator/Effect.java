package io.github.camelonomondo.simulator;

import java.io.IOException;
import java.util.Optional;

/** What a fault does to the calls it hits. Each implementation does one of these and leaves the rest. */
interface Effect {

    /** Whether this call is of a kind that the effect can do anything to; only such calls use the fault up. */
    default boolean concerns(Call call) {
        return true;
    }

    /** Whether it strikes before the key is looked at, as a proxy or a network would. */
    default boolean isEarly() {
        return false;
    }

    /** Called before anything is applied. */
    default void arrive(Call call) throws IOException {}

    /** An answer that is given at once, with nothing applied. */
    default Optional<Answer> instead() {
        return Optional.empty();
    }

    /** The error code with which the update of this SIM is refused. */
    default Optional<String> refusal(String sim) {
        return Optional.empty();
    }

    /** Whether a list leaves this SIM out. */
    default boolean hides(String sim) {
        return false;
    }

    /** Called after everything was applied; gives the answer to send. */
    default Answer leave(Call call, Answer answer) throws IOException {
        return answer;
    }

    /** Lets go of the calls it holds. */
    default void release() {}
}
