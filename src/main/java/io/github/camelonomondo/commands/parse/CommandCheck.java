package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.kafka.CloudEvent;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Judges a command before it becomes a record, by what would be said of the record. Safe to share between threads. */
public final class CommandCheck {

    private static final TopicPartition NOWHERE = new TopicPartition("none", 0);

    private final CommandParser parser = new CommandParser();

    /** What it finds. */
    public sealed interface Verdict {}

    /**
     * It will be taken.
     *
     * @param sim as the command names it
     * @param headers of its record: the command as a CloudEvent
     */
    public record Valid(String sim, Map<String, String> headers) implements Verdict {}

    /**
     * It would be rejected.
     *
     * @param code as in the result
     * @param detail for a person
     */
    public record Invalid(String code, String detail) implements Verdict {}

    /** @param json one command, without a key */
    public Verdict check(byte[] json) {
        var now = Instant.now();
        var parsed = parser.parse(new CommandRecord(NOWHERE, 0, null, json, new RecordHeaders(), now, now));
        if (parsed instanceof Parsed.Rejected no) {
            return new Invalid(no.error().code().wireName(), no.error().detail());
        }
        var command = ((Parsed.Accepted) parsed).command();
        String sim = command.sim().value();
        return new Valid(
                sim,
                CloudEvent.of(command.id(), command.type().eventType(), sim, now)
                        .toMap());
    }
}
