package io.github.camelonomondo.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Values round the edges of a schema: some that it allows, and some that are one step beside it. */
final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BY_PATTERN = 3;
    private static final int FEW = 20;

    private final Random random;

    SchemaValues(long seed) {
        random = new Random(seed);
    }

    /** At least one. */
    List<JsonNode> allowed(Schema<?> schema) {
        var values = new LinkedHashSet<JsonNode>();
        if (schema.getEnum() != null) {
            schema.getEnum().forEach(value -> values.add(JSON.textNode(value.toString())));
        } else if (!alternatives(schema).isEmpty()) {
            alternatives(schema).forEach(one -> values.addAll(allowed(one)));
        } else {
            switch (String.valueOf(schema.getType())) {
                case "string" -> values.addAll(texts(schema));
                case "integer" -> values.addAll(numbers(schema));
                case "boolean" -> values.addAll(List.of(JSON.booleanNode(true), JSON.booleanNode(false)));
                case "array" -> values.addAll(lists(schema));
                default -> values.addAll(objects(schema));
            }
        }
        if (Boolean.TRUE.equals(schema.getNullable())) {
            values.add(JSON.nullNode());
        }
        return List.copyOf(values);
    }

    /** What of these is not allowed after all is for a judge to say. */
    List<JsonNode> beside(Schema<?> schema) {
        var values = new LinkedHashSet<JsonNode>(List.of(
                JSON.nullNode(),
                JSON.textNode("nonsense"),
                JSON.textNode(""),
                JSON.numberNode(-1),
                JSON.numberNode(new BigDecimal("1.5")),
                JSON.booleanNode(true),
                JSON.arrayNode(),
                JSON.objectNode()));
        alternatives(schema).forEach(one -> values.addAll(beside(one)));
        if (schema.getMaxLength() != null) {
            values.add(JSON.textNode("x".repeat(schema.getMaxLength() + 1)));
        }
        if (schema.getPattern() != null) {
            var pattern = RgxGen.parse(schema.getPattern());
            for (int i = 0; i < BY_PATTERN; i++) {
                values.add(JSON.textNode(pattern.generateNotMatching(random)));
            }
        }
        if (schema.getMinimum() != null) {
            values.add(JSON.numberNode(schema.getMinimum().subtract(BigDecimal.ONE)));
        }
        if (schema.getMaximum() != null) {
            values.add(JSON.numberNode(schema.getMaximum().add(BigDecimal.ONE)));
        }
        if (schema.getItems() != null) {
            beside(schema.getItems())
                    .forEach(item -> values.add(JSON.arrayNode().add(item)));
            if (schema.getMaxItems() != null) {
                values.add(many(schema, schema.getMaxItems() + 1));
            }
        }
        if (schema.getProperties() != null) {
            values.addAll(objectsBeside(schema));
        }
        return List.copyOf(values);
    }

    private List<JsonNode> texts(Schema<?> schema) {
        var texts = new ArrayList<JsonNode>();
        if (schema.getPattern() != null) {
            var pattern = RgxGen.parse(schema.getPattern());
            for (int i = 0; i < BY_PATTERN; i++) {
                texts.add(JSON.textNode(pattern.generate(random)));
            }
        } else if ("date-time".equals(schema.getFormat())) {
            texts.add(JSON.textNode("2126-01-31T12:00:00Z"));
            texts.add(JSON.textNode("2126-01-31T12:00:00.123+05:30"));
        } else {
            int shortest = schema.getMinLength() == null ? 0 : schema.getMinLength();
            texts.add(JSON.textNode("Pümpe 17 ☃ 😀"));
            texts.add(JSON.textNode("x".repeat(shortest)));
            texts.add(JSON.textNode("x".repeat(schema.getMaxLength() == null ? 300 : schema.getMaxLength())));
        }
        return texts;
    }

    private static List<JsonNode> numbers(Schema<?> schema) {
        var least = schema.getMinimum() == null ? BigDecimal.ZERO : schema.getMinimum();
        var most = schema.getMaximum() == null ? BigDecimal.valueOf(Long.MAX_VALUE) : schema.getMaximum();
        return List.of(
                JSON.numberNode(least.longValueExact()),
                JSON.numberNode(least.longValueExact() + 1),
                JSON.numberNode(most.longValueExact()));
    }

    private List<JsonNode> lists(Schema<?> schema) {
        var lists = new ArrayList<JsonNode>();
        if (schema.getMinItems() == null || schema.getMinItems() == 0) {
            lists.add(JSON.arrayNode());
        }
        allowed(schema.getItems()).forEach(item -> lists.add(JSON.arrayNode().add(item)));
        lists.add(many(schema, schema.getMaxItems() == null ? FEW : Math.min(FEW, schema.getMaxItems())));
        return lists;
    }

    private ArrayNode many(Schema<?> schema, int items) {
        var list = JSON.arrayNode();
        for (int i = 0; i < items; i++) {
            list.add(any(allowed(schema.getItems())));
        }
        return list;
    }

    private List<JsonNode> objects(Schema<?> schema) {
        var objects = new ArrayList<JsonNode>();
        if (schema.getProperties() == null) {
            if (schema.getAdditionalProperties() instanceof Schema<?> more) {
                allowed(more).forEach(value -> objects.add(JSON.objectNode().set("sms", value)));
            }
            return objects;
        }
        int least = schema.getMinProperties() == null ? 0 : schema.getMinProperties();
        var smallest = required(schema);
        if (smallest.size() >= least) {
            objects.add(smallest);
        }
        var largest = required(schema);
        properties(schema).forEach((name, property) -> {
            for (JsonNode value : allowed(property)) {
                ObjectNode object = required(schema).set(name, value);
                if (object.size() >= least) {
                    objects.add(object);
                }
            }
            largest.set(name, any(allowed(property)));
        });
        objects.add(largest);
        return objects;
    }

    private List<JsonNode> objectsBeside(Schema<?> schema) {
        var objects = new ArrayList<JsonNode>();
        for (String name : requiredNames(schema)) {
            objects.add(required(schema).without(name));
        }
        var base = (ObjectNode) objects(schema).get(0);
        objects.add(base.deepCopy().put("unheard_of", 1));
        properties(schema)
                .forEach((name, property) -> beside(property)
                        .forEach(value -> objects.add(base.deepCopy().set(name, value))));
        return objects;
    }

    private ObjectNode required(Schema<?> schema) {
        var object = JSON.objectNode();
        for (String name : requiredNames(schema)) {
            object.set(name, allowed(properties(schema).get(name)).get(0));
        }
        return object;
    }

    private JsonNode any(List<JsonNode> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static Set<String> requiredNames(Schema<?> schema) {
        return schema.getRequired() == null ? Set.of() : new LinkedHashSet<>(schema.getRequired());
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Map<String, Schema<?>> properties(Schema<?> schema) {
        return (Map) schema.getProperties();
    }

    @SuppressWarnings("rawtypes")
    private static List<Schema<?>> alternatives(Schema<?> schema) {
        var all = new ArrayList<Schema<?>>();
        for (List<Schema> some : List.of(orNone(schema.getOneOf()), orNone(schema.getAnyOf()))) {
            some.forEach(all::add);
        }
        return all;
    }

    @SuppressWarnings("rawtypes")
    private static List<Schema> orNone(List<Schema> some) {
        return some == null ? List.of() : some;
    }
}
