package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the exchange that {@code onomondo:changes} has in flight when it is stopped. */
class OnomondoStopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Longer than a stop of the connector waits. */
    private static final Duration WHILE = Duration.ofSeconds(4);

    private static final int SIMS = 25;

    private final Fleet fleet = Fleet.of(SIMS);
    private final SimulatedOnomondo simulator = new SimulatedOnomondo(fleet).start();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private boolean ignoresInterrupts;
    private CamelContext context;

    @TempDir
    private Path folder;

    private String changes;

    @BeforeEach
    void prepare() {
        changes = "onomondo:changes?scanInterval=200&scanListener=#ear&stateFile=" + folder.resolve("fleet.jsonl");
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        context.stop();
        simulator.close();
    }

    @Test
    void letsItEndAndDoesNotGiveItAgain() throws Exception {
        // Given
        start(changes, 45);
        began.await();

        // When
        var stop = CompletableFuture.runAsync(context::stop);
        await().during(WHILE).atMost(PATIENCE).until(() -> interrupts.get() == 0 && !stop.isDone());
        mayEnd.countDown();
        stop.join();

        // Then
        assertNothingIsGivenAgain();
    }

    @Test
    void letsItEndWhenItLeadsNoMore() throws Exception {
        // Given
        var cluster = new SwitchedCluster();
        start("master:fleet:" + changes, 45, cluster);
        cluster.lead(true);
        began.await();

        // When
        var loss = CompletableFuture.runAsync(() -> cluster.lead(false));
        await().during(WHILE).atMost(PATIENCE).until(() -> interrupts.get() == 0 && !loss.isDone());
        mayEnd.countDown();
        loss.join();
        context.stop();

        // Then
        assertNothingIsGivenAgain();
    }

    @Test
    void interruptsItWhenCamelForcesTheStop() throws Exception {
        start(changes, 1);
        began.await();

        context.stop();

        assertThat(interrupts).hasValue(1);
    }

    @Test
    void interruptsItWhenCamelForcesTheStopOfALeader() throws Exception {
        var cluster = new SwitchedCluster();
        start("master:fleet:" + changes, 1, cluster);
        cluster.lead(true);
        began.await();

        context.stop();

        assertThat(interrupts).hasValue(1);
    }

    @Test
    void keepsTheStateOfOneThatEndsThoughItWasInterrupted() throws Exception {
        // Given
        ignoresInterrupts = true;
        start(changes, 1);
        began.await();

        // When
        context.stop();
        mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> given.get() == SIMS);

        // Then
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("onomondo-scan")));
        assertNothingIsGivenAgain();
    }

    @Test
    void asksForNoPageWhileSuspendedAndGoesOnFromThere() throws Exception {
        // Given
        mayEnd.countDown();
        start(changes, 45);
        await().atMost(PATIENCE).until(() -> completed.get() > 0);

        // When
        context.getRouteController().suspendRoute("changes");
        assertThat(context.getRouteController().getRouteStatus("changes")).isEqualTo(ServiceStatus.Suspended);
        long calls = simulator.calls().count(Call::isPage);
        await().during(Duration.ofMillis(600)).until(() -> simulator.calls().count(Call::isPage) == calls);
        fleet.change("000000001", "label", "pump");
        context.getRouteController().resumeRoute("changes");

        // Then
        await().atMost(PATIENCE).until(() -> given.get() > SIMS);
        assertThat(given).hasValue(SIMS + 1);
    }

    private void assertNothingIsGivenAgain() throws Exception {
        assertThat(given).hasValue(SIMS);
        int before = completed.get();
        start(changes, 45);
        await().atMost(PATIENCE).until(() -> completed.get() > before);
        assertThat(given).hasValue(SIMS);
    }

    private void start(String uri, int shutdownSeconds, Service... services) throws Exception {
        context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(shutdownSeconds);
        var component = new OnomondoComponent();
        component.setApiUrl(simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        context.addComponent("onomondo", component);
        context.getRegistry().bind("ear", new ScanListener() {
            @Override
            public void completed(ScanReport report, int known) {
                completed.incrementAndGet();
            }
        });
        for (Service service : services) {
            context.addService(service);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri)
                        .routeId("changes")
                        .process(exchange -> take(exchange.getMessage().getBody(ChangeSet.class)));
            }
        });
        context.start();
    }

    private void take(ChangeSet changes) throws InterruptedException {
        began.countDown();
        while (true) {
            try {
                mayEnd.await();
                given.addAndGet(changes.changes().size());
                return;
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                if (!ignoresInterrupts) {
                    throw e;
                }
            }
        }
    }
}
