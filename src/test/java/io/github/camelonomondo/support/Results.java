package io.github.camelonomondo.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The results of commands as a reader of the results topic sees them. */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<JsonNode>> byCommand = new LinkedHashMap<>();
    private int size;

    private Results() {}

    public static Results of(List<ConsumerRecord<String, String>> records) {
        var results = new Results();
        records.forEach(results::add);
        return results;
    }

    private void add(ConsumerRecord<String, String> record) {
        try {
            var result = JSON.readTree(record.value());
            byCommand
                    .computeIfAbsent(result.at("/command/id").asText(), id -> new ArrayList<>())
                    .add(result);
            size++;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not a result: " + record.value(), e);
        }
    }

    /** How many there are, those of a command twice included. */
    public int size() {
        return size;
    }

    /** The ids of the commands that have at least one. */
    public Set<String> commands() {
        return byCommand.keySet();
    }

    /** The ids of the commands that have more than one. */
    public List<String> withTwoResults() {
        return byCommand.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The first result of a command, which is the one that stands. */
    public JsonNode of(String command) {
        return byCommand.getOrDefault(command, List.of(JSON.missingNode())).get(0);
    }

    public String status(String command) {
        return of(command).path("status").asText();
    }

    /** Statuses and how many commands ended with each. */
    public Map<String, Long> statuses() {
        var statuses = new LinkedHashMap<String, Long>();
        byCommand
                .values()
                .forEach(results -> statuses.merge(results.get(0).path("status").asText(), 1L, Long::sum));
        return statuses;
    }

    @Override
    public String toString() {
        return size + " results of " + byCommand.size() + " commands " + statuses();
    }
}
