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

/** {@code openapi.yaml} as a judge: a response that it does not announce fails the test that got it. */
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

    /** Fails unless the contract announces {@code response}; what is under none of its paths has to be a problem. */
    static void check(HttpResponse<String> response) {
        INSTANCE.hold(response);
    }

    private void hold(HttpResponse<String> response) {
        var method = response.request().method().toLowerCase(Locale.ROOT);
        var path = template(response.uri().getPath());
        var operation = document.path("paths").path(path).path(method);
        var type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (operation.isMissingNode()) {
            if (response.statusCode() >= 400 && !method.equals("head")) {
                validate("/components/schemas/Problem", response.body());
            }
            return;
        }
        var exact = Integer.toString(response.statusCode());
        var status = operation.path("responses").has(exact) ? exact : exact.charAt(0) + "XX";
        var where = method + " " + path + " " + status + " " + type;
        var announced = resolved(operation.path("responses").path(status));
        assertThat(announced.isMissingNode()).as("the contract has no " + where).isFalse();
        assertThat(announced.path("content").has(type))
                .as("the contract has no " + where)
                .isTrue();
        announced.path("headers").fieldNames().forEachRemaining(header -> {
            if (!header.equals("Retry-After")) {
                assertThat(response.headers().firstValue(header))
                        .as(where + " has to have " + header)
                        .isPresent();
            }
        });
        if (type.equals("text/plain")) {
            response.body().lines().forEach(line -> validate("/components/schemas/BulkLine", line));
        } else {
            validate(
                    pointer(operation, path, method, status) + "/content/" + escaped(type) + "/schema",
                    response.body());
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

    private JsonNode resolved(JsonNode announced) {
        return announced.has("$ref")
                ? document.at(announced.path("$ref").textValue().substring(1))
                : announced;
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
