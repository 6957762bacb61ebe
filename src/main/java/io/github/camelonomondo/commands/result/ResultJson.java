package io.github.camelonomondo.commands.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.kafka.InstantText;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results as the contract shows them, one after the other. Of one thread at a time. Closed, its buffers serve the next. */
final class ResultJson implements Closeable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUAL_SIZE = 512;

    private static final SerializedString COMMAND = new SerializedString("command");
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString SIM = new SerializedString("sim");
    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString APPLIED = new SerializedString("applied");
    private static final SerializedString SUPERSEDED_BY = new SerializedString("supersededBy");
    private static final SerializedString ATTEMPTS = new SerializedString("attempts");
    private static final SerializedString RECEIVED_AT = new SerializedString("receivedAt");
    private static final SerializedString COMPLETED_AT = new SerializedString("completedAt");
    private static final SerializedString CALL = new SerializedString("call");
    private static final SerializedString SIZE = new SerializedString("size");
    private static final SerializedString ERROR = new SerializedString("error");
    private static final SerializedString CODE = new SerializedString("code");
    private static final SerializedString DETAIL = new SerializedString("detail");
    private static final SerializedString API_STATUS = new SerializedString("apiStatus");
    private static final SerializedString API_ERROR = new SerializedString("apiError");

    private final InstantText received = new InstantText();
    private final InstantText completed = new InstantText();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    private final JsonGenerator json;

    ResultJson() {
        try {
            json = MAPPER.createGenerator(bytes).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be written to", e);
        }
    }

    byte[] write(CommandResult result) {
        try {
            bytes.reset();
            json.writeStartObject();
            json.writeFieldName(COMMAND);
            json.writeStartObject();
            text(ID, result.id());
            text(TYPE, result.type());
            json.writeEndObject();
            text(SIM, result.sim());
            text(STATUS, result.status().name());
            if (!result.applied().isEmpty()) {
                applied(result.applied());
            }
            text(SUPERSEDED_BY, result.supersededBy());
            number(ATTEMPTS, result.attempts());
            text(RECEIVED_AT, received.of(result.record().receivedAt()));
            text(COMPLETED_AT, completed.of(result.completedAt()));
            call(result.call());
            error(result.error());
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new IllegalStateException("the result of " + result.record() + " cannot be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be written to", e);
        }
    }

    private void applied(Map<String, @Nullable Object> applied) throws IOException {
        json.writeFieldName(APPLIED);
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> entry : applied.entrySet()) {
            json.writeFieldName(entry.getKey());
            Object value = entry.getValue();
            if (value instanceof String text) {
                json.writeString(text);
            } else {
                json.writeObject(value);
            }
        }
        json.writeEndObject();
    }

    private void call(CommandResult.@Nullable Call call) throws IOException {
        if (call == null) {
            return;
        }
        json.writeFieldName(CALL);
        json.writeStartObject();
        text(ID, call.id());
        number(SIZE, call.size());
        number(STATUS, call.status());
        json.writeEndObject();
    }

    private void error(@Nullable CommandError error) throws IOException {
        if (error == null) {
            return;
        }
        json.writeFieldName(ERROR);
        json.writeStartObject();
        text(CODE, error.code().wireName());
        text(DETAIL, error.detail());
        Integer status = error.apiStatus();
        if (status != null) {
            number(API_STATUS, status);
        }
        text(API_ERROR, error.apiError());
        json.writeEndObject();
    }

    private void text(SerializedString name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeString(value);
        }
    }

    private void number(SerializedString name, int value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }
}
