package io.github.camelonomondo.simulator;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** The effects that are one method each. */
final class Effects {

    private Effects() {}

    @FunctionalInterface
    interface Arriving {
        void arrive(Call call) throws IOException;
    }

    @FunctionalInterface
    interface Leaving {
        Answer leave(Call call, Answer answer) throws IOException;
    }

    static Effect instead(Answer answer) {
        return new Effect() {
            @Override
            public boolean isEarly() {
                return true;
            }

            @Override
            public Optional<Answer> instead() {
                return Optional.of(answer);
            }
        };
    }

    static Effect arrive(Arriving arriving) {
        return new Effect() {
            @Override
            public boolean isEarly() {
                return true;
            }

            @Override
            public void arrive(Call call) throws IOException {
                arriving.arrive(call);
            }
        };
    }

    static Effect leave(Leaving leaving) {
        return new Effect() {
            @Override
            public Answer leave(Call call, Answer answer) throws IOException {
                return leaving.leave(call, answer);
            }
        };
    }

    record Refusal(String sim, String error) implements Effect {

        @Override
        public boolean concerns(Call call) {
            return call.isUpdate() && call.touches(sim);
        }

        @Override
        public Optional<String> refusal(String other) {
            return sim.equals(other) ? Optional.of(error) : Optional.empty();
        }
    }

    record Hiding(Predicate<String> sims) implements Effect {

        @Override
        public boolean concerns(Call call) {
            return call.isPage();
        }

        @Override
        public boolean hides(String sim) {
            return sims.test(sim);
        }
    }
}
