package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.TagLists;
import io.github.camelonomondo.commands.parse.Change;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tags as they were last read, kept between batches and read again on a miss, and for a name after a minute: it may be another
 * tag's by then. Safe to share between threads.
 */
final class TagNames {

    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private volatile @Nullable Read last;

    private record Read(TagIds tags, long at) {}

    TagNames() {
        this(System::nanoTime);
    }

    TagNames(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is known of them, however old. */
    TagIds known() {
        Read read = last;
        return read == null ? TagIds.NONE : read.tags;
    }

    /** True if a tag of {@code change} is not known, or its name was read too long ago. */
    boolean mustBeReadFor(Change change) {
        if (!change.touchesTags()) {
            return false;
        }
        Read read = last;
        if (read == null) {
            return TagIds.NONE.unknownIn(change) != null;
        }
        boolean old = nanoTime.getAsLong() - read.at >= FRESH_NANOS;
        return read.tags.unknownIn(change) != null || (old && read.tags.namesIn(change));
    }

    /** Reads the tags anew. */
    void refresh(OnomondoApi api) {
        TagIds tags = TagIds.of(TagLists.read(api.listTags(Priority.COMMANDS)));
        last = new Read(tags, nanoTime.getAsLong());
    }
}
