package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waiting commands of one SIM made into one update: a later value of a property wins, of an object that of a member; tag and untag compose, and
 * only a later whole list supersedes them.
 *
 * @param properties to send, under the API's names; empty if all is as wished already
 * @param shares the pieces that count, in the order of the commands, and what each applies
 * @param superseded those of which nothing is left
 */
record Coalesced(Map<String, @Nullable Object> properties, List<Share> shares, List<Superseded> superseded) {

    /**
     * What one command contributes.
     *
     * @param piece what is left of it
     * @param applied the values that are its own; empty if it was so already
     */
    record Share(Piece piece, Map<String, @Nullable Object> applied) {
        boolean isExpired(Instant now) {
            return piece.command().isExpired(now);
        }
    }

    /**
     * Nothing is left of it.
     *
     * @param command overridden
     * @param by the last command that overrode a property of it
     */
    record Superseded(Command command, Command by) {}

    /** What is of {@code pieces} still; the others are another member's by now. */
    Coalesced among(List<Piece> pieces) {
        Set<Command> ours = Collections.newSetFromMap(new IdentityHashMap<>());
        pieces.forEach(piece -> ours.add(piece.command()));
        return new Coalesced(
                properties,
                shares.stream()
                        .filter(share -> ours.contains(share.piece().command()))
                        .toList(),
                superseded.stream().filter(one -> ours.contains(one.command())).toList());
    }

    /** Some of the shares, with all that is superseded. */
    Coalesced only(Predicate<Piece> which) {
        return new Coalesced(
                properties,
                shares.stream().filter(share -> which.test(share.piece())).toList(),
                superseded);
    }

    /** What counts. */
    List<Piece> pieces() {
        return shares.stream().map(Share::piece).toList();
    }

    boolean isAnyExpired(Instant now) {
        return shares.stream().anyMatch(share -> share.isExpired(now));
    }

    /** @param current tags of the SIM, or null if no piece composes */
    static Coalesced of(List<Piece> pieces, @Nullable Set<String> current) {
        if (pieces.size() == 1 && !pieces.get(0).change().touchesTags()) {
            return alone(pieces.get(0));
        }
        return new Coalescing(pieces, current).result();
    }

    /** What most commands are: the only one that waits for its SIM. */
    private static Coalesced alone(Piece piece) {
        Map<String, @Nullable Object> properties = piece.change().properties();
        return new Coalesced(properties, List.of(new Share(piece, properties)), List.of());
    }

    /** One coalescing, step by step. */
    private static final class Coalescing {
        private final List<Piece> pieces;
        private final @Nullable Set<String> current;
        /** By name of a value, who sets it last. */
        private final Map<String, Integer> owners = new HashMap<>();

        private int lastList = -1;

        Coalescing(List<Piece> pieces, @Nullable Set<String> current) {
            this.pieces = pieces;
            this.current = current;
            for (int i = 0; i < pieces.size(); i++) {
                Change change = pieces.get(i).change();
                for (String name : Members.in(change.properties())) {
                    owners.put(name, i);
                }
                lastList = change.tagList() != null ? i : lastList;
            }
        }

        Coalesced result() {
            var properties = new LinkedHashMap<String, @Nullable Object>();
            var shares = new ArrayList<Share>();
            var superseded = new ArrayList<Superseded>();
            Map<Integer, Boolean> tagged = composeTags(properties);
            for (int i = 0; i < pieces.size(); i++) {
                Piece piece = pieces.get(i);
                Set<String> owned = ownedBy(i);
                boolean tags = tagged.containsKey(i);
                if (owned.isEmpty() && !tags) {
                    superseded.add(new Superseded(piece.command(), overrider(i)));
                    continue;
                }
                Piece kept = piece.keeping(owned, tags);
                var applied = new LinkedHashMap<>(kept.change().properties());
                Members.add(properties, kept.change().properties());
                if (Boolean.TRUE.equals(tagged.get(i)) && properties.containsKey(SimRow.TAGS)) {
                    applied.put(SimRow.TAGS, properties.get(SimRow.TAGS));
                }
                shares.add(new Share(kept, applied));
            }
            return new Coalesced(properties, shares, superseded);
        }

        /** For each piece whose tags count: whether they made a difference. */
        private Map<Integer, Boolean> composeTags(Map<String, @Nullable Object> properties) {
            var tagged = new HashMap<Integer, Boolean>();
            Set<String> before = current == null ? Set.of() : current;
            Set<String> tags = new LinkedHashSet<>(before);
            for (int i = Math.max(0, lastList); i < pieces.size(); i++) {
                Change change = pieces.get(i).change();
                if (!change.touchesTags()) {
                    continue;
                }
                List<String> list = change.tagList();
                Set<String> next = new LinkedHashSet<>(
                        SimRow.composed(list == null ? tags : new LinkedHashSet<>(list), change.tag(), change.untag()));
                tagged.put(i, list != null || !next.equals(tags));
                tags = next;
            }
            boolean send = !tagged.isEmpty() && (lastList >= 0 || !tags.equals(before));
            if (send) {
                properties.put(SimRow.TAGS, new ArrayList<>(tags));
            }
            return tagged;
        }

        private Set<String> ownedBy(int piece) {
            var owned = new LinkedHashSet<String>();
            for (String name : Members.in(pieces.get(piece).change().properties())) {
                if (owners.getOrDefault(name, -1) == piece) {
                    owned.add(name);
                }
            }
            return owned;
        }

        private Command overrider(int piece) {
            Change change = pieces.get(piece).change();
            int last = change.touchesTags() ? lastList : -1;
            for (String name : Members.in(change.properties())) {
                last = Math.max(last, owners.getOrDefault(name, -1));
            }
            return pieces.get(last).command();
        }
    }
}
