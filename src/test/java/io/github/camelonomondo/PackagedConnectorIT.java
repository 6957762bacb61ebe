package io.github.camelonomondo;

import static io.github.camelonomondo.support.Stage.command;
import static io.github.camelonomondo.support.Stage.relabel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.SimTag;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code java -jar}, from a strange folder, set by the environment alone, between a real broker and a simulated API. */
class PackagedConnectorIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BULK = 20;
    private static final int LEFT_AND_RIGHT = 100;
    private static final int TAGGED = 40;
    private static final int COMMANDS = 2 * LEFT_AND_RIGHT + TAGGED;
    private static final int FEWEST_BULKS = (LEFT_AND_RIGHT + TAGGED) / BULK;
    private static final int MORE_BULKS = 8;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBroker().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void appliesTheCommandsThatWaitedForItInFewCallsAndSendsNoneAgainAfterAStop() {
        try (var stage = new Stage(broker.bootstrapServers(), 1_000)) {
            // Given
            var fleet = stage.api().fleet();
            List<String> changed = fleet.ids().subList(0, LEFT_AND_RIGHT);
            List<String> tagged = fleet.ids().subList(LEFT_AND_RIGHT, LEFT_AND_RIGHT + TAGGED);
            Map<String, List<String>> tagsBefore = new HashMap<>();
            tagged.forEach(sim -> tagsBefore.put(sim, fleet.tags(sim)));
            changed.forEach(sim -> fleet.change(sim, "activated", false));
            changed.forEach(sim -> stage.send(command("activate-" + sim, "activate", sim)));
            changed.forEach(sim -> stage.send(relabel("relabel-" + sim, sim, "pump-" + sim)));
            tagged.forEach(sim -> stage.send(command("tag-" + sim, "tag", sim).put("tag", newTag(stage, sim))));
            stage.topics().flush();

            // When
            ConnectorProcess first = stage.startReady();
            Results results = stage.awaitResults(SOON, COMMANDS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);

            // Then
            assertThat(results.size()).isEqualTo(COMMANDS);
            assertThat(results.statuses()).isEqualTo(Map.of("SUCCEEDED", (long) COMMANDS));
            assertThat(changed).allSatisfy(sim -> {
                assertThat(fleet.sim(sim).path("activated").asBoolean()).isTrue();
                assertThat(fleet.label(sim)).isEqualTo("pump-" + sim);
            });
            assertThat(tagged)
                    .allSatisfy(sim -> assertThat(fleet.tags(sim))
                            .containsAll(tagsBefore.get(sim))
                            .hasSize(tagsBefore.get(sim).size() + 1));
            assertThat(stage.api().calls().bulks())
                    .hasSizeBetween(FEWEST_BULKS, FEWEST_BULKS + MORE_BULKS)
                    .allSatisfy(PackagedConnectorIT::holdsAFewSimsOnce);

            // When
            int status = first.terminate();
            ConnectorProcess second = stage.startReady();
            stage.send(relabel("after", "000000999", "after"));
            Results later = stage.awaitResults(SOON, COMMANDS + 1);

            // Then
            assertThat(status).isZero();
            assertThat(later.size()).isEqualTo(COMMANDS + 1);
            assertThat(stage.api().calls().count(call -> call.isUpdate() && !call.touches("000000999")))
                    .isEqualTo(stage.api().calls().bulkCount() - 1);
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
            assertThat(first.log() + second.log()).doesNotContain(Stage.KEY);
        }
    }

    private static void holdsAFewSimsOnce(Call bulk) {
        assertThat(bulk.sims()).hasSizeLessThanOrEqualTo(BULK).doesNotHaveDuplicates();
    }

    /** By its name for one half of the SIMs, by its id for the other. */
    private static String newTag(Stage stage, String sim) {
        var has = new HashSet<>(stage.api().fleet().tags(sim));
        SimTag tag = stage.api().fleet().catalogue().tags().stream()
                .filter(one -> !has.contains(one.id()))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(sim) % 2 == 0 ? tag.name() : tag.id();
    }
}
