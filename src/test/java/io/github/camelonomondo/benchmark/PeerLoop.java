package io.github.camelonomondo.benchmark;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The same on Confluent's Parallel Consumer: order by key, batches of twenty, results written. Arguments as those of
 * {@link BareLoop}.
 */
public final class PeerLoop {

    private static final int BULK = 20;

    private PeerLoop() {}

    // Lives as long as the process.
    @SuppressWarnings("resource")
    public static void main(String[] args) {
        var api = new BulkClient(args[1]);
        var options = ParallelConsumerOptions.<String, byte[]>builder()
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(Integer.parseInt(args[3]))
                .batchSize(BULK)
                .consumer(BareLoop.consumer(args[0], args[2]))
                .producer(BareLoop.producer(args[0]))
                .ignoreReflectiveAccessExceptionsForAutoCommitDisabledCheck(true)
                .build();
        ParallelStreamProcessor<String, byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(Stage.commands(args[2])));
        processor.pollAndProduceMany(batch -> apply(api, args[2], batch));
    }

    private static List<ProducerRecord<String, byte[]>> apply(
            BulkClient api, String prefix, PollContext<String, byte[]> batch) {
        var labels = new LinkedHashMap<String, String>();
        var results = new ArrayList<ProducerRecord<String, byte[]>>();
        for (ConsumerRecord<String, byte[]> record : batch.getConsumerRecordsFlattened()) {
            var command = BulkClient.command(record.value());
            labels.put(record.key(), command.path("label").asText());
            results.add(BareLoop.result(prefix, command));
        }
        api.relabel(labels);
        return results;
    }
}
