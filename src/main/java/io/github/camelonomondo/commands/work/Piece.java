package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command, or what is left of it once later ones took some of its properties over.
 *
 * @param command whose result it decides
 * @param change what of it still stands; tags are named by their ids
 */
public record Piece(Command command, Change change) {

    /** Only the {@code owned} values, as {@link Members} names them, and the tags only if {@code tags}. */
    Piece keeping(Set<String> owned, boolean tags) {
        Map<String, @Nullable Object> kept = Members.only(owned, change.properties());
        return tags
                ? new Piece(command, new Change(kept, change.tagList(), change.tag(), change.untag()))
                : new Piece(command, Change.of(kept));
    }
}
