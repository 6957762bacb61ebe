package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;
import static io.github.camelonomondo.k8s.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pod: Pod Security "restricted" and restricted-v2, volumes, probes, resources, how it ends and is replaced. */
final class PodRules {

    private static final Set<String> VOLUMES =
            Set.of("configMap", "secret", "emptyDir", "projected", "downwardAPI", "persistentVolumeClaim", "csi");
    private static final Pattern QUANTITY = Pattern.compile("\\d+(\\.\\d+)?(m|k|M|G|Ki|Mi|Gi)?");

    /** What a node of OpenShift keeps of a container's log: 5 files of 50 MiB. */
    private static final long OF_A_LOG = 5L * 50 * 1024 * 1024;

    private PodRules() {}

    static void check(Manifests manifests, Facts facts, Faults faults) {
        JsonNode pod = manifests.pod();
        restricted(manifests, pod, faults);
        volumes(pod, faults);
        disk(pod, faults);
        containers(pod).forEach(container -> {
            restricted(container, faults);
            resources(container, faults);
        });
        probes(manifests.connector(), facts, faults);
        end(manifests, facts, faults);
        availability(manifests, faults);
    }

    private static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.concat(elements(pod.path("containers")), elements(pod.path("initContainers")));
    }

    private static void restricted(Manifests manifests, JsonNode pod, Faults faults) {
        JsonNode context = pod.path("securityContext");
        faults.unless(context.path("runAsNonRoot").asBoolean(), "pod: may run as root");
        faults.unless(noUserOfItsOwn(context), "pod: a fixed user, which OpenShift refuses");
        faults.unless(
                "RuntimeDefault".equals(context.at("/seccompProfile/type").asText()),
                "pod: seccomp not RuntimeDefault");
        for (String host : new String[] {"hostNetwork", "hostPID", "hostIPC"}) {
            faults.unless(!pod.path(host).asBoolean(), "pod: " + host);
        }
        faults.unless(
                pod.path("automountServiceAccountToken").isBoolean()
                        && !pod.path("automountServiceAccountToken").asBoolean(),
                "pod: carries a token of the API server");
        faults.unless(
                manifests.has("ServiceAccount", pod.path("serviceAccountName").asText()),
                "pod: a service account that is not there");
        faults.unless(!pod.path("enableServiceLinks").asBoolean(true), "pod: takes settings from service links");
    }

    private static void restricted(JsonNode container, Faults faults) {
        String who = "container " + container.path("name").asText();
        JsonNode context = container.path("securityContext");
        faults.unless(!context.path("allowPrivilegeEscalation").asBoolean(true), who + ": may gain privileges");
        faults.unless(!context.path("privileged").asBoolean(), who + ": privileged");
        faults.unless(context.path("readOnlyRootFilesystem").asBoolean(), who + ": writes to its root");
        faults.unless(noUserOfItsOwn(context), who + ": a fixed user, which OpenShift refuses");
        faults.unless(
                elements(context.at("/capabilities/drop")).map(JsonNode::asText).anyMatch("ALL"::equals)
                        && context.at("/capabilities/add").isMissingNode(),
                who + ": keeps capabilities");
        faults.unless(
                elements(container.path("ports"))
                        .allMatch(port -> port.path("hostPort").isMissingNode()),
                who + ": a port of the host");
    }

    private static boolean noUserOfItsOwn(JsonNode context) {
        return context.path("runAsUser").isMissingNode()
                && context.path("runAsGroup").isMissingNode()
                && context.path("fsGroup").isMissingNode();
    }

    private static void volumes(JsonNode pod, Faults faults) {
        var declared = new HashSet<String>();
        elements(pod.path("volumes")).forEach(volume -> {
            String name = volume.path("name").asText();
            faults.unless(declared.add(name), "volume " + name + ": twice");
            volume.fieldNames()
                    .forEachRemaining(field -> faults.unless(
                            "name".equals(field) || VOLUMES.contains(field), "volume " + name + ": " + field));
        });
        Set<String> mounted = containers(pod)
                .flatMap(container -> elements(container.path("volumeMounts")))
                .map(mount -> mount.path("name").asText())
                .collect(Collectors.toSet());
        faults.unless(mounted.equals(declared), "volumes " + declared + " but mounts " + mounted);
        containers(pod).forEach(container -> {
            var paths = new HashSet<String>();
            elements(container.path("volumeMounts")).forEach(mount -> {
                String path = mount.path("mountPath").asText();
                faults.unless(path.startsWith("/") && paths.add(path), "mount " + path + ": twice or relative");
                faults.unless(mount.path("subPath").isMissingNode(), "mount " + path + ": would never be refreshed");
            });
            faults.unless(paths.contains("/tmp"), "container " + container.path("name") + ": nowhere to write");
        });
    }

    private static void resources(JsonNode container, Faults faults) {
        String who = "container " + container.path("name").asText();
        JsonNode requests = container.at("/resources/requests");
        JsonNode limits = container.at("/resources/limits");
        Stream.of(requests, limits)
                .flatMap(quantities -> quantities.properties().stream())
                .forEach(entry -> faults.unless(
                        QUANTITY.matcher(entry.getValue().asText()).matches(), who + ": quantity " + entry));
        faults.unless(!requests.path("cpu").isMissingNode(), who + ": asks for no CPU");
        faults.unless(
                requests.path("memory").equals(limits.path("memory"))
                        && !limits.path("memory").isMissingNode(),
                who + ": memory asked for is not memory allowed");
    }

    /** A pod that takes more than the limits of its containers together is evicted; their logs count, and those that have no limit add none. */
    private static void disk(JsonNode pod, Faults faults) {
        long limit = containers(pod)
                .map(container -> container.at("/resources/limits/ephemeral-storage"))
                .mapToLong(PodRules::bytes)
                .sum();
        long volumes = elements(pod.path("volumes"))
                .map(volume -> volume.at("/emptyDir/sizeLimit"))
                .mapToLong(PodRules::bytes)
                .sum();
        faults.unless(
                limit >= volumes + containers(pod).count() * OF_A_LOG,
                "pod: evicted for what it may write to its volumes and logs");
    }

    private static long bytes(JsonNode quantity) {
        return quantity.isMissingNode()
                ? 0
                : Quantity.getAmountInBytes(new Quantity(quantity.asText())).longValueExact();
    }

    private static void probes(JsonNode connector, Facts facts, Faults faults) {
        probe(connector.path("startupProbe"), facts.livePath(), "startup", faults);
        probe(connector.path("livenessProbe"), facts.livePath(), "liveness", faults);
        probe(connector.path("readinessProbe"), facts.readyPath(), "readiness", faults);
        JsonNode startup = connector.path("startupProbe");
        faults.unless(
                startup.path("periodSeconds").intValue()
                                * startup.path("failureThreshold").intValue()
                        >= 60,
                "startup probe: no patience");
    }

    private static void probe(JsonNode probe, String path, String name, Faults faults) {
        faults.unless(
                path.equals(probe.at("/httpGet/path").asText()),
                name + " probe: asks " + probe.at("/httpGet/path") + " instead of " + path);
        faults.unless(
                "management".equals(probe.at("/httpGet/port").asText()),
                name + " probe: asks port " + probe.at("/httpGet/port"));
    }

    private static void end(Manifests manifests, Facts facts, Faults faults) {
        int grace = manifests.pod().path("terminationGracePeriodSeconds").intValue();
        int before =
                manifests.connector().at("/lifecycle/preStop/sleep/seconds").intValue();
        faults.unless(
                grace >= 60 && grace > before + facts.shutdownSeconds(),
                "pod: killed after " + grace + " s, before the batch in hand is done");
    }

    private static void availability(Manifests manifests, Faults faults) {
        JsonNode deployment = manifests.the("Deployment");
        JsonNode update = deployment.at("/spec/strategy/rollingUpdate");
        faults.unless("1".equals(update.path("maxUnavailable").asText()), "Deployment: replaces other than one by one");
        boolean scaled = manifests.has("ScaledObject");
        int replicas = scaled
                ? manifests.the("ScaledObject").at("/spec/minReplicaCount").intValue()
                : deployment.at("/spec/replicas").intValue();
        faults.unless(
                scaled == deployment.at("/spec/replicas").isMissingNode(), "Deployment: replicas owned by two or none");
        manifests
                .of("PodDisruptionBudget")
                .forEach(budget -> faults.unless(
                        "1".equals(budget.at("/spec/maxUnavailable").asText())
                                && budget.at("/spec/minAvailable").isMissingNode(),
                        "PodDisruptionBudget " + name(budget) + ": gives up other than one at a time"));
        faults.unless(replicas < 2 || manifests.has("PodDisruptionBudget"), "no PodDisruptionBudget");
    }
}
