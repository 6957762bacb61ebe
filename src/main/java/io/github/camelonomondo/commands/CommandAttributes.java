package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.CloudEvent;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Gives each command that we write to Kafka the CloudEvents attributes of a binary one: {@code ce_id}, {@code ce_subject}
 * and {@code ce_type} say the same as the JSON. An interceptor of the producer, as camel-kafka gives all records of a
 * list the headers of the message around them.
 */
public final class CommandAttributes implements ProducerInterceptor<String, byte[]> {

    private static final TopicPartition NOWHERE = new TopicPartition("none", 0);

    private final CommandParser parser = new CommandParser();

    /** Kafka makes it, by its name in the route. */
    public CommandAttributes() {}

    /** @return the same record with more headers; one that is no command as it is */
    @Override
    public ProducerRecord<String, byte[]> onSend(ProducerRecord<String, byte[]> written) {
        var record = new CommandRecord(NOWHERE, 0, null, written.value(), new RecordHeaders(), Instant.now());
        if (parser.parse(record) instanceof Parsed.Accepted accepted) {
            of(accepted.command()).forEach(written.headers()::add);
        }
        return written;
    }

    static Headers of(Command command) {
        return CloudEvent.of(
                        command.id(),
                        command.type().eventType(),
                        command.sim().value(),
                        command.record().receivedAt())
                .toHeaders();
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        // only what is sent is of interest
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // nothing to configure
    }

    @Override
    public void close() {
        // nothing to close
    }
}
