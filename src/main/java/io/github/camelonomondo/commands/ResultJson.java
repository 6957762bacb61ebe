package io.github.camelonomondo.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.kafka.InstantText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a result as the contract shows it. Safe to share between threads. */
final class ResultJson {

    private static final int USUAL_SIZE = 512;

    private final ObjectMapper mapper = new ObjectMapper();
    private final InstantText received = new InstantText();
    private final InstantText completed = new InstantText();

    byte[] write(CommandResult result) {
        var bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = mapper.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("command");
            json.writeStringField("id", result.id());
            text(json, "type", result.type());
            json.writeEndObject();
            text(json, "sim", result.sim());
            json.writeStringField("status", result.status().name());
            if (!result.applied().isEmpty()) {
                applied(json, result.applied());
            }
            text(json, "supersededBy", result.supersededBy());
            json.writeNumberField("attempts", result.attempts());
            json.writeStringField("receivedAt", received.of(result.record().receivedAt()));
            json.writeStringField("completedAt", completed.of(result.completedAt()));
            call(json, result.call());
            error(json, result.error());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("the result of " + result.record() + " cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void applied(JsonGenerator json, Map<String, @Nullable Object> applied) throws IOException {
        json.writeObjectFieldStart("applied");
        for (Map.Entry<String, @Nullable Object> entry : applied.entrySet()) {
            json.writeFieldName(entry.getKey());
            json.writeObject(entry.getValue());
        }
        json.writeEndObject();
    }

    private static void call(JsonGenerator json, CommandResult.@Nullable Call call) throws IOException {
        if (call != null) {
            json.writeObjectFieldStart("call");
            json.writeStringField("id", call.id());
            json.writeNumberField("size", call.size());
            json.writeNumberField("status", call.status());
            json.writeEndObject();
        }
    }

    private static void error(JsonGenerator json, @Nullable CommandError error) throws IOException {
        if (error != null) {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", error.code().wireName());
            json.writeStringField("detail", error.detail());
            if (error.apiStatus() != null) {
                json.writeNumberField("apiStatus", error.apiStatus());
            }
            text(json, "apiError", error.apiError());
            json.writeEndObject();
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
