package io.github.camelonomondo.commands.result;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Results that go out together, and what of them Kafka has not acknowledged yet. Of one thread at a time. */
final class Publishing {

    final List<CommandResult> results;
    volatile List<ProducerRecord<byte[], byte[]>> unwritten = List.of();
    /** Guarded by the lock of the queue. */
    boolean written;

    Publishing(List<CommandResult> results) {
        this.results = results;
    }
}
