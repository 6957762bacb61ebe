package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code openapi.yaml} as a judge: an answer that it does not announce fails the test that got it. */
final class Contract {

    private static final String PLACE = "https://contract.test/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract INSTANCE = new Contract();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    private Contract() {
        try {
            var text = new String(new OpenApi().bytes(), StandardCharsets.UTF_8);
            document = JSON.readTree(text);
            schemas = JsonSchemaFactory.getInstance(
                    VersionFlag.V4,
                    factory -> factory.metaSchema(OpenApi30.getInstance())
                            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                            .schemaLoaders(loaders -> loaders.schemas(Map.of(PLACE, text))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode document() {
        return INSTANCE.document;
    }

    /** Fails unless the contract announces {@code answer}; what is under none of its paths has to be a problem. */
    static void check(HttpResponse<String> answer) {
        INSTANCE.hold(answer);
    }

    private void hold(HttpResponse<String> answer) {
        var method = answer.request().method().toLowerCase(Locale.ROOT);
        var path = template(answer.uri().getPath());
        var operation = document.path("paths").path(path).path(method);
        var type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (operation.isMissingNode()) {
            if (answer.statusCode() >= 400 && !method.equals("head")) {
                validate("/components/schemas/Problem", answer.body());
            }
            return;
        }
        var exact = Integer.toString(answer.statusCode());
        var status = operation.path("responses").has(exact) ? exact : exact.charAt(0) + "XX";
        var where = method + " " + path + " " + status + " " + type;
        var response = resolved(operation.path("responses").path(status));
        assertThat(response.isMissingNode()).as("the contract has no " + where).isFalse();
        assertThat(response.path("content").has(type))
                .as("the contract has no " + where)
                .isTrue();
        response.path("headers").fieldNames().forEachRemaining(header -> {
            if (!header.equals("Retry-After")) {
                assertThat(answer.headers().firstValue(header))
                        .as(where + " has to have " + header)
                        .isPresent();
            }
        });
        if (type.equals("text/plain")) {
            answer.body().lines().forEach(line -> validate("/components/schemas/BulkLine", line));
        } else {
            validate(pointer(operation, path, method, status) + "/content/" + escaped(type) + "/schema", answer.body());
        }
    }

    private String template(String path) {
        if (document.path("paths").has(path)) {
            return path;
        }
        var names = new ArrayList<String>();
        document.path("paths").fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> path.matches(name.replaceAll("\\{[a-z]+}", "[^/]+")))
                .findFirst()
                .orElse("");
    }

    private String pointer(JsonNode operation, String path, String method, String status) {
        var reference = operation.path("responses").path(status).path("$ref");
        return reference.isTextual()
                ? reference.textValue().substring(1)
                : "/paths/" + escaped(path) + "/" + method + "/responses/" + status;
    }

    private JsonNode resolved(JsonNode response) {
        return response.has("$ref")
                ? document.at(response.path("$ref").textValue().substring(1))
                : response;
    }

    private void validate(String pointer, String body) {
        try {
            var errors =
                    schemas.getSchema(SchemaLocation.of(PLACE + "#" + pointer)).validate(JSON.readTree(body));
            assertThat(List.copyOf(errors)).as(pointer + " of " + body).isEmpty();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
