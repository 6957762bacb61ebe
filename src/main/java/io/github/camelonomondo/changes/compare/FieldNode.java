package io.github.camelonomondo.changes.compare;

import io.github.camelonomondo.sim.SimProperty;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A property's place in a SIM, with all that comparing needs to know of it, worked out once. Not thread-safe. */
public final class FieldNode {

    /** More different names than this are not remembered: somebody uses values as names. */
    private static final int MOST_CHILDREN = 1_000;

    private final Set<String> ignoredPaths;
    private final Map<String, FieldNode> children = new HashMap<>();

    final String path;
    final boolean ignored;
    final boolean isId;
    final boolean isTags;
    final long first;
    final long second;

    private FieldNode(@Nullable FieldNode parent, String path, Set<String> ignoredPaths) {
        this.path = path;
        this.ignoredPaths = ignoredPaths;
        this.ignored = ignoredPaths.contains(path) || (parent != null && parent.ignored);
        this.isId = "id".equals(path);
        this.isTags = SimProperty.TAGS.wireName().equals(path);
        this.first = Hash.first(path);
        this.second = Hash.second(path);
    }

    static FieldNode root(Set<String> ignoredPaths) {
        return new FieldNode(null, "", ignoredPaths);
    }

    public FieldNode child(String name) {
        FieldNode child = children.get(name);
        if (child == null) {
            child = new FieldNode(this, path.isEmpty() ? name : path + '.' + name, ignoredPaths);
            if (children.size() < MOST_CHILDREN) {
                children.put(name, child);
            }
        }
        return child;
    }
}
