package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.FindQuery;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The API as far as commands see it, in memory; what it is not meant to take it never takes, and it has bad days. */
final class ModelApi implements OnomondoApi {
    /** A value that is refused for good, whatever the property. */
    static final String GUILTY = "guilty";
    /** The value of a property that it neither takes nor says a word about. */
    static final String UNSAID = "unsaid";
    /** A value for which the whole bulk is refused. */
    static final String POISON = "poison";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<SimId, Map<String, Object>> sims =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final Map<SimId, List<Map<String, Object>>> applied = new HashMap<>();
    private final Random random;
    private final int badDays;
    private String stubborn = "";
    private int refusals = Integer.MAX_VALUE;
    private int tagless;
    private int calls;
    private boolean tagsRefused;
    private boolean cursorLoops;
    private boolean cursorLost;

    /** @param badDays in how many of ten calls something goes wrong that may pass */
    ModelApi(int fleet, int badDays, Random random) {
        this.random = random;
        this.badDays = badDays;
        for (int i = 1; i <= fleet; i++) {
            var sim = new LinkedHashMap<String, Object>();
            sim.put("id", String.format("%09d", i));
            sim.put("iccid", "8945730000" + String.format("%09d", i) + "0");
            sim.put("label", null);
            sim.put("activated", false);
            sim.put("connector", null);
            sim.put("tags", List.of("t0"));
            sims.put(new SimId(String.format("%09d", i)), sim);
        }
    }

    /** Refuses every update from now on. */
    void alwaysRefuse(String error) {
        stubborn = error;
    }

    /** Refuses the next update. */
    void refuseOnce(String error) {
        stubborn = error;
        refusals = 1;
    }

    /** Leaves the tags out of the next so many answers to a GET of one SIM. */
    void forgetTags(int times) {
        tagless = times;
    }

    /** Every page of the fleet is the first, and has a cursor. */
    void loopCursor() {
        cursorLoops = true;
    }

    /** A page says that there are more, without a cursor. */
    void loseCursor() {
        cursorLost = true;
    }

    /** Refuses the list of tags from now on. */
    void refuseTags() {
        tagsRefused = true;
    }

    int calls() {
        return calls;
    }

    Map<String, Object> sim(SimId id) {
        return sims.get(id);
    }

    /** Every update of a SIM that was applied, in order. */
    List<Map<String, Object>> appliedTo(SimId id) {
        return applied.getOrDefault(id, List.of());
    }

    void remove(SimId id) {
        sims.remove(id);
    }

    @Override
    public BulkAnswer updateSims(Supplier<List<SimUpdate>> supplier, Priority priority) {
        boolean bad = random.nextInt(10) < badDays;
        int kind = random.nextInt(6);
        if (bad && kind == 0) {
            throw new ApiException.Throttled(Duration.ZERO);
        }
        List<SimUpdate> updates = supplier.get();
        if (updates.isEmpty()) {
            return new BulkAnswer("none", 0, 0, Map.of());
        }
        calls++;
        assertThat(updates).hasSizeBetween(1, MAX_BULK);
        assertThat(updates).extracting(SimUpdate::sim).doesNotHaveDuplicates();
        if (bad && kind == 1) {
            throw new ApiException.Unavailable("away", 503, null);
        }
        if (updates.stream().anyMatch(update -> update.properties().containsValue(POISON))) {
            throw new ApiException.Refused("PATCH", new Refusal(400, "body_invalid", null));
        }
        var lines = new HashMap<SimId, BulkAnswer.Line>();
        for (SimUpdate update : updates) {
            if (update.properties().containsValue(UNSAID)) {
                continue;
            }
            BulkAnswer.Line line = update(update, bad && kind == 2);
            if (!(bad && kind == 3 && random.nextBoolean())) {
                lines.put(update.sim(), line);
            }
        }
        if (bad && kind == 4) {
            throw new ApiException.Unproven("no answer", null);
        }
        return new BulkAnswer("call-" + calls, updates.size(), 200, lines);
    }

