package io.github.camelonomondo.commands.parse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command does to its SIM.
 *
 * @param properties absolute values under the API's names, without the list of tags
 * @param tagList the whole list of tags, as ids or names; null leaves the list alone
 * @param tag tags to add
 * @param untag tags to remove
 */
public record Change(
        Map<String, @Nullable Object> properties,
        @Nullable List<String> tagList,
        List<String> tag,
        List<String> untag) {

    public Change {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    static Change set(String property, @Nullable Object value) {
        var one = new LinkedHashMap<String, @Nullable Object>();
        one.put(property, value);
        return of(one);
    }

    public static Change of(Map<String, @Nullable Object> properties) {
        return new Change(properties, null, List.of(), List.of());
    }

    static Change tags(@Nullable List<String> list, List<String> tag, List<String> untag) {
        return new Change(Map.of(), list, tag, untag);
    }

    /** True if it adds or removes tags, so that the list must be known first. */
    public boolean composesTags() {
        return !tag.isEmpty() || !untag.isEmpty();
    }

    public boolean touchesTags() {
        return tagList != null || composesTags();
    }
}
