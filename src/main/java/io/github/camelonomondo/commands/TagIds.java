package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.sim.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts ids in the place of names, as the tags were when they were read. An id that looks like one is taken as it is, in lower
 * case unless it is listed otherwise. It does not
 * change, so what is known of a change is still known when its names are replaced.
 */
record TagIds(Map<String, String> byName, Set<String> ids) {

    /** No tag is known. */
    static final TagIds NONE = new TagIds(Map.of(), Set.of());

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    static TagIds of(List<Tag> tags) {
        var byName = new HashMap<String, String>();
        var ids = new HashSet<String>();
        for (Tag tag : tags) {
            byName.put(tag.name(), tag.id());
            ids.add(tag.id());
        }
        return new TagIds(byName, ids);
    }

    /** The first tag of {@code change} that is neither a known name nor an id, or null. */
    @Nullable
    String unknownIn(Change change) {
        if (!change.touchesTags()) {
            return null;
        }
        return tagsOf(change).filter(tag -> idOf(tag) == null).findFirst().orElse(null);
    }

    /** True if a tag of {@code change} is known by its name alone. */
    boolean namesIn(Change change) {
        return tagsOf(change).anyMatch(tag -> !ids.contains(tag) && byName.containsKey(tag));
    }

    /** The same change with ids only; all of its tags must be known. */
    Change in(Change change) {
        if (!change.touchesTags()) {
            return change;
        }
        List<String> list = change.tagList();
        return new Change(change.properties(), list == null ? null : ids(list), ids(change.tag()), ids(change.untag()));
    }

    private List<String> ids(List<String> tags) {
        return tags.stream()
                .map(tag -> Objects.requireNonNull(idOf(tag), tag))
                .distinct()
                .toList();
    }

    private @Nullable String idOf(String tag) {
        if (ids.contains(tag)) {
            return tag;
        }
        String id = byName.get(tag);
        return id == null && UUID.matcher(tag).matches() ? tag.toLowerCase(Locale.ROOT) : id;
    }

    private static Stream<String> tagsOf(Change change) {
        List<String> list = change.tagList();
        return Stream.of(list == null ? List.<String>of() : list, change.tag(), change.untag())
                .flatMap(List::stream);
    }
}
