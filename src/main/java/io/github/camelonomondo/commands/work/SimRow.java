package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.SimRows;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import io.github.camelonomondo.sim.SimReference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A SIM as the API showed it.
 *
 * @param properties of the answer, under the API's names
 */
public record SimRow(Map<String, @Nullable Object> properties) {

    static final String TAGS = SimProperty.TAGS.wireName();

    /**
     * Reads the answer to {@code GET /sims/{id}}.
     *
     * @throws ApiException.Unproven if it is not the SIM that was asked for
     */
    public static SimRow read(byte[] json, SimReference asked) {
        Map<String, @Nullable Object> properties = SimRows.readOne(json);
        if (!isOf(properties, asked)) {
            throw new ApiException.Unproven("GET /sims/{id}: the answer is not the SIM that was asked for", null);
        }
        return new SimRow(properties);
    }

    /** Its id; a look-up takes nothing without one for a SIM. */
    public SimId id() {
        return Objects.requireNonNull(idIn(properties), "a row without an id");
    }

    /** The id of a SIM as the API showed it, or null if that is none. */
    public static @Nullable SimId idIn(Map<String, @Nullable Object> properties) {
        return SimId.read(properties.get("id"));
    }

    /** True if the answer to a GET shows the SIM that was asked for; one without an ICCID is believed to be that card's. */
    public static boolean isOf(Map<String, @Nullable Object> properties, SimReference asked) {
        SimId id = idIn(properties);
        if (id == null || !(asked instanceof Iccid iccid)) {
            return id != null && id.equals(asked);
        }
        return properties.get("iccid") == null || isCard(properties, iccid);
    }

    public static boolean isCard(Map<String, @Nullable Object> properties, Iccid iccid) {
        String shown = String.valueOf(properties.get("iccid"));
        return Iccid.matches(shown) && new Iccid(shown).isOfSameCard(iccid);
    }

    /** True if the answer had a list of tags, each with its id, or null for none; one without says nothing of them. */
    public boolean hasTags() {
        Object tags = properties.get(TAGS);
        return tags == null
                ? properties.containsKey(TAGS)
                : tags instanceof List<?> list
                        && list.stream().noneMatch(tag -> idOf(tag).isEmpty());
    }

    /** The ids of its tags. */
    public Set<String> tagIds() {
        return idsIn(properties.get(TAGS));
    }

    /** True if it has every one of {@code wished}; objects may have more than what was wished of them. */
    boolean shows(Map<String, @Nullable Object> wished) {
        return wished.entrySet().stream().allMatch(wish -> shows(wish.getKey(), wish.getValue()));
    }

    private boolean shows(String name, @Nullable Object wish) {
        Object value = properties.get(name);
        if (TAGS.equals(name)) {
            return hasTags() && idsIn(value).equals(idsIn(wish));
        }
        return same(value, wish);
    }

    private static boolean same(@Nullable Object value, @Nullable Object wish) {
        if (wish instanceof Map<?, ?> wishes && value instanceof Map<?, ?> values) {
            return wishes.entrySet().stream().allMatch(entry -> same(values.get(entry.getKey()), entry.getValue()));
        }
        if (wish instanceof Number && value instanceof Number) {
            return sameNumber(wish.toString(), value.toString());
        }
        return Objects.equals(value, wish);
    }

    /** However they are written; a number that no decimal can hold is only the same text. */
    private static boolean sameNumber(String wish, String value) {
        try {
            return wish.equals(value) || new BigDecimal(wish).compareTo(new BigDecimal(value)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Set<String> idsIn(@Nullable Object tags) {
        var ids = new LinkedHashSet<String>();
        if (tags instanceof List<?> list) {
            for (Object tag : list) {
                ids.add(idOf(tag));
            }
        }
        ids.remove("");
        return ids;
    }

    /** Of a tag that is shown as an object or as its id alone; empty if it shows none. */
    private static String idOf(@Nullable Object tag) {
        return Objects.toString(tag instanceof Map<?, ?> object ? object.get("id") : tag, "");
    }

    /** {@code ids} with {@code add} added and {@code remove} removed, in their order. */
    static List<String> composed(Set<String> ids, List<String> add, List<String> remove) {
        var composed = new LinkedHashSet<>(ids);
        composed.removeAll(new HashSet<>(remove));
        composed.addAll(add);
        return new ArrayList<>(composed);
    }
}
