package io.github.camelonomondo.simulator;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The filters of GET /sims, all of which must hold. */
final class SimFilter implements Predicate<SimulatedSim> {

    private final List<Optional<Predicate<SimulatedSim>>> filters;

    SimFilter(Query query) {
        filters = Stream.concat(query.all("filter").stream(), query.all("filter[]").stream())
                .map(SimFilter::parse)
                .toList();
    }

    boolean isValid() {
        return filters.stream().allMatch(Optional::isPresent);
    }

    @Override
    public boolean test(SimulatedSim sim) {
        return filters.isEmpty()
                || filters.stream().allMatch(filter -> filter.orElseThrow().test(sim));
    }

    private static Optional<Predicate<SimulatedSim>> parse(String filter) {
        int colon = filter.indexOf(':');
        var key = colon < 0 ? filter : filter.substring(0, colon);
        var value = filter.substring(colon + 1);
        return switch (key) {
            case "online" -> bool(value).map(wanted -> sim -> sim.isOnline() == wanted);
            case "activated" -> bool(value).map(wanted -> sim -> sim.isActivated() == wanted);
            case "connector" -> Optional.of(sim -> value.equals(sim.connector()));
            case "network_whitelist" -> Optional.of(sim -> value.equals(sim.networkList()));
            default -> Optional.empty();
        };
    }

    private static Optional<Boolean> bool(String value) {
        return value.equals("true") || value.equals("false") ? Optional.of(Boolean.valueOf(value)) : Optional.empty();
    }
}
