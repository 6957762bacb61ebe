package io.github.camelonomondo.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The faults in force, in the order in which they were asked for. Thread-safe. */
final class Faults {

    private final List<Fault> inForce = new CopyOnWriteArrayList<>();

    Fault add(Predicate<Call> wanted, int times, Effect effect) {
        var fault = new Fault(wanted, times, effect, this);
        inForce.add(fault);
        return fault;
    }

    void remove(Fault fault) {
        inForce.remove(fault);
    }

    void clear() {
        inForce.forEach(Fault::clear);
    }

    /** Uses up one of each fault that strikes this call before the key is looked at. */
    List<Effect> early(Call call) {
        return strike(call, Effect::isEarly);
    }

    /** Uses up one of each fault that strikes this call after it was let in. */
    List<Effect> late(Call call) {
        return strike(call, effect -> !effect.isEarly());
    }

    private List<Effect> strike(Call call, Predicate<Effect> stage) {
        if (inForce.isEmpty()) {
            return List.of();
        }
        return inForce.stream()
                .filter(fault -> stage.test(fault.effect()) && fault.strikes(call))
                .map(Fault::effect)
                .toList();
    }
}
