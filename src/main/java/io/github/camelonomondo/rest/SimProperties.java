package io.github.camelonomondo.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.github.camelonomondo.sim.SimProperty;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The properties of a SIM that a body sets, and what each may hold. What the values mean is the API's to judge. */
final class SimProperties {

    private static final Map<String, Rule> DATA_LIMIT_RULES = Map.of(
            "total", Rule.BYTES,
            "type", Rule.TEXT,
            "alert_threshold", Rule.BYTES_OR_NULL);

    private SimProperties() {}

    /**
     * Checks an object of properties and turns it into plain values.
     *
     * @param where the object is, for the problem
     * @throws ProblemException unless it is an object that sets something, with known properties of the right type
     */
    static Map<String, @Nullable Object> read(JsonNode object, String where) {
        if (!object.isObject()) {
            throw invalid(where, "has to be an object");
        }
        if (object.isEmpty()) {
            throw invalid(where, "sets nothing");
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var property : object.properties()) {
            var known = SimProperty.named(property.getKey());
            if (known == null) {
                throw ProblemException.badRequest(
                        "property_unknown", where + " has an unknown property " + Quoted.of(property.getKey()));
            }
            var half = Json.half(property.getValue(), property.getKey());
            if (half != null) {
                throw ProblemException.badRequest(property.getKey() + "_invalid", where + ": " + half);
            }
            var rule = Rule.of(known.kind());
            if (!rule.holds(property.getValue())) {
                throw ProblemException.badRequest(
                        property.getKey() + "_invalid",
                        where + ": " + property.getKey() + " has to be " + rule.inWords);
            }
            values.put(property.getKey(), plain(property.getValue()));
        }
        return values;
    }

    private static ProblemException invalid(String where, String what) {
        return ProblemException.badRequest("body_invalid", where + " " + what);
    }

    private static boolean isBytes(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.bigIntegerValue().compareTo(BigInteger.ZERO) >= 0;
    }

    private static boolean isDataLimit(JsonNode node) {
        return node.isObject()
                && !node.isEmpty()
                && node.properties().stream().allMatch(member -> {
                    var rule = DATA_LIMIT_RULES.get(member.getKey());
                    return rule != null && rule.holds(member.getValue());
                });
    }

    private static boolean all(JsonNode node, Predicate<JsonNode> rule) {
        for (JsonNode element : node) {
            if (!rule.test(element)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.getNodeType() == JsonNodeType.OBJECT) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            node.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
            return map;
        }
        if (node.getNodeType() == JsonNodeType.ARRAY) {
            var list = new ArrayList<@Nullable Object>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isNumber()) {
            return node.longValue();
        }
        return node.isBoolean() ? node.booleanValue() : node.textValue();
    }

    private record Rule(String inWords, Predicate<JsonNode> test) {

        static final Rule TEXT = new Rule("a string", JsonNode::isTextual);
        static final Rule TEXT_OR_NULL = new Rule("a string or null", node -> node.isNull() || node.isTextual());
        static final Rule TRUE_OR_FALSE = new Rule("true or false", JsonNode::isBoolean);
        static final Rule TAG_IDS = new Rule(
                "a list of tag ids",
                node -> node.isArray()
                        && all(node, id -> id.isTextual() && !id.textValue().isEmpty()));
        static final Rule BYTES = new Rule("a whole number of bytes", SimProperties::isBytes);
        static final Rule BYTES_OR_NULL =
                new Rule("a whole number of bytes or null", node -> node.isNull() || isBytes(node));
        static final Rule DATA_LIMIT = new Rule(
                "an object of total (bytes), type (a string) and alert_threshold (bytes or null)",
                SimProperties::isDataLimit);
        static final Rule SWITCHES = new Rule(
                "an object of true or false",
                node -> node.isObject() && !node.isEmpty() && all(node, JsonNode::isBoolean));

        static Rule of(SimProperty.Kind kind) {
            return switch (kind) {
                case TEXT -> TEXT_OR_NULL;
                case SWITCH -> TRUE_OR_FALSE;
                case SWITCHES -> SWITCHES;
                case LIMIT -> DATA_LIMIT;
                case TAGS -> TAG_IDS;
            };
        }

        boolean holds(JsonNode node) {
            return test.test(node);
        }
    }
}
