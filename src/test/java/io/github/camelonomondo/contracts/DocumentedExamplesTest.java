package io.github.camelonomondo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every JSON object that the pages show is one that the contract allows. */
class DocumentedExamplesTest {

    private static final Pattern BLOCK = Pattern.compile("```json\\n(.*?)\\n```", Pattern.DOTALL);

    private final AsyncApi contract = new AsyncApi();

    @TestFactory
    Stream<DynamicTest> followTheContract() throws IOException {
        return pages().stream().flatMap(this::blocks);
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.exists(Path.of("docs")) ? Files.walk(Path.of("docs")) : Stream.<Path>empty()) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs)
                    .filter(path -> path.toString().endsWith(".md") && Files.exists(path))
                    .toList();
        }
    }

    private Stream<DynamicTest> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> DynamicTest.dynamicTest(page + ": " + block.group(1), () -> check(block.group(1))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void check(String block) {
        JsonNode json = AsyncApi.json(block);
        assertThat(contract.wrongBySchema(schemaOf(json), json)).isEmpty();
    }

    private static String schemaOf(JsonNode json) {
        if (json.has("specversion")) {
            return "command.schema.json#/$defs/cloudEvent";
        }
        if (json.has("instance")) {
            return "notification.schema.json";
        }
        if (json.has("order")) {
            return "control-order.schema.json";
        }
        if (json.has("snapshotDone") || json.has("paused")) {
            return "checkpoint.schema.json";
        }
        if (json.has("op")) {
            return "change-event.schema.json";
        }
        return json.has("status") ? "command-result.schema.json" : "command.schema.json";
    }
}
