package io.github.camelonomondo.changes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelonomondo.changes.compare.Fingerprint;
import io.github.camelonomondo.changes.compare.SimFields;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of GET /sims in one pass: every SIM as its fingerprint and its place in the page, and how it goes on.
 * Takes all envelopes that were seen or documented: an object with {@code sims} and {@code pagination}, one with
 * {@code sims} and {@code total}, a bare array. Not thread-safe.
 */
public final class PageReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Fingerprint fingerprint;

    public PageReader(SimFields fields) {
        this.fingerprint = new Fingerprint(fields);
    }

    /** One SIM of a page. */
    interface RowSink {
        /** {@code page} from {@code from} to before {@code to} is the SIM's JSON as it came. */
        void row(int id, long first, long second, byte[] page, int from, int to);
    }

    /** One SIM alone. */
    record Row(int id, long first, long second) {}

    /**
     * How a page ended.
     *
     * @param rows entries of the list
     * @param nameless those of them that are not SIMs with an id
     * @param cursor of the next page, null if none was given
     * @param hasMore what the API says of it, null if nothing
     * @param total of the fleet, or -1 if it does not say
     */
    public record End(
            int rows,
            int nameless,
            @Nullable String cursor,
            @Nullable Boolean hasMore,
            long total) {}

    /**
     * Hands over every SIM, then the end.
     *
     * @throws IOException if the page is not whole, with the place in it; what was handed over must be forgotten
     */
    public End read(byte[] page, RowSink sink) throws IOException {
        try (JsonParser parser = JSON.createParser(page)) {
            var reading = new Reading(page, sink, parser);
            try {
                reading.read();
            } catch (JsonProcessingException e) {
                throw new IOException(reading.trouble(e), e);
            }
            return reading.end();
        }
    }

    /** Reads one SIM; null if it is not a JSON object with an id. */
    @Nullable
    Row readSim(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            fingerprint.read(parser);
            return fingerprint.id() == Fingerprint.NO_ID
                    ? null
                    : new Row(fingerprint.id(), fingerprint.first(), fingerprint.second());
        } catch (IOException e) {
            return null;
        }
    }

    private final class Reading {
        private final byte[] page;
        private final RowSink sink;
        private final JsonParser parser;
        private boolean listed;
        private boolean inSim;
        private int rows;
        private int nameless;
        private @Nullable String cursor;
        private @Nullable Boolean hasMore;
        private long total = -1;

        Reading(byte[] page, RowSink sink, JsonParser parser) {
            this.page = page;
            this.sink = sink;
            this.parser = parser;
        }

        End end() {
            return new End(rows, nameless, cursor, hasMore, total);
        }

        /** What is wrong with the JSON, and where. */
        String trouble(JsonProcessingException cause) {
            String what = "it is not JSON";
            if (cause instanceof JsonEOFException) {
                what = "it is cut";
            } else if (cause instanceof InputCoercionException) {
                what = "it holds a number that is too large";
            } else if (cause instanceof StreamConstraintsException) {
                what = "it nests too deep, or holds a number, a name or a text that is too long";
            }
            JsonLocation at = cause.getLocation() == null ? parser.currentLocation() : cause.getLocation();
            String where = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            String row = rows == 0 ? "" : ", row " + rows;
            boolean isNamed = inSim && fingerprint.id() != Fingerprint.NO_ID;
            return what + where + row + (isNamed ? ", SIM " + PageComparison.simId(fingerprint.id()) : "");
        }

        void read() throws IOException {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                sims();
            } else if (token == JsonToken.START_OBJECT) {
                envelope();
            }
            if (!listed || parser.nextToken() != null) {
                throw new IOException("it is neither a list of SIMs nor an object that holds one");
            }
        }

        private void envelope() throws IOException {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if ("sims".equals(name) && token == JsonToken.START_ARRAY) {
                    sims();
                } else if ("pagination".equals(name) && token == JsonToken.START_OBJECT) {
                    pagination();
                } else if ("total".equals(name) && token == JsonToken.VALUE_NUMBER_INT) {
                    total = parser.getLongValue();
                } else {
                    pagingField(name, token);
                }
            }
        }

        private void pagination() throws IOException {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                pagingField(name, parser.nextToken());
            }
        }

        private void pagingField(String name, JsonToken token) throws IOException {
            if ("next_page".equals(name) && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                String text = parser.getText();
                cursor = text.isEmpty() ? null : text;
            } else if ("has_more".equals(name) && (token.isBoolean() || token == JsonToken.VALUE_STRING)) {
                hasMore = "true".equals(parser.getText());
            } else {
                parser.skipChildren();
            }
        }

        private void sims() throws IOException {
            listed = true;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null) {
                    throw new IOException("it is cut");
                }
                rows++;
                if (token == JsonToken.START_OBJECT) {
                    sim();
                } else {
                    nameless++;
                    parser.skipChildren();
                }
            }
        }

        private void sim() throws IOException {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            inSim = true;
            fingerprint.read(parser);
            inSim = false;
            if (fingerprint.id() == Fingerprint.NO_ID) {
                nameless++;
                return;
            }
            int to = (int) parser.currentLocation().getByteOffset();
            sink.row(fingerprint.id(), fingerprint.first(), fingerprint.second(), page, from, to);
        }
    }
}
