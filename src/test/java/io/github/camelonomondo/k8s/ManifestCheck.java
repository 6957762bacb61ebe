package io.github.camelonomondo.k8s;

import java.util.List;
import java.util.Set;

/** Everything that is asked of a set of manifests, together. */
final class ManifestCheck {

    private static final Set<String> ALWAYS =
            Set.of("Deployment", "Service", "ServiceAccount", "NetworkPolicy", "ConfigMap");

    private final Facts facts = new Facts();

    /** What is wrong with them; nothing if they may be applied. */
    List<String> faults(Manifests manifests) {
        var faults = new Faults();
        faults.addAll(StrictModels.faults(manifests));
        for (String kind : ALWAYS) {
            faults.unless(manifests.has(kind), "no " + kind);
        }
        // What follows looks into objects that must be there and well formed.
        if (faults.lines().isEmpty()) {
            NameRules.check(manifests, faults);
            PodRules.check(manifests, facts, faults);
            SettingRules.check(manifests, facts, faults);
            NetworkRules.check(manifests, facts, faults);
            KafkaRules.check(manifests, facts, faults);
            KedaRules.check(manifests, faults);
            MonitoringRules.check(manifests, facts, faults);
            VersionRules.check(manifests, faults);
        }
        return faults.lines();
    }
}
