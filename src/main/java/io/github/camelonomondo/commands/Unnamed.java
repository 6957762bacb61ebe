package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.work.Piece;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a batch until every ICCID has its SIM id and every tag its id: only then is it known which commands
 * are of one SIM, and in which order. Guarded by the lock of its {@link CommandBatch}.
 */
final class Unnamed {

    private final IccidIndex iccids;
    private final TagNames tagNames;
    private List<Command> commands;
    private boolean tagsAsked;
    private boolean tagsRead;

    Unnamed(IccidIndex iccids, TagNames tagNames, List<Command> commands) {
        this.iccids = iccids;
        this.tagNames = tagNames;
        this.commands = commands;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** True once, when the tags must be read. */
    boolean asksForTags() {
        return !tagsAsked && commands.stream().anyMatch(command -> !tagsKnown(command));
    }

    void tagsAsked() {
        tagsAsked = true;
    }

    void tagsRead() {
        tagsRead = true;
    }

    /** The ICCIDs without a SIM id. */
    Set<SimReference> unknownSims() {
        var unknown = new LinkedHashSet<SimReference>();
        for (Command command : commands) {
            if (simOf(command) == null) {
                unknown.add(command.sim());
            }
        }
        return unknown;
    }

    /**
     * If all is known now, hands every command over in its order and holds none any more.
     *
     * @param named takes the command as a piece of its SIM's work
     * @param misnamed takes a command and the tag of it that does not exist
     */
    void name(BiConsumer<SimId, Piece> named, BiConsumer<Command, String> misnamed) {
        if (!commands.stream().allMatch(command -> simOf(command) != null && tagsKnown(command))) {
            return;
        }
        TagIds tags = tagNames.known();
        for (Command command : commands) {
            String unknown = tags.unknownIn(command.change());
            if (unknown == null) {
                named.accept(Objects.requireNonNull(simOf(command)), new Piece(command, tags.in(command.change())));
            } else {
                misnamed.accept(command, unknown);
            }
        }
        commands = List.of();
    }

    /** Takes out the commands of a SIM that does not exist. */
    List<Command> remove(SimReference sim) {
        var removed = new ArrayList<>(commands);
        removed.removeIf(command -> !command.sim().equals(sim));
        var rest = new ArrayList<>(commands);
        rest.removeAll(removed);
        commands = rest;
        return removed;
    }

    void drop(Set<TopicPartition> partitions) {
        var rest = new ArrayList<>(commands);
        rest.removeIf(command -> partitions.contains(command.record().partition()));
        commands = rest;
    }

    /** The id of a command's SIM, or null while it is not known. */
    @Nullable
    SimId simOf(Command command) {
        return command.sim() instanceof SimId id ? id : iccids.idOf((Iccid) command.sim());
    }

    private boolean tagsKnown(Command command) {
        return tagsRead || !tagNames.mustBeReadFor(command.change());
    }
}
