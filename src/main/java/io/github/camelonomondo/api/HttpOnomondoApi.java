package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** {@link OnomondoApi} over Camel HTTP: how each operation is written and what its answer holds. */
public final class HttpOnomondoApi implements OnomondoApi, AutoCloseable {

    private static final int USUAL_UPDATE = 64;
    private static final String DONE = "{\"message\":\"ok\"}";
    private static final Set<String> NO_TAG = Set.of("", ".", "..");
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final ObjectMapper mapper;
    private final ApiCaller caller;
    private final Caused caused;

    public HttpOnomondoApi(
            CamelContext context, ApiSettings settings, ApiKey key, CallBudget budget, CallObserver observer) {
        this(context, settings, key, budget, observer, CallTracer.none());
    }

    public HttpOnomondoApi(
            CamelContext context,
            ApiSettings settings,
            ApiKey key,
            CallBudget budget,
            CallObserver observer,
            CallTracer tracer) {
        this(new ObjectMapper(), new ApiCaller(context, settings, key, budget, observer, tracer), Caused.BY_NOBODY);
    }

    private HttpOnomondoApi(ObjectMapper mapper, ApiCaller caller, Caused caused) {
        this.mapper = mapper;
        this.caller = caller;
        this.caused = caused;
    }

    @Override
    public OnomondoApi causedBy(Caused whom) {
        return new HttpOnomondoApi(mapper, caller, whom);
    }

    @Override
    public byte[] listSims(SimQuery query, Priority priority) {
        return json(HttpCall.get("listSims", "sims", queryOf(query)), priority);
    }

    @Override
    public byte[] findSims(FindQuery query, Priority priority) {
        var parameters = new StringJoiner("&").add("search=" + encoded(query.search()));
        add(parameters, "limit", query.limit());
        add(parameters, "offset", query.offset());
        return json(HttpCall.get("findSims", "sims/find", parameters.toString()), priority);
    }

    @Override
    public byte[] getSim(SimReference sim, Priority priority) {
        HttpCall call = HttpCall.get("getSim", "sims/" + sim.value(), null);
        try {
            return object(call, priority);
        } catch (ApiException.Refused e) {
            if (e.refusal().isNotFound() && e.refusal().code() == null && !listsSims(priority)) {
                throw new ApiException.Unavailable(
                        call + " was answered with status 404 and no word of the API, which does not list SIMs either",
                        e.refusal().status(),
                        null); // whoever looks for a refusal among the causes would find one
            }
            throw e;
        }
    }

    /** What stands before an API that is away may answer everything with 404. */
    private boolean listsSims(Priority priority) {
        try {
            listSims(SimQuery.page(1, null), priority);
            return true;
        } catch (ApiException.Unavailable | ApiException.Unproven | ApiException.Refused e) {
            return false;
        }
    }

    @Override
    public byte[] updateSim(SimReference sim, byte[] json, Priority priority) {
        return object(new HttpCall("updateSim", "PATCH", "sims/" + sim.value(), null, json), priority);
    }

    @Override
    public BulkAnswer updateSims(Supplier<List<SimUpdate>> updates, Priority priority) {
        var asked = new HashSet<SimId>();
        HttpAnswer answer =
                caller.call("updateSims", () -> bulk(updates.get(), asked), HttpAnswer::looksLikeJson, priority);
        String callId = UUID.randomUUID().toString();
        if (answer == null) {
            return new BulkAnswer(callId, 0, 0, Map.of());
        }
        Map<SimId, BulkAnswer.Line> lines = BulkLines.read(mapper, answer.body(), asked, answer.status());
        boolean refused = answer.status() >= BAD_REQUEST && answer.status() < SERVER_ERROR;
        if (refused && lines.isEmpty()) {
            throw new ApiException.Refused("PATCH /sims/bulk", Refusals.of(answer.status(), answer.body(), mapper));
        }
        return new BulkAnswer(callId, asked.size(), answer.status(), lines);
    }

    private @Nullable HttpCall bulk(List<SimUpdate> updates, Set<SimId> asked) {
        if (updates.isEmpty()) {
            return null;
        }
        asked.clear(); // asked once more for the other form of the key
        asked.addAll(different(updates));
        return new HttpCall("updateSims", "PATCH", HttpCall.BULK, null, bulkBody(updates), caused);
    }

