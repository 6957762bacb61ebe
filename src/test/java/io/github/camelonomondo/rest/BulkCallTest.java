package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BulkCallTest {

    private final Deque<Function<List<SimUpdate>, BulkAnswer>> script = new ArrayDeque<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Map<SimId, BulkLine> lines = new HashMap<>();
    private final BulkCall call = new BulkCall(
            (updates, priority, begins) -> {
                sizes.add(updates.size());
                return (script.isEmpty() ? (Function<List<SimUpdate>, BulkAnswer>) FakeApi::allUpdated : script.poll())
                        .apply(updates);
            },
            pauses::add);

    @Test
    void waitsAsLongAsTheApiAsksWithoutCountingIt() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            fail(new ApiException.Throttled(Duration.ofSeconds(7)));
        }

        call.settle(updates(3), Priority.COMMANDS, () -> true, lines);

        assertThat(pauses).hasSize(5).containsOnly(Duration.ofSeconds(7));
        assertThat(lines.values()).hasSize(3).allMatch(line -> line.error() == null);
    }

    @Test
    void neverWaitsForLongerThanAWindowOrForEver() {
        for (int i = 0; i < 20; i++) {
            fail(new ApiException.Throttled(Duration.ofDays(1)));
        }

        assertThatThrownBy(() -> call.settle(updates(3), Priority.COMMANDS, () -> true, lines))
                .isInstanceOf(ApiException.Throttled.class);
        assertThat(pauses).hasSize(10).containsOnly(Duration.ofSeconds(60));
    }

    @Test
    void doesNotLetACallerWaitForTheBudgetOfTheFirstCall() {
        fail(new ApiException.Throttled(Duration.ofSeconds(7)));

        assertThatThrownBy(() -> call.settle(updates(3), Priority.REST, () -> true, lines))
                .isInstanceOf(ApiException.Throttled.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void letsACallerWaitForAMomentThough() throws InterruptedException {
        fail(new ApiException.Throttled(Duration.ofSeconds(2)));

        call.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
        assertThat(lines).hasSize(3);
    }

    @Test
    void triesAnApiThatWasAwayOnceMore() throws InterruptedException {
        fail(new ApiException.Unavailable("away", 0, null));

        call.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(sizes).containsExactly(3, 3);
        assertThat(lines).hasSize(3);
    }

    @Test
    void givesUpOnAnApiThatStaysAway() {
        fail(new ApiException.Unavailable("away", 0, null));
        fail(new ApiException.Unavailable("away", 0, null));

        assertThatThrownBy(() -> call.settle(updates(3), Priority.COMMANDS, () -> true, lines))
                .isInstanceOf(ApiException.Unavailable.class);
        assertThat(sizes).containsExactly(3, 3);
        assertThat(lines).isEmpty();
    }

    @Test
    void saysUnprovenIfNoAnswerCameTwice() throws InterruptedException {
        fail(new ApiException.Unproven("cut", null));
        fail(new ApiException.Unproven("cut", null));

        call.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(lines.values()).hasSize(3).allMatch(line -> "unproven".equals(line.error()));
    }

    @Test
    void saysUnprovenAlsoIfTheApiWasAwayAfterwards() throws InterruptedException {
        fail(new ApiException.Unproven("cut", null));
        fail(new ApiException.Unavailable("away", 0, null));

        call.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(lines.values()).hasSize(3).allMatch(line -> "unproven".equals(line.error()));
    }

    @ParameterizedTest
    @MethodSource("endsOfTheSecondCall")
    void saysUnprovenOfWhatAnAnswerLeftOutWhateverTheSecondCallEndedWith(ApiException end) throws InterruptedException {
        var calls = new AtomicInteger();
        var partial = new BulkCall(
                (updates, priority, begins) -> {
                    if (calls.incrementAndGet() == 1) {
                        return FakeApi.allUpdated(updates.subList(0, 1));
                    }
                    throw end;
                },
                wait -> {});

        partial.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(lines.values()).extracting(BulkLine::error).containsExactlyInAnyOrder(null, "unproven", "unproven");
    }

    static List<ApiException> endsOfTheSecondCall() {
        return List.of(
                new ApiException.Unavailable("away", 0, null),
                new ApiException.Unavailable("failed", 502, null),
                new ApiException.Busy(16),
                new ApiException.Unauthorized(401),
                new ApiException.Throttled(Duration.ofSeconds(70)));
    }

    @Test
    void saysUnprovenAlsoIfTheBudgetWasSpentAfterwards() throws InterruptedException {
        fail(new ApiException.Unproven("cut", null));
        fail(new ApiException.Throttled(Duration.ofSeconds(70)));

        call.settle(updates(3), Priority.REST, () -> true, lines);

        assertThat(lines.values()).hasSize(3).allMatch(line -> "unproven".equals(line.error()));
    }

    @Property(tries = 300)
    void failsTheCulpritsOfARefusedCallAndNobodyElse(
            @ForAll @Size(max = 20) Set<@IntRange(max = 19) Integer> culprits,
            @ForAll @IntRange(min = 1, max = 20) int size)
            throws InterruptedException {
        var found = new HashMap<SimId, BulkLine>();
        var picky = new BulkCall(
                (updates, priority, begins) -> {
                    if (updates.stream()
                            .anyMatch(update -> culprits.contains(update.sim().number()))) {
                        throw new ApiException.Refused("PATCH", new Refusal(400, "bad", null));
                    }
                    return FakeApi.allUpdated(updates);
                },
                wait -> {});

        picky.settle(updates(size), Priority.COMMANDS, () -> true, found);

        assertThat(found).hasSize(size);
        assertThat(found.values().stream()
                        .filter(line -> line.error() != null)
                        .map(line -> line.sim().number())
                        .collect(Collectors.toSet()))
                .isEqualTo(culprits.stream().filter(culprit -> culprit < size).collect(Collectors.toSet()));
    }

    private void fail(ApiException thrown) {
        script.add(updates -> {
            throw thrown;
        });
    }

    private static List<SimUpdate> updates(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new SimUpdate(new SimId("%09d".formatted(i)), Map.of("label", "a")))
                .toList();
    }
}
