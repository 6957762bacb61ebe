package io.github.camelonomondo.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that the leader can be ordered to do. */
public interface Order {

    /**
     * Does it.
     *
     * @param order the whole order
     * @param sink takes records that must be written together with the answer, or not at all
     * @return what the answer says besides
     * @throws OrderRefusedException if it cannot be done; then nothing was
     */
    Map<String, ? extends @Nullable Object> execute(JsonNode order, TransactionalWriter.Sink sink) throws Exception;
}
