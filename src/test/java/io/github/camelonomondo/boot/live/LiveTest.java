package io.github.camelonomondo.boot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.boot.KafkaSettings;
import io.github.camelonomondo.kafka.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page shows, with brokers that nobody can reach, as something breaks that should not. */
class LiveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger shown = new AtomicInteger();
    private final ConcurrentLinkedQueue<Supplier<ObjectNode>> next = new ConcurrentLinkedQueue<>();
    private final Live live =
            new Live(new KafkaSettings(Map.of("bootstrap.servers", "none")), new Topics(""), this::figures);

    @BeforeEach
    void start() {
        live.start();
    }

    @AfterEach
    void stop() {
        live.stop();
    }

    @Test
    void goesOnAfterAnException() {
        next.add(LiveTest::good);
        next.add(() -> {
            throw new IllegalStateException("a figure that cannot be had");
        });

        assertThat(live.watch()).isNotNull();

        await().atMost(PATIENCE).until(() -> shown.get() > 3);
    }

    @Test
    void beginsAnewForTheNextWhoLooksOnAfterAnError() {
        // Given
        var before = Thread.getDefaultUncaughtExceptionHandler();
        var died = new AtomicBoolean();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> died.set(true));
        try {
            next.add(LiveTest::good);
            next.add(() -> {
                throw new AssertionError("worse");
            });
            assertThat(live.watch()).isNotNull();
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(died::get);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        int shownUntilThen = shown.get();

        // When
        assertThat(live.watch()).isNotNull();

        // Then: once for who comes, and again as time goes by
        await().atMost(PATIENCE).until(() -> shown.get() > shownUntilThen + 1);
    }

    private ObjectNode figures() {
        shown.incrementAndGet();
        var figures = next.poll();
        return figures == null ? good() : figures.get();
    }

    private static ObjectNode good() {
        return JsonNodeFactory.instance.objectNode();
    }
}
