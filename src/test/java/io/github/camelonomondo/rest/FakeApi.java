package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.FindQuery;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** An API that notes every call and answers as it is told. */
final class FakeApi implements OnomondoApi {

    static final String SIM =
            "{\"id\": \"000279139\", \"iccid\": \"89457387300002791013\", \"label\": null,  \"activated\":true}";

    /** What was asked, as text. */
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** The sizes and priorities of the bulks, such as {@code 20 REST}. */
    final List<String> bulks = new CopyOnWriteArrayList<>();

    private volatile UnaryOperator<String> answer;
    private volatile Function<List<SimUpdate>, BulkAnswer> bulk;
    private volatile Runnable budget;

    FakeApi() {
        reset();
    }

    void reset() {
        calls.clear();
        bulks.clear();
        answer = FakeApi::usual;
        bulk = FakeApi::allUpdated;
        budget = () -> {};
    }

    private static String usual(String call) {
        if (call.startsWith("list")) {
            return "{\"sims\":[" + SIM + "],\"pagination\":{\"has_more\":false}}";
        }
        return call.startsWith("find") ? "[" + SIM + "]" : SIM;
    }

    void answers(String json) {
        answer = call -> json;
    }

    void fails(RuntimeException thrown) {
        answer = call -> {
            throw thrown;
        };
        bulk = updates -> {
            throw thrown;
        };
    }

    void answersWith(UnaryOperator<String> how) {
        answer = how;
    }

    void answersBulks(Function<List<SimUpdate>, BulkAnswer> how) {
        bulk = how;
    }

    /** What a bulk waits for before it asks for its updates. */
    void holdsBulksFor(Runnable wait) {
        budget = wait;
    }

    static BulkAnswer allUpdated(List<SimUpdate> updates) {
        var lines = new LinkedHashMap<SimId, BulkAnswer.Line>();
        updates.forEach(update -> lines.put(update.sim(), new BulkAnswer.Updated()));
        return new BulkAnswer("call", updates.size(), 200, lines);
    }

    private byte[] called(String call, Priority priority) {
        calls.add(call + " " + priority);
        return answer.apply(call).getBytes(UTF_8);
    }

    @Override
    public byte[] listSims(SimQuery query, Priority priority) {
        return called("list " + query.limit() + " " + query.cursor() + " " + query.filters(), priority);
    }

    @Override
    public byte[] findSims(FindQuery query, Priority priority) {
        return called("find " + query.search() + " " + query.limit() + " " + query.offset(), priority);
    }

    @Override
    public byte[] getSim(SimReference sim, Priority priority) {
        return called("get " + sim.value(), priority);
    }

    @Override
    public byte[] updateSim(SimReference sim, byte[] json, Priority priority) {
        return called("update " + sim.value() + " " + new String(json, UTF_8), priority);
    }

    @Override
    public BulkAnswer updateSims(List<SimUpdate> updates, Priority priority) {
        bulks.add(updates.size() + " " + priority);
        return bulk.apply(updates);
    }

    @Override
    public BulkAnswer updateSims(Supplier<List<SimUpdate>> updates, Priority priority) {
        budget.run();
        var wanted = updates.get();
        return wanted.isEmpty() ? new BulkAnswer("none", 0, 0, Map.of()) : updateSims(wanted, priority);
    }

    @Override
    public byte[] addTag(SimReference sim, String tagId, Priority priority) {
        return called("add " + sim.value() + " " + tagId, priority);
    }

    @Override
    public byte[] removeTag(SimReference sim, String tagId, Priority priority) {
        return called("remove " + sim.value() + " " + tagId, priority);
    }

    @Override
    public byte[] listTags(Priority priority) {
        called("tags", priority);
        return "[{\"id\":\"7b6c2c22-dab6-482d-af43-0d673c6717fd\",\"name\":\"pumps\"}]".getBytes(UTF_8);
    }
}
