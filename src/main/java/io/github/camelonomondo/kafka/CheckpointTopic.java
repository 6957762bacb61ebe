package io.github.camelonomondo.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands last under a key of the checkpoint topic. */
public final class CheckpointTopic {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTopic.class);

    private CheckpointTopic() {}

    /** Reads the value of a checkpoint. */
    public interface Format<T> {

        /** @throws IOException if it is not one of ours */
        T read(byte[] value) throws IOException;
    }

    /**
     * The last checkpoint of this key that is ours, as of now; one that is not is warned of and passed over.
     *
     * @return null if there is none, or a tombstone came after it
     */
    public static <T> @Nullable T last(Map<String, ?> kafka, Topics topics, String key, Format<T> format)
            throws Exception {
        byte[] wanted = key.getBytes(UTF_8);
        var last = new AtomicReference<@Nullable T>();
        try (var reader = new TopicReader(kafka, topics.checkpoint())) {
            reader.readToEnd(record -> {
                if (!Arrays.equals(wanted, record.key())) {
                    return;
                }
                try {
                    last.set(record.value() == null ? null : format.read(record.value()));
                } catch (IOException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", record.topic())
                            .addKeyValue("partition", record.partition())
                            .addKeyValue("offset", record.offset())
                            .log("a checkpoint that is not ours is passed over: {}", e.getMessage());
                }
            });
        }
        return last.get();
    }
}
