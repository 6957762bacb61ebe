package io.github.camelonomondo.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests to every operation of a document: right ones, and each with one thing changed. */
final class Proposals {

    private static final long SEED = 20_261_123;
    private static final String JSON = "application/json";

    private final SchemaValues values = new SchemaValues(SEED);
    private final List<Proposal> bases = new ArrayList<>();
    private final List<Proposal> all = new ArrayList<>();

    private final Map<String, String> known;

    /**
     * Makes them.
     *
     * @param known what path parameters name, by their names
     */
    Proposals(OpenAPI document, Map<String, String> known) {
        this.known = known;
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> propose(path, item, method.name(), operation)));
    }

    /** One for each operation, of what is required and no more. */
    List<Proposal> bases() {
        return bases;
    }

    List<Proposal> all() {
        return all;
    }

    private void propose(String path, PathItem item, String method, Operation operation) {
        var parameters = new ArrayList<Parameter>();
        parameters.addAll(item.getParameters() == null ? List.of() : item.getParameters());
        parameters.addAll(operation.getParameters() == null ? List.of() : operation.getParameters());
        var base = base(path, method, operation, parameters);
        bases.add(base);
        all.add(base);
        parameters.forEach(parameter -> vary(base, parameter));
        if (operation.getRequestBody() != null) {
            varyBody(base, schemaOf(operation));
        }
    }

    private Proposal base(String path, String method, Operation operation, List<Parameter> parameters) {
        Map<String, String> inPath = new HashMap<>();
        Map<String, List<String>> inQuery = new HashMap<>();
        for (Parameter parameter : parameters) {
            var value = first(parameter.getSchema());
            if ("path".equals(parameter.getIn())) {
                inPath.put(parameter.getName(), known.getOrDefault(parameter.getName(), value.asText()));
            } else if (Boolean.TRUE.equals(parameter.getRequired())) {
                inQuery.put(parameter.getName(), List.of(value.asText()));
            }
        }
        boolean hasBody = operation.getRequestBody() != null;
        var body = hasBody ? example(operation) : null;
        return new Proposal(operation.getOperationId(), method, path, inPath, inQuery, body, hasBody ? JSON : null);
    }

    private void vary(Proposal base, Parameter parameter) {
        var candidates = new ArrayList<>(values.allowed(parameter.getSchema()));
        candidates.addAll(values.beside(parameter.getSchema()));
        for (JsonNode candidate : candidates) {
            var name = parameter.getName();
            if ("path".equals(parameter.getIn())) {
                if (!candidate.asText().isEmpty()) {
                    all.add(base.withPath(name, candidate.asText()));
                }
            } else if (candidate.isArray()) {
                var several = new ArrayList<String>();
                candidate.forEach(one -> several.add(one.asText()));
                // name= is an empty list to some, and a list of an empty text to others.
                if (!several.equals(List.of(""))) {
                    all.add(base.withQuery(name, several));
                }
            } else if (candidate.isValueNode()
                    && !candidate.isNull()
                    && (parameter.getSchema().getItems() == null
                            || !candidate.asText().isEmpty())) {
                all.add(base.withQuery(name, List.of(candidate.asText())));
            }
        }
        if (Boolean.TRUE.equals(parameter.getRequired()) && "query".equals(parameter.getIn())) {
            all.add(base.withoutQuery(parameter.getName()));
        }
    }

    private void varyBody(Proposal base, Schema<?> schema) {
        values.allowed(schema).forEach(body -> all.add(base.withBody(body.toString())));
        values.beside(schema).forEach(body -> all.add(base.withBody(body.toString())));
        for (String broken : List.of("", " ", "{", "{\"a\":1}{}", "[1,", "nonsense", "\u0000", "{\"sims\": NaN}")) {
            all.add(base.withBody(broken));
        }
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png")) {
            all.add(base.withType(type));
        }
    }

    private JsonNode first(Schema<?> schema) {
        return values.allowed(schema).get(0);
    }

    private static Schema<?> schemaOf(Operation operation) {
        return operation.getRequestBody().getContent().get(JSON).getSchema();
    }

    private String example(Operation operation) {
        var example = operation.getRequestBody().getContent().get(JSON).getExample();
        return example == null ? first(schemaOf(operation)).toString() : example.toString();
    }
}
