package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Something that the leader can be ordered to do. It may be asked twice for one order, if the leader dies before the
 * answer is safe.
 */
public interface Order {

    /**
     * Does it.
     *
     * @param order the whole order, in the form that {@link OrderForm} demands
     * @param parts for an order that writes: makes its records safe, part by part
     * @return what the answer says besides
     * @throws OrderRefusedException if it cannot be done, or not all of it: its message says what was
     */
    Map<String, ? extends @Nullable Object> execute(JsonNode order, Parts parts) throws Exception;

    /** The parts of one order, each written together with a note of how far the order came. */
    interface Parts {

        /** The note of the last part that is safe, also if it was another connector that wrote it; null before the first. */
        @Nullable
        JsonNode lastNote();

        /** Writes a part; it is safe when this returns, and if this throws nobody knows. */
        void write(List<ProducerRecord<byte[], byte[]>> records, JsonNode note) throws Exception;
    }
}
