package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the control topic.
 *
 * @param json the order; null if the record holds no JSON object
 */
record ReceivedOrder(int partition, long offset, @Nullable JsonNode json) {

    private static final int LONGEST = 500;

    /** What says two things at once is no order. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static ReceivedOrder of(ConsumerRecord<byte[], byte[]> record) {
        return new ReceivedOrder(record.partition(), record.offset(), parse(record.value()));
    }

    /** Where it stands on the topic. */
    String place() {
        return partition + "-" + offset;
    }

    /** What is ordered; empty if it does not say. */
    String name() {
        return json == null ? "" : OrderForm.nameOf(json);
    }

    /** What is wrong with it, in words; null if nothing is, or if there is no such order. */
    @Nullable
    String flaw() {
        return json == null ? null : OrderForm.flawIn(json);
    }

    /** What the answer to it says, with {@code details}. */
    Map<String, @Nullable Object> answer(Map<String, ? extends @Nullable Object> details) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("order", shown(name()));
        answer.putAll(details);
        answer.put("partition", partition);
        answer.put("offset", offset);
        return answer;
    }

    /** As much of it as an answer tells: what a stranger sent may be as long as a record. */
    static String shown(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }

    private static @Nullable JsonNode parse(byte @Nullable [] value) {
        try {
            JsonNode order = value == null ? null : JSON.readTree(value);
            return order != null && order.isObject() ? order : null;
        } catch (IOException e) {
            return null;
        }
    }
}