    private BulkAnswer.Line update(SimUpdate update, boolean refusing) {
        if (!sims.containsKey(update.sim())) {
            return new BulkAnswer.NotUpdated(new Refusal(200, "sim_not_found", null));
        }
        if (!stubborn.isEmpty() && refusals-- > 0) {
            return new BulkAnswer.NotUpdated(new Refusal(200, stubborn, null));
        }
        if (refusing && random.nextBoolean()) {
            return new BulkAnswer.NotUpdated(new Refusal(200, "busy", null));
        }
        if (update.properties().containsValue(GUILTY)
                || (update.properties().get("tags") instanceof List<?> tags && tags.contains(GUILTY))) {
            return new BulkAnswer.NotUpdated(new Refusal(200, "value_invalid", null));
        }
        sims.get(update.sim()).putAll(update.properties());
        applied.computeIfAbsent(update.sim(), sim -> new ArrayList<>()).add(update.properties());
        return new BulkAnswer.Updated();
    }

    @Override
    public byte[] getSim(SimReference sim, Priority priority) {
        sometimesAway();
        calls++;
        Map<String, Object> found =
                sims.get(sim instanceof SimId id ? id : new SimId(sim.value().substring(10, 19)));
        if (found == null) {
            throw new ApiException.Refused("GET", new Refusal(404, "sim_not_found", null));
        }
        var row = new LinkedHashMap<>(found);
        row.put(
                "tags",
                ((List<?>) row.get("tags"))
                        .stream().map(tag -> Map.of("id", tag)).toList());
        if (tagless > 0) {
            tagless--;
            row.remove("tags");
        }
        return json(row);
    }

    @Override
    public byte[] listSims(SimQuery query, Priority priority) {
        sometimesAway();
        calls++;
        int from = query.cursor() == null || cursorLoops ? 0 : Integer.parseInt(query.cursor());
        int to = Math.min(sims.size(), from + 7);
        List<Object> rows = new ArrayList<>();
        new ArrayList<>(sims.values()).subList(from, to).forEach(sim -> {
            var row = new LinkedHashMap<>(sim);
            row.put(
                    "tags",
                    ((List<?>) row.get("tags"))
                            .stream().map(tag -> Map.of("id", tag)).toList());
            row.remove("data_limit");
            rows.add(row);
        });
        boolean more = to < sims.size();
        if (cursorLost) {
            return json(Map.of("sims", rows, "pagination", Map.of("has_more", true)));
        }
        return json(Map.of(
                "sims",
                rows,
                "pagination",
                more ? Map.of("has_more", true, "next_page", String.valueOf(to)) : Map.of("has_more", false)));
    }

    private void sometimesAway() {
        if (random.nextInt(10) < badDays) {
            throw new ApiException.Unavailable("away", 503, null);
        }
    }

    @Override
    public byte[] listTags(Priority priority) {
        sometimesAway();
        if (tagsRefused) {
            throw new ApiException.Refused("GET /tags", new Refusal(400, "bad_request", null));
        }
        List<Object> tags = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tags.add(Map.of("id", "t" + i, "name", "name " + i));
        }
        tags.add(Map.of("id", GUILTY, "name", GUILTY));
        return json(tags);
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] findSims(FindQuery query, Priority priority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] updateSim(SimReference sim, byte[] json, Priority priority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] addTag(SimReference sim, String tagId, Priority priority) {
        return changeTags("PUT", sim, tagId, true);
    }

    @Override
    public byte[] removeTag(SimReference sim, String tagId, Priority priority) {
        return changeTags("DELETE", sim, tagId, false);
    }

    private byte[] changeTags(String method, SimReference sim, String tagId, boolean add) {
        sometimesAway();
        calls++;
        boolean bad = random.nextInt(10) < badDays;
        if (bad && random.nextBoolean()) {
            throw new ApiException.Refused(method, new Refusal(400, "temporarily_locked", null));
        }
        Map<String, Object> found = sims.get((SimId) sim);
        List<Object> tags = new ArrayList<>((List<?>) found.get("tags"));
        if (tags.contains(tagId) == add) {
            String code = add ? "tag_already_on_sim" : "tag_not_found";
            throw new ApiException.Refused(method, new Refusal(400, code, null));
        }
        if (add) {
            tags.add(tagId);
        } else {
            tags.remove(tagId);
        }
        found.put("tags", tags);
        if (bad) {
            throw new ApiException.Unproven("no answer", null);
        }
        return json(Map.of("message", "ok"));
    }
}
