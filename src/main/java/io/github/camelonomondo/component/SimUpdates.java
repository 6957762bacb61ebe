package io.github.camelonomondo.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * What {@code updateSims} is to send: the {@link SimUpdate}s, or the maps with an {@code id}, of a list, an array, a map
 * with {@code sims}, or JSON; or a single one. All but what a supplier will give is looked at before a call is asked for.
 */
final class SimUpdates {

    static final String ID = "id";

    private SimUpdates() {}

    static Supplier<List<SimUpdate>> in(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Supplier<?> supplier) {
            return () -> updatesOf((List<?>) supplier.get());
        }
        List<?> elements = elementsOf(isRead(body) ? body : JsonBody.read(JsonBody.in(exchange.getMessage())));
        if (elements == null) {
            throw new IllegalArgumentException("the body of updateSims is neither an update nor a list of them");
        }
        if (elements.size() > OnomondoApi.MAX_BULK) {
            throw new IllegalArgumentException(
                    "updateSims takes " + OnomondoApi.MAX_BULK + " SIMs at most, not " + elements.size());
        }
        List<SimUpdate> updates = updatesOf(elements);
        return () -> updates;
    }

    /** All else is JSON, or what Camel makes bytes of, such as a file. */
    private static boolean isRead(@Nullable Object body) {
        boolean isWhole = body instanceof JsonNode || body instanceof Path;
        return body instanceof Map<?, ?>
                || body instanceof SimUpdate
                || body instanceof Object[]
                || (body instanceof Iterable<?> && !isWhole);
    }

    private static @Nullable List<?> elementsOf(@Nullable Object body) {
        if (body instanceof Map<?, ?> map) {
            Object sims = map.get("sims");
            return sims == null || sims instanceof Map<?, ?> ? List.of(map) : elementsOf(sims);
        }
        if (body instanceof SimUpdate update) {
            return List.of(update);
        }
        if (body instanceof Iterable<?> || body instanceof Object[]) {
            var elements = new ArrayList<@Nullable Object>();
            ObjectHelper.createIterable(body).forEach(elements::add);
            return elements;
        }
        return null;
    }

    private static List<SimUpdate> updatesOf(List<?> elements) {
        var updates = new ArrayList<SimUpdate>(elements.size());
        for (Object element : elements) {
            updates.add(updateOf(element, "element " + (updates.size() + 1)));
        }
        return updates;
    }

    private static SimUpdate updateOf(@Nullable Object element, String name) {
        if (element instanceof SimUpdate update) {
            return update;
        }
        if (element instanceof Map<?, ?> map) {
            SimId id = idOf(map.get(ID), name);
            var properties = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, value) -> properties.put(String.valueOf(key), value));
            properties.remove(ID);
            return new SimUpdate(id, properties);
        }
        throw new IllegalArgumentException(name + " of updateSims is neither a SimUpdate nor a map with an id: "
                + (element == null ? null : element.getClass().getName()));
    }

    /** Not what it holds instead: that may be an ICCID. */
    static SimId idOf(@Nullable Object id, String name) {
        SimId sim = SimId.read(id);
        if (sim == null) {
            throw new IllegalArgumentException(name + " has no id of 9 digits");
        }
        return sim;
    }
}
