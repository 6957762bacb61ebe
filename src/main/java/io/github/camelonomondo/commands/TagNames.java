package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.TagLists;
import io.github.camelonomondo.sim.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Ids of tags by their names, kept between batches and read again on a miss, and after a minute: a name may be another tag's by
 * then. An id that looks like one is taken as it is. Safe to share between threads.
 */
final class TagNames {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final OnomondoApi api;
    private final LongSupplier nanoTime;
    private volatile long readAt;
    private final Map<String, String> idsByName = new ConcurrentHashMap<>();
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    TagNames(OnomondoApi api) {
        this(api, System::nanoTime);
    }

    TagNames(OnomondoApi api, LongSupplier nanoTime) {
        this.api = api;
        this.nanoTime = nanoTime;
    }

    /** The id of {@code tag}, which may be a name or an id; empty if it is not known (yet). */
    Optional<String> idOf(String tag) {
        if (ids.containsKey(tag)) {
            return Optional.of(tag);
        }
        String id = idsByName.get(tag);
        if (id != null && nanoTime.getAsLong() - readAt < FRESH_NANOS) {
            return Optional.of(id);
        }
        return UUID.matcher(tag).matches() ? Optional.of(tag) : Optional.empty();
    }

    /** Reads the tags anew. */
    void refresh() {
        List<Tag> tags = TagLists.read(api.listTags(Priority.COMMANDS));
        readAt = nanoTime.getAsLong();
        ids.clear();
        idsByName.clear();
        for (Tag tag : tags) {
            ids.put(tag.id(), tag.name());
            idsByName.put(tag.name(), tag.id());
        }
    }
}