    @Override
    public byte[] addTag(SimReference sim, String tagId, Priority priority) {
        return done(new HttpCall("addTag", "PUT", tagPath(sim, tagId), null, null), priority);
    }

    @Override
    public byte[] removeTag(SimReference sim, String tagId, Priority priority) {
        return done(new HttpCall("removeTag", "DELETE", tagPath(sim, tagId), null, null), priority);
    }

    @Override
    public byte[] listTags(Priority priority) {
        return new TagLists(call -> json(call, priority)).all();
    }

    /** Calls under way. */
    public int inFlight() {
        return caller.inFlight();
    }

    /** Why nothing is sent at present: since when the API refuses the key, or null. */
    public @Nullable Instant keyRefusedSince() {
        return caller.keyRefusedSince();
    }

    private byte[] json(HttpCall call, Priority priority) {
        return called(call, priority, HttpAnswer::looksLikeJson);
    }

    private byte[] object(HttpCall call, Priority priority) {
        return called(call, priority, HttpAnswer::looksLikeObject);
    }

    /** The answer says nothing but that it is done; with 204, or no body, it says so as well. */
    private byte[] done(HttpCall call, Priority priority) {
        byte[] body = called(call, priority, answer -> answer.isEmpty() || answer.looksLikeObject());
        return body.length == 0 ? DONE.getBytes(UTF_8) : body;
    }

    private byte[] called(HttpCall call, Priority priority, Predicate<HttpAnswer> expected) {
        HttpAnswer answer = caller.call(
                call.operation(),
                () -> caused.isWanted() ? call.causedBy(caused) : null,
                body -> expected.test(body) && (priority != Priority.REST || isJson(body)),
                priority);
        if (answer == null) {
            throw new ApiException.Unwanted(call.toString());
        }
        if (!answer.isSuccess()) {
            throw new ApiException.Refused(call.toString(), Refusals.of(answer.status(), answer.body(), mapper));
        }
        return answer.body();
    }

    /** Who asked over REST gets the bytes as they are; everybody else reads them. */
    private boolean isJson(HttpAnswer answer) {
        try (var parser = mapper.createParser(answer.body())) {
            while (parser.nextToken() != null) {
                // to the end
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<SimId> different(List<SimUpdate> updates) {
        if (updates.size() > MAX_BULK) {
            throw new IllegalArgumentException("a bulk holds " + MAX_BULK + " SIMs at most, not " + updates.size());
        }
        var sims = new HashSet<SimId>();
        for (SimUpdate update : updates) {
            if (!sims.add(update.sim())) {
                throw new IllegalArgumentException("a bulk holds SIM " + update.sim() + " once only");
            }
        }
        return sims;
    }

    private byte[] bulkBody(List<SimUpdate> updates) {
        var body = new ByteArrayOutputStream(updates.size() * USUAL_UPDATE);
        try (JsonGenerator json = mapper.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("sims");
            for (SimUpdate update : updates) {
                json.writeStartObject();
                json.writeStringField("id", update.sim().value());
                for (Map.Entry<String, @Nullable Object> property :
                        update.properties().entrySet()) {
                    json.writeFieldName(property.getKey());
                    if (property.getValue() instanceof String text) {
                        json.writeString(text);
                    } else {
                        json.writeObject(property.getValue());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalArgumentException("an update cannot be written as JSON", e);
        }
        return body.toByteArray();
    }

    private static @Nullable String queryOf(SimQuery query) {
        var parameters = new StringJoiner("&").setEmptyValue("");
        add(parameters, "limit", query.limit());
        add(parameters, "next_page", query.cursor());
        String name = query.filters().size() == 1 ? "filter" : "filter[]";
        query.filters().forEach(filter -> add(parameters, name, filter));
        return parameters.length() == 0 ? null : parameters.toString();
    }

    private static void add(StringJoiner parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.add(encoded(name) + "=" + encoded(value.toString()));
        }
    }

    /** A path with a part that is empty or goes up is another one. */
    private static String tagPath(SimReference sim, String tagId) {
        if (NO_TAG.contains(tagId)) {
            throw new IllegalArgumentException("no tag has the id '" + tagId + "'");
        }
        return "sims/" + sim.value() + "/tags/" + encoded(tagId);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        caller.close();
    }
}
