package io.github.camelonomondo.component;

import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.NoSuchHeaderException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code updateSim} is to send. The body is JSON, a map, or a {@link SimUpdate}; the SIM is that of the header, or of
 * the map or the update.
 */
record OneUpdate(SimReference sim, byte[] json) {

    private static final String ONE_ONLY =
            "the body of updateSim is none: JSON of one, a map or a SimUpdate is allowed";

    static OneUpdate in(Exchange exchange) throws NoSuchHeaderException, InvalidPayloadException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body instanceof SimUpdate update) {
            return of(exchange, update.sim().value(), update.properties());
        }
        if (body instanceof Map<?, ?> map) {
            return of(exchange, idIn(map), map);
        }
        if (body instanceof Collection<?> || body instanceof Object[] || body instanceof Supplier<?>) {
            throw new IllegalArgumentException(ONE_ONLY);
        }
        byte[] json = JsonBody.in(message);
        if (!(JsonBody.read(json) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(ONE_ONLY);
        }
        return map.containsKey(SimUpdates.ID)
                ? of(exchange, idIn(map), map)
                : new OneUpdate(simOf(exchange, null), json);
    }

    private static @Nullable String idIn(Map<?, ?> map) {
        Object id = map.get(SimUpdates.ID);
        return id == null ? null : SimUpdates.idOf(id, "the body").value();
    }

    private static OneUpdate of(Exchange exchange, @Nullable String sim, Map<?, ?> properties)
            throws NoSuchHeaderException {
        var others = new LinkedHashMap<Object, @Nullable Object>(properties);
        others.remove(SimUpdates.ID);
        return new OneUpdate(simOf(exchange, sim), JsonBody.written(others));
    }

    private static SimReference simOf(Exchange exchange, @Nullable String ofBody) throws NoSuchHeaderException {
        String ofHeader = exchange.getMessage().getHeader(OnomondoConstants.SIM, String.class);
        if (ofHeader != null && ofBody != null && !ofHeader.equals(ofBody)) {
            throw new IllegalArgumentException(
                    "updateSim is told two SIMs: one by " + OnomondoConstants.SIM + ", and " + ofBody + " by its body");
        }
        String sim = ofHeader == null ? ofBody : ofHeader;
        if (sim == null) {
            throw new NoSuchHeaderException(exchange, OnomondoConstants.SIM, String.class);
        }
        return SimReference.of(sim);
    }
}
