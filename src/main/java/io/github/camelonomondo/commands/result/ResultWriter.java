package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.kafka.RecordWriter;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.common.KafkaException;

/**
 * Takes the results that wait in the queue and writes them to Kafka, with their dead letters and copies.
 *
 * <p>Safe to share between threads.
 */
public final class ResultWriter extends AsyncProcessorSupport {

    private final ResultQueue queue;
    private final ResultRecords records;
    private final RecordWriter writer;
    private final String topic;
    private final Replies replies;
    private final Consumer<CommandResult> counted;

    private final Executor beside = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "onomondo-results");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Writes to this topic.
     *
     * @param topic of results
     * @param replies where copies go
     * @param counted is told of each result that Kafka has
     */
    public ResultWriter(
            ResultQueue queue,
            ResultRecords records,
            RecordWriter writer,
            String topic,
            Replies replies,
            Consumer<CommandResult> counted) {
        this.queue = queue;
        this.records = records;
        this.writer = writer;
        this.topic = topic;
        this.replies = replies;
        this.counted = counted;
    }

    /** Takes all results that wait. Body out: what is to be written for them. If that cannot be said they wait on. */
    public void take(Exchange exchange) {
        Publishing publishing = queue.take();
        try {
            publishing.unwritten = records.of(publishing.results, topic);
            replies.send(records.copies(publishing.results, replies));
        } catch (RuntimeException e) {
            queue.putBack(publishing);
            throw e;
        }
        exchange.getMessage().setBody(publishing);
    }

    /**
     * Writes what was taken; the exchange goes on when Kafka has it. Done again, it writes what Kafka has not taken yet. A
     * step of its own after {@link #take}: Camel gives a step that is done again the body that it had at first.
     */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Publishing publishing = exchange.getMessage().getBody(Publishing.class);
        if (publishing.unwritten.isEmpty() || queue.isGivenUp()) {
            callback.done(true);
            return true;
        }
        writer.write(publishing.unwritten, notTaken -> {
            end(exchange, publishing, notTaken);
            if (notTaken.isEmpty()) {
                callback.done(false);
            } else {
                // The error handler waits before it tries again: not on the producer's thread, which has other records
                // to write.
                beside.execute(() -> callback.done(false));
            }
        });
        if (queue.isHastened()) {
            beside.execute(writer::flush);
        }
        return false;
    }

    private void end(Exchange exchange, Publishing publishing, List<RecordWriter.NotTaken> notTaken) {
        if (notTaken.isEmpty()) {
            queue.written(publishing);
            publishing.results.forEach(counted);
            return;
        }
        publishing.unwritten = notTaken.stream().map(TooLarge::again).toList();
        exchange.setException(new KafkaException(
                notTaken.size() + " results or dead letters were not taken",
                notTaken.get(0).why()));
    }

    /** What was added so far were the last for now: it goes at once, and does not wait for company on its way to Kafka. */
    public void hasten() {
        queue.hasten();
        beside.execute(writer::flush);
    }

    /** The connector stops and Kafka is away: what it has not acknowledged counts as not done, and nothing is written any more. */
    public void giveUp() {
        queue.giveUp();
        writer.giveUp();
    }

    @Override
    protected void doShutdown() {
        replies.close();
    }
}
