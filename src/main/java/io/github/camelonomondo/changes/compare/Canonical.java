package io.github.camelonomondo.changes.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.sim.SimId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON values as plain Java ones, equal if and only if they say the same of a SIM. */
public final class Canonical {

    static final BigDecimal LONG_LIMIT = new BigDecimal(1_000_000_000_000_000_000L);

    private Canonical() {}

    /** Numbers of one value in one form. */
    static BigDecimal number(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    public static @Nullable Object of(JsonNode value, FieldNode node) {
        SimId id = node.isId ? id(value) : null;
        if (id != null) {
            return id.number();
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNumber()) {
            return number(value.decimalValue());
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isArray()) {
            return node.isTags ? tags(value, node) : list(value, node);
        }
        if (value.isObject()) {
            return object(value, node);
        }
        return null;
    }

    /** As {@link Fingerprint} reads it. */
    private static @Nullable SimId id(JsonNode value) {
        return SimId.read(value.isIntegralNumber() ? value.numberValue() : value.textValue());
    }

    private static List<@Nullable Object> list(JsonNode array, FieldNode node) {
        List<@Nullable Object> list = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            list.add(of(element, node));
        }
        return list;
    }

    private static Set<@Nullable Object> tags(JsonNode array, FieldNode node) {
        Set<@Nullable Object> ids = new HashSet<>();
        for (JsonNode tag : array) {
            JsonNode id = tag.path("id");
            ids.add(id.isTextual() ? id.textValue() : of(tag, tag.isObject() ? node : node.child("")));
        }
        return ids;
    }

    private static Map<String, @Nullable Object> object(JsonNode object, FieldNode node) {
        Map<String, @Nullable Object> map = new HashMap<>();
        object.properties().forEach(property -> {
            FieldNode child = node.child(property.getKey());
            if (!child.ignored) {
                map.put(property.getKey(), of(property.getValue(), child));
            }
        });
        return map;
    }
}
