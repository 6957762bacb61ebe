package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;
import static io.github.camelonomondo.k8s.Manifests.label;
import static io.github.camelonomondo.k8s.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.Topics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Topics are those of the connector, its rights are those it needs, and KEDA looks at what it reads. */
final class KafkaRules {

    private static final int PARTITIONS = 6;

    private KafkaRules() {}

    static void check(Manifests manifests, Facts facts, Faults faults) {
        var settings = manifests.settings();
        var topics = new Topics(settings.getOrDefault("ONOMONDO_TOPIC_PREFIX", ""));
        String group = settings.getOrDefault("ONOMONDO_GROUP", "camel-onomondo");
        if (manifests.has("KafkaTopic") || manifests.has("KafkaUser")) {
            topics(manifests, topics, facts, faults);
            faults.unless(manifests.has("KafkaUser"), "no KafkaUser");
            manifests.of("KafkaUser").forEach(user -> rights(manifests, user, topics, group, faults));
            clusters(manifests, faults);
        }
        manifests.of("ScaledObject").forEach(scaled -> scaling(manifests, scaled, topics, group, faults));
    }

    private static Set<String> names(Topics topics) {
        return new TreeSet<>(Set.of(
                topics.commands(),
                topics.commandResults(),
                topics.deadLetters(),
                topics.events(),
                topics.state(),
                topics.checkpoint(),
                topics.notifications(),
                topics.control()));
    }

    private static void topics(Manifests manifests, Topics topics, Facts facts, Faults faults) {
        Set<String> found =
                manifests.of("KafkaTopic").stream().map(Manifests::name).collect(Collectors.toCollection(TreeSet::new));
        faults.unless(found.equals(names(topics)), "KafkaTopics " + found + " instead of " + names(topics));
        var compacted = Set.of(topics.state(), topics.checkpoint());
        manifests.of("KafkaTopic").forEach(topic -> {
            JsonNode config = topic.at("/spec/config");
            boolean compact = compacted.contains(name(topic));
            faults.unless(topic.at("/spec/partitions").intValue() == PARTITIONS, label(topic) + ": partitions");
            faults.unless(
                    config.path("cleanup.policy").asText().equals(compact ? "compact" : "delete"),
                    label(topic) + ": cleanup.policy");
            faults.unless(
                    compact
                            ? config.path("retention.ms").isMissingNode()
                            : config.path("retention.ms").longValue() > 0,
                    label(topic) + ": retention.ms");
            faults.unless(
                    !compact
                            || Manifests.texts(config)
                                    .entrySet()
                                    .containsAll(facts.compacted().entrySet()),
                    label(topic) + ": cleaned otherwise than with " + facts.compacted());
            faults.unless(
                    config.path("min.insync.replicas").intValue()
                            < topic.at("/spec/replicas").intValue(),
                    label(topic) + ": stands still when one broker does");
        });
    }

    private static void rights(Manifests manifests, JsonNode user, Topics topics, String group, Faults faults) {
        faults.unless(
                "scram-sha-512".equals(user.at("/spec/authentication/type").asText())
                        && "SCRAM-SHA-512".equals(manifests.settings().get("KAFKA_SASL_MECHANISM")),
                "KafkaUser: authenticates otherwise than the connector");
        List<String> found = elements(user.at("/spec/authorization/acls"))
                .map(KafkaRules::right)
                .sorted()
                .toList();
        List<String> needed = Stream.of(
                        "topic literal " + topics.commands() + " [Read, Write]",
                        "topic literal " + topics.commandResults() + " [Read, Write]",
                        "topic literal " + topics.deadLetters() + " [Read, Write]",
                        "topic literal " + topics.events() + " [Read, Write]",
                        "topic literal " + topics.state() + " [Read, Write]",
                        "topic literal " + topics.checkpoint() + " [Read, Write]",
                        "topic literal " + topics.notifications() + " [Read, Write]",
                        "topic literal " + topics.control() + " [Read, Write]",
                        "group literal " + group + " [Read]",
                        "group literal " + group + "-leader [Read]",
                        "transactionalId prefix " + group + " [Describe, Write]")
                .sorted()
                .toList();
        faults.unless(found.equals(needed), "KafkaUser: may " + found + " instead of " + needed);
    }

    private static String right(JsonNode acl) {
        JsonNode resource = acl.path("resource");
        return resource.path("type").asText() + " "
                + resource.path("patternType").asText() + " "
                + resource.path("name").asText() + " "
                + elements(acl.path("operations"))
                        .map(JsonNode::asText)
                        .sorted()
                        .toList();
    }

    private static void clusters(Manifests manifests, Faults faults) {
        Set<String> clusters = Stream.concat(manifests.of("KafkaTopic").stream(), manifests.of("KafkaUser").stream())
                .map(object ->
                        object.at("/metadata/labels").path("strimzi.io/cluster").asText())
                .collect(Collectors.toSet());
        faults.unless(clusters.size() == 1 && !clusters.contains(""), "several Kafka clusters: " + clusters);
    }

    private static void scaling(Manifests manifests, JsonNode scaled, Topics topics, String group, Faults faults) {
        JsonNode target = scaled.at("/spec/scaleTargetRef");
        faults.unless(
                manifests.has(target.path("kind").asText(), target.path("name").asText()),
                "ScaledObject: scales what is not there");
        faults.unless(
                scaled.at("/spec/minReplicaCount").intValue() >= 1
                        && scaled.at("/spec/maxReplicaCount").intValue() <= PARTITIONS,
                "ScaledObject: to nothing, or to more pods than partitions");
        elements(scaled.at("/spec/triggers"))
                .map(trigger -> trigger.path("metadata"))
                .forEach(kafka -> {
                    faults.unless(
                            topics.commands().equals(kafka.path("topic").asText()), "ScaledObject: another topic");
                    faults.unless(group.equals(kafka.path("consumerGroup").asText()), "ScaledObject: another group");
                    faults.unless(
                            manifests
                                    .settings()
                                    .getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "")
                                    .equals(kafka.path("bootstrapServers").asText()),
                            "ScaledObject: another Kafka");
                });
    }
}
