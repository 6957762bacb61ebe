package io.github.camelonomondo.commands;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts ids in the place of names. */
record TagIds(TagNames names) {

    /** The first tag of {@code change} that is neither a known name nor an id, or null. */
    @Nullable
    String unknownIn(Change change) {
        if (!change.touchesTags()) {
            return null;
        }
        List<String> list = change.tagList() == null ? List.of() : change.tagList();
        return Stream.of(list, change.tag(), change.untag())
                .flatMap(List::stream)
                .filter(tag -> names.idOf(tag).isEmpty())
                .findFirst()
                .orElse(null);
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
                .map(tag -> Objects.requireNonNull(names.idOf(tag).orElse(null)))
                .distinct()
                .toList();
    }
}
