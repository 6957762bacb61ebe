package io.github.camelonomondo.simulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What SIMs may refer to: tags by id; connectors and network lists by name, any name until a test closes the list. */
public final class Catalogue {

    private final Map<String, SimTag> tags = new LinkedHashMap<>();
    private Set<String> connectors;
    private Set<String> networkLists;

    Catalogue() {
        add(new SimTag("a5023f47-1db8-425e-b664-dc0b8921f644", "Supplier", "#5ba571"));
        add(new SimTag("4c21c1ce-0e3d-445f-8b3a-9d918a9acd89", "Steens Products", "#441212"));
        add(new SimTag("aef0c9c8-f6d5-4e93-a330-1f59d5093d92", "Product A", "#5b8fa5"));
        add(new SimTag("8ebab849-af20-43ae-b59a-13e70e2a9932", "ConnectivityCheck Success", null));
        add(new SimTag("408de4f2-0664-45f1-8fa6-4add99775437", "Nordic Development Kit", "#2fc9eb"));
    }

    public synchronized void add(SimTag tag) {
        tags.put(tag.id(), tag);
    }

    public synchronized List<SimTag> tags() {
        return List.copyOf(tags.values());
    }

    synchronized Optional<SimTag> find(String tagId) {
        return Optional.ofNullable(tags.get(tagId));
    }

    /** Closes the list: from now on a connector by another name is refused with {@code connector_not_found}. */
    public synchronized void onlyConnectors(Collection<String> names) {
        connectors = Set.copyOf(names);
    }

    /** Closes the list: another name is refused with {@code network_whitelist_not_found}. */
    public synchronized void onlyNetworkLists(Collection<String> names) {
        networkLists = Set.copyOf(names);
    }

    synchronized boolean hasConnector(String name) {
        return connectors == null || connectors.contains(name);
    }

    synchronized boolean hasNetworkList(String name) {
        return networkLists == null || networkLists.contains(name);
    }
}
