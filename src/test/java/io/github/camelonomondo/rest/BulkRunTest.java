package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bulk whose caller hangs up after 40 lines, while three more calls are ahead of it. */
class BulkRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch budget = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final BulkRun run = new BulkRun(new BulkCall(this::send, howLong -> {}), pool, updates(200), () -> false);

    /** The calls that the budget lets through, and those that the API answers only in the end, by their first SIM. */
    private Set<String> letThrough = Set.of("000000000", "000000020");

    private Set<String> slow = Set.of();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void sendsNothingThatWaitsForTheBudgetOnceItIsClosed() throws Exception {
        // Given
        readTwoCalls();
        await().atMost(PATIENCE).until(() -> waiting.get() == 3);

        // When
        run.close();

        // Then
        await().atMost(PATIENCE).until(() -> waiting.get() == 0); // for the bulks of others
        goOn();
        assertThat(sent).containsExactly("000000000", "000000020");
    }

    @Test
    void triesNothingAgainOnceItIsClosed() throws Exception {
        // Given
        letThrough = Set.of("000000000", "000000020", "000000040");
        slow = Set.of("000000040");
        readTwoCalls();
        await().atMost(PATIENCE).until(() -> waiting.get() == 3);

        // When
        run.close();

        // Then
        goOn();
        assertThat(sent).containsExactlyInAnyOrder("000000000", "000000020", "000000040");
    }

    private void readTwoCalls() throws IOException, InterruptedException {
        run.begin();
        assertThat(run.read(new byte[8192])).isPositive();
        assertThat(run.read(new byte[8192])).isPositive();
    }

    private void goOn() throws InterruptedException {
        budget.countDown();
        answers.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private BulkAnswer send(List<SimUpdate> updates, Priority priority, BooleanSupplier begins) {
        var name = updates.get(0).sim().value();
        if (!letThrough.contains(name)) {
            hold(budget);
        }
        if (!begins.getAsBoolean()) {
            throw new ApiException.Unwanted("PATCH /sims/bulk");
        }
        sent.add(name);
        if (slow.contains(name)) {
            hold(answers);
            return new BulkAnswer("call", updates.size(), 200, Map.of()); // proves nothing
        }
        return FakeApi.allUpdated(updates);
    }

    private void hold(CountDownLatch latch) {
        waiting.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unavailable("interrupted", 0, e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static List<SimUpdate> updates(int sims) {
        return IntStream.range(0, sims)
                .mapToObj(i -> new SimUpdate(new SimId("%09d".formatted(i)), Map.of("label", "a")))
                .toList();
    }
}
