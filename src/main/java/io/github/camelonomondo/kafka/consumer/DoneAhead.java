package io.github.camelonomondo.kafka.consumer;

import java.util.Base64;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Offsets behind a committed one whose records are done already, as text that Kafka keeps with the committed offset.
 * Whoever reads on from there, after a stop that left something or in another connector, does not do them again.
 */
public final class DoneAhead {

    private static final String MARK = "camel-onomondo/1:";
    private static final char END_OF_OFFSET = ':';

    /** So many offsets can be told of. A broker takes 4,096 characters ({@code offset.metadata.max.bytes}); this becomes 3,000. */
    public static final int REACH = 18_000;

    private DoneAhead() {}

    /**
     * What to commit.
     *
     * @param next the first offset that is to be read again
     * @param done offsets from there on; the farthest are left out if they are too far away, and will be done again
     */
    public static OffsetAndMetadata committing(long next, Set<Long> done) {
        var bits = new BitSet();
        for (long offset : done) {
            if (offset >= next && offset - next < REACH) {
                bits.set((int) (offset - next));
            }
        }
        return bits.isEmpty()
                ? new OffsetAndMetadata(next)
                : new OffsetAndMetadata(
                        next,
                        MARK
                                + next
                                + END_OF_OFFSET
                                + Base64.getEncoder().withoutPadding().encodeToString(bits.toByteArray()));
    }

    /**
     * What was committed with {@link #committing}; none of what others have committed, or have moved to another offset: to mirror
     * a group is to move its offsets, and keep what stands with them.
     */
    static Set<Long> in(OffsetAndMetadata committed) {
        String here = MARK + committed.offset() + END_OF_OFFSET;
        if (!committed.metadata().startsWith(here)) {
            return Set.of();
        }
        try {
            byte[] bits = Base64.getDecoder().decode(committed.metadata().substring(here.length()));
            return BitSet.valueOf(bits).stream()
                    .mapToObj(bit -> committed.offset() + bit)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException e) {
            return Set.of(); // not ours after all
        }
    }
}
