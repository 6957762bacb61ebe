package io.github.camelonomondo.commands.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Results between the call that settled them and Kafka. */
class ResultWriterTest {

    private final AtomicInteger flushes = new AtomicInteger();
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(
                    false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized void flush() {
                    flushes.incrementAndGet();
                    super.flush();
                }
            };
    private final List<CommandResult> counted = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final DoneCommands done = new DoneCommands();
    private final ResultQueue queue = new ResultQueue(done, nanoTime::get);
    private final ResultWriter writer = new ResultWriter(
            queue,
            new ResultRecords(new Topics("")),
            new RecordWriter(kafka),
            "results",
            new Replies(Set.of(), () -> new RecordWriter(kafka), System::nanoTime),
            counted::add);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void loseNoneIfOneCannotBeWritten() throws InterruptedException {
        // Given: a value that is no JSON
        queue.add(result(Map.of("label", "good")));
        queue.add(result(Map.of("label", new Object())));

        // When
        assertThatThrownBy(() -> writer.take(exchange)).hasMessageContaining("cannot be written");

        // Then: both wait on
        assertThat(queue.awaitIdle(0)).isFalse();
        nanoTime.addAndGet(5);
        assertThatThrownBy(() -> writer.take(exchange)).hasMessageContaining("cannot be written");
        assertThat(counted).isEmpty();

        // And: a stop sees that they do
        nanoTime.addAndGet(1);
        assertThat(queue.silentNanos()).as("since the first time").isEqualTo(6);
    }

    @Test
    void doNotWaitForCompanyOnTheWayToKafkaOnceTheyAreTheLastOfABatch() {
        queue.add(result(Map.of("label", "last")));
        writer.hasten();
        await().until(() -> flushes.get() == 1);

        writer.take(exchange);
        writer.process(exchange, sync -> {});

        await().until(() -> flushes.get() == 2);
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void areNotKafkasFaultBeforeItWasGivenThem() {
        queue.add(result(Map.of("label", "waits")));
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(queue.silentNanos()).isZero();
        writer.take(exchange);
        writer.process(exchange, sync -> {});
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(queue.isKafkaSilent()).isFalse();
        nanoTime.addAndGet(1);
        assertThat(queue.isKafkaSilent()).isTrue();
        kafka.completeNext();
        assertThat(queue.silentNanos()).isZero();
    }

    @Test
    void leaveTheHeadersOfADeadCommandAsTheyCame() {
        CommandRecord record = Records.of(17, null, new byte[0], Map.of("dlq-reason", "its own"));
        var error = CommandError.of(ErrorCode.EMPTY, "the record has no value");
        queue.add(CommandResult.rejected(record, new Parsed.Rejected("id", null, null, error), Records.RECEIVED));

        writer.take(exchange);
        writer.process(exchange, sync -> {});

        Headers headers = kafka.history().get(0).headers();
        assertThat(headers.headers("dlq-reason"))
                .extracting(header -> new String(header.value(), UTF_8))
                .containsExactly("its own", "empty");
    }

    @Test
    void countOnlyOnceAllBeforeThemAreWritten() {
        // Given: results that are on their way, and later ones
        queue.add(resultOf(Records.of(1, null, new byte[0], Map.of())));
        writer.take(exchange);
        writer.process(exchange, sync -> {});
        queue.add(resultOf(Records.of(2, null, new byte[0], Map.of())));
        var later = new DefaultExchange(exchange.getContext());
        writer.take(later);

        // When: Kafka has the later ones
        var first = kafka.history().size();
        writer.process(later, sync -> {});
        assertThat(first).isOne();
        kafka.errorNext(new IllegalStateException("the first is not taken"));
        kafka.completeNext();

        // Then
        assertThat(counted).hasSize(1);
        assertThat(done.contains(Records.of(1, null, new byte[0], Map.of()))).isFalse();
        assertThat(done.contains(Records.of(2, null, new byte[0], Map.of()))).isFalse();

        // And: once the first is taken too
        writer.process(exchange, sync -> {});
        kafka.completeNext();
        assertThat(done.contains(Records.of(1, null, new byte[0], Map.of()))).isTrue();
        assertThat(done.contains(Records.of(2, null, new byte[0], Map.of()))).isTrue();
    }

    private static CommandResult resultOf(CommandRecord record) {
        return new CommandResult(
                record,
                "id",
                "relabel",
                "000000001",
                Status.SUCCEEDED,
                Map.of("label", "x"),
                1,
                Records.RECEIVED,
                null,
                null,
                null);
    }

    private static CommandResult result(Map<String, Object> applied) {
        CommandRecord record = Records.bare("{}");
        return new CommandResult(
                record, "id", "relabel", "000000001", Status.SUCCEEDED, applied, 1, Records.RECEIVED, null, null, null);
    }
}
