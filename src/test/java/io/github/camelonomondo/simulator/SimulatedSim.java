package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One SIM in some 80 bytes; everything that follows from its number is made when it is written. Thread-safe. */
final class SimulatedSim {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int number;
    private String label;
    /** Until somebody gives it another, the label is made from the number. */
    private boolean labelled;

    private String networkList;
    private String imeiLock;
    private String connector;
    private boolean activated;
    private long onlineAt;
    private long lastCameOnlineAt;
    private Network network;
    private long usage;
    private SimTag[] tags;
    private DataLimit limit = DataLimit.STANDARD;
    /** Properties that a test set or took away (missing nodes); null for nearly every SIM. */
    private Map<String, JsonNode> overrides;

    SimulatedSim(int number, List<SimTag> tags) {
        this.number = number;
        this.networkList = number % 3 == 0 ? "Global" : "Americas";
        this.connector = number % 4 == 0 ? "https-connector" : null;
        this.activated = number % 7 != 0;
        this.network = number % 2 == 0 ? Network.NONE : Network.ALL.get(number % Network.ALL.size());
        this.lastCameOnlineAt = Fleet.EPOCH_MILLIS + number % 86_400 * 1_000L + number % 1_000;
        this.onlineAt = network == Network.NONE ? 0 : lastCameOnlineAt;
        this.usage = number * 7_919L % 50_000_000;
        this.tags = tags.toArray(SimTag[]::new);
    }

    int number() {
        return number;
    }

    synchronized String label() {
        return labelled ? label : "device-" + SimNumbers.id(number);
    }

    synchronized List<SimTag> tags() {
        return List.of(tags);
    }

    synchronized boolean hasTag(String tagId) {
        return tags().stream().anyMatch(tag -> tag.id().equals(tagId));
    }

    synchronized boolean isActivated() {
        return activated;
    }

    synchronized boolean isOnline() {
        return onlineAt != 0;
    }

    synchronized String connector() {
        return connector;
    }

    synchronized String networkList() {
        return networkList;
    }

    /** Comes online, or roams if it was online already. */
    synchronized void join(Network next, long millis) {
        if (onlineAt == 0) {
            lastCameOnlineAt = millis;
        }
        onlineAt = millis;
        network = next;
    }

    synchronized void leave() {
        onlineAt = 0;
        network = Network.NONE;
    }

    synchronized void useData(long bytes) {
        usage += bytes;
    }

    synchronized void replaceTags(List<SimTag> next) {
        tags = next.toArray(SimTag[]::new);
    }

    /** Sets any property, also one that the API does not have yet; {@link MissingNode} takes it away. */
    synchronized void override(String property, JsonNode value) {
        var next = new LinkedHashMap<String, JsonNode>(overrides == null ? Map.of() : overrides);
        next.put(property, value);
        overrides = next;
    }

    /**
     * Applies the whole update or nothing of it.
     *
     * @return the error code, if it was refused
     */
    synchronized Optional<String> update(JsonNode update, Catalogue catalogue) {
        var refusal = SimUpdateCheck.refusal(update, catalogue);
        if (refusal.isEmpty()) {
            update.properties().forEach(property -> set(property.getKey(), property.getValue(), catalogue));
        }
        return refusal;
    }

    private void set(String property, JsonNode value, Catalogue catalogue) {
        if (overrides != null) {
            overrides.remove(property);
        }
        switch (property) {
            case "label" -> {
                label = textOrNull(value);
                labelled = true;
            }
            case "network_whitelist" -> networkList = textOrNull(value);
            case "imei_lock" -> imeiLock = textOrNull(value);
            case "connector" -> connector = textOrNull(value);
            case "activated" -> activated = value.booleanValue();
            case "data_limit" -> limit = limit.merge(value);
            case "tags" -> {
                List<SimTag> next = new ArrayList<>();
                value.forEach(id -> catalogue.find(id.textValue()).ifPresent(next::add));
                replaceTags(next);
            }
            case "id" -> {}
            default -> override(property, value);
        }
    }

    private static String textOrNull(JsonNode value) {
        return value.isNull() ? null : value.textValue();
    }

    /** Writes the SIM as a list has it. */
    synchronized void writeRow(JsonBytes out) {
        if (overrides == null) {
            SimRow.write(this, out);
        } else {
            out.raw(JsonBytes.bytes(toRow().toString()));
        }
    }

    /** The SIM as a list has it. */
    synchronized ObjectNode toRow() {
        var json = plainRow();
        putOverrides(json);
        return json;
    }

    /** The SIM as GET of this one SIM has it. */
    synchronized ObjectNode toDetail() {
        var json = plainRow();
        json.put("msisdn", "882360" + SimNumbers.id(number))
                .put("imei", "861340" + SimNumbers.id(number))
                .put("imsi", "234500" + SimNumbers.id(number));
        json.set("data_limit", limit.toJson(usage % limit.total()));
        putOverrides(json);
        return json;
    }

    private ObjectNode plainRow() {
        var out = new JsonBytes(1024);
        SimRow.write(this, out);
        try {
            return (ObjectNode) JSON.readTree(out.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putOverrides(ObjectNode json) {
        if (overrides != null) {
            overrides.forEach((property, value) -> {
                if (value.isMissingNode()) {
                    json.remove(property);
                } else {
                    json.set(property, value);
                }
            });
        }
    }

    String imeiLock() {
        return imeiLock;
    }

    long onlineAt() {
        return onlineAt;
    }

    long lastCameOnlineAt() {
        return lastCameOnlineAt;
    }

    Network network() {
        return network;
    }

    long usage() {
        return usage;
    }
}
