package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanLoop;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Processor;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The consumer in a Camel application of its own, without Kafka. */
class OnomondoChangesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet = Fleet.of(25);
    private final SimulatedOnomondo simulator = new SimulatedOnomondo(fleet).start();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private CamelContext context;

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    @Test
    void saysThatNobodyOfTheGroupScansWhileItLeadsIfScansAreOff() throws Exception {
        var cluster = new SwitchedCluster();
        run("scanInterval=0", this::note, "master:fleet:", cluster);

        var lines = new CopyOnWriteArrayList<ILoggingEvent>();
        listen(OnomondoChangesConsumer.class, lines, () -> {
            cluster.lead(true);
            await().atMost(PATIENCE).until(() -> !lines.isEmpty());
        });

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("ONOMONDO_SCAN_INTERVAL=0", "the same interval"));
    }

    @Test
    void saysThatNothingIsScannedIfScansAreOff() throws Exception {
        var lines = new CopyOnWriteArrayList<ILoggingEvent>();
        listen(OnomondoChangesConsumer.class, lines, () -> run("scanInterval=0", this::note));

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .isEqualTo("scanInterval=0: the fleet is not scanned, and no changes come"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scanInterval=-5   | onomondo:changes has scanInterval=-5: 0, for no scans, or more is allowed
            scanInterval=-5s  | onomondo:changes has scanInterval=-5s: a time such as 60s, or 0 for no scans, is allowed
            scanInterval=-60s | onomondo:changes has scanInterval=-60s: a time such as 60s, or 0 for no scans, is allowed
            scanInterval=60S  | onomondo:changes has scanInterval=60S: a time such as 60s, or 0 for no scans, is allowed
            scanInterval=60x  | onomondo:changes has scanInterval=60x: a time such as 60s, or 0 for no scans, is allowed
            scanInterval=abc  | onomondo:changes has scanInterval=abc: a time such as 60s, or 0 for no scans, is allowed
            pageSize=0        | onomondo:changes has pageSize=0: 1 or more is allowed
            stallTimeout=0    | onomondo:changes has stallTimeout=0: 1 ms or more is allowed
            """)
    void saysAtTheStartWhichOptionIsWrong(String option, String why) {
        assertThatThrownBy(() -> run(option, this::note)).hasStackTraceContaining(why);
    }

    @Test
    void doesNotStartIfTheStateFileCannotBeWritten(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "").resolve("fleet.jsonl");

        assertThatThrownBy(() -> run("stateFile=" + file, this::note))
                .hasStackTraceContaining("the state file " + file + " cannot be written: ");
    }

    @Test
    void waitsForItsStateFileWhereItLeads(@TempDir Path folder) throws Exception {
        // Given
        Path notThereYet = folder.resolve("volume");
        Files.writeString(notThereYet, "");
        var cluster = new SwitchedCluster();
        run("stateFile=" + notThereYet.resolve("fleet.jsonl"), this::note, "master:fleet:", cluster);
        cluster.lead(true);
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("onomondo-scan")));

        // When
        Files.delete(notThereYet);
        Files.createDirectory(notThereYet);

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 25);
    }

    @Test
    void takesARollbackForAFailure() throws Exception {
        // Given
        var pages = new AtomicInteger();

        // When
        run("scanInterval=200", exchange -> {
            if (pages.incrementAndGet() == 1) {
                exchange.setRollbackOnly(true);
            } else if (pages.get() == 2) {
                exchange.setRollbackOnlyLast(true);
            } else {
                note(exchange);
            }
        });

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() >= 25);
        assertThat(seen).hasSize(25).allMatch(line -> line.startsWith("r "));
    }

    @Test
    void isDownOnceSeveralScansFailedAndUpAgain() throws Exception {
        // Given
        var fails = new AtomicBoolean(true);
        run("scanInterval=200", exchange -> {
            if (fails.get()) {
                throw new IllegalStateException("the route fails");
            }
        });
        HealthCheck check = ((HealthCheckAware) context.getRoutes().get(0).getConsumer()).getHealthCheck();

        // When
        await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.DOWN);
        String why = check.call().getMessage().orElseThrow();
        fails.set(false);

        // Then
        assertThat(why).contains("scans failed one after another: the route fails");
        await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.UP);
    }

    @Test
    void givesTheFleetThenWhatChanges() throws Exception {
        // Given
        run("scanInterval=200&pageSize=10", this::note);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);

        // When
        fleet.change("000000009", "label", "pump");
        fleet.remove("000000010");

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 27);
        assertThat(seen).contains("r 000000009 1 []", "u 000000009 2 [label]", "d 000000010 2 []");
    }

    @Test
    void givesAgainWhatTheRouteFailedOn() throws Exception {
        // Given
        var failures = new AtomicInteger(2);

        // When
        run("scanInterval=200", exchange -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the route fails");
            }
            note(exchange);
        });

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() >= 25);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheStateInAFileOverARestart(@TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("state/fleet.jsonl");
        run("scanInterval=200&stateFile=" + file, this::note);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);
        fleet.change("000000001", "label", "one");
        await().atMost(PATIENCE).until(() -> seen.size() == 26);
        context.stop();
        Files.writeString(file, "{\"id\":\"0000", StandardOpenOption.APPEND);

        // When
        fleet.change("000000002", "label", "two");
        fleet.add("000000026");
        run("scanInterval=200&stateFile=" + file, this::note);

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 28);
        assertThat(seen.subList(26, 28)).containsExactly("u 000000002 2 [label]", "c 000000026 1 []");
    }

    @Test
    void saysOnceThatRemovalsWaitToBeAccepted() throws Exception {
        // Given
        var control = new ScanControl();
        context = context();
        var suspected = new AtomicInteger();
        context.getRegistry().bind("control", control);
        context.getRegistry().bind("ear", new ScanListener() {
            @Override
            public void suspect(int scan, int missing, int known) {
                suspected.incrementAndGet();
            }
        });
        start("onomondo:changes?scanInterval=1h&scanControl=#control&scanListener=#ear", this::note);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);

        // When
        IntStream.rangeClosed(1, 11).mapToObj("%09d"::formatted).forEach(fleet::remove);
        var lines = new CopyOnWriteArrayList<ILoggingEvent>();
        listen(ScanLoop.class.getPackageName(), lines, () -> {
            for (int scans = 1; scans <= 2; scans++) {
                int expected = scans;
                control.scanNow();
                await().atMost(PATIENCE).until(() -> suspected.get() == expected);
            }
            assertThat(control.acceptRemovals()).isEqualTo(11);
            await().atMost(PATIENCE).until(() -> seen.size() == 36);
        });

        // Then
        assertThat(lines.stream().filter(line -> line.getLevel() == Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "too many SIMs are missing to be believed: their removals wait until somebody accepts them");
    }

    @Test
    void tellsTheRouteOfScansThatFailIfItIsToBridge() throws Exception {
        // Given
        var told = new CopyOnWriteArrayList<Throwable>();
        var bodies = new CopyOnWriteArrayList<String>();
        simulator.always().answer(503);

        // When
        bridge("", exchange -> {
            bodies.add(exchange.getMessage().getBody(String.class));
            told.add(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class));
        });

        // Then
        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertThat(told.get(0)).hasCauseInstanceOf(ApiException.Unavailable.class);
        assertThat(bodies).first().isEqualTo("onomondo:changes cannot scan");
        simulator.recover();
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 25);
    }

    @Test
    void letsTheErrorHandlerEndWhenTheRouteStops() throws Exception {
        // Given
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        simulator.always().answer(503);
        bridge("", exchange -> {
            begun.countDown();
            mayEnd.await();
            ended.set(true);
        });
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        // When
        var stop = CompletableFuture.runAsync(context::stop);
        await().atMost(PATIENCE).until(() -> context.getStatus().isStopping());
        await().during(Duration.ofMillis(300)).until(() -> !stop.isDone());
        mayEnd.countDown();

        // Then
        assertThat(stop).succeedsWithin(PATIENCE);
        assertThat(ended).isTrue();
    }

    @Test
    void goesOnThoughItsErrorHandlerHangs() throws Exception {
        // Given
        var interrupted = new AtomicInteger();
        simulator.always().answer(503);

        // When
        bridge("&stallTimeout=2000", exchange -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> interrupted.get() >= 1);
        simulator.recover();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 25);
    }

    @Test
    void tellsNobodyOfWhatTheRouteThrewItselfOrWasInterruptedIn() throws Exception {
        // Given
        var told = new CopyOnWriteArrayList<Throwable>();
        var deliveries = new AtomicInteger();
        context = context();
        context.getRegistry().bind("handler", new LoggingExceptionHandler(context, getClass(), LoggingLevel.ERROR) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                told.add(exception);
            }
        });
        start("onomondo:changes?scanInterval=200&stallTimeout=3000&exceptionHandler=#handler", exchange -> {
            int delivery = deliveries.incrementAndGet();
            if (delivery == 1) {
                throw new IllegalStateException("the route fails");
            }
            if (delivery == 2) {
                new CountDownLatch(1).await();
            }
            note(exchange);
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 25);
        assertThat(told).isEmpty();

        // When
        simulator.always().answer(503);

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
        assertThat(told.get(0)).hasCauseInstanceOf(ApiException.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "PT0S"})
    void doesNotScanWhenSwitchedOff(String interval) throws Exception {
        run("scanInterval=" + interval, this::note);

        await().during(Duration.ofMillis(300)).until(() -> simulator.calls().count(Call::isPage) == 0);
    }

    @Test
    void scansAgainWhenItLeadsAgain() throws Exception {
        // Given
        var cluster = new SwitchedCluster();
        run("scanInterval=200", this::note, "master:fleet:", cluster);
        cluster.lead(true);
        await().atMost(PATIENCE).until(() -> seen.size() == 25);

        // When
        cluster.lead(false);
        long calls = simulator.calls().count(Call::isPage);
        await().during(Duration.ofMillis(400)).until(() -> simulator.calls().count(Call::isPage) == calls);
        cluster.lead(true);

        // Then
        await().atMost(PATIENCE).until(() -> seen.size() == 50);
    }

    private void run(String options, Processor processor) throws Exception {
        run(options, processor, "");
    }

    private void run(String options, Processor processor, String before, Service... services) throws Exception {
        context = context();
        for (Service service : services) {
            context.addService(service);
        }
        start(before + "onomondo:changes?" + options, processor);
    }

    private void bridge(String options, Processor errorHandler) throws Exception {
        context = context();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(errorHandler);
                from("onomondo:changes?scanInterval=200&bridgeErrorHandler=true" + options)
                        .process(OnomondoChangesTest.this::note);
            }
        });
        context.start();
    }

    private CamelContext context() {
        var component = new OnomondoComponent();
        component.setApiUrl(simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        component.setCallTimeout(30_000);
        var made = new DefaultCamelContext();
        made.addComponent("onomondo", component);
        return made;
    }

    private void start(String uri, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).process(processor);
            }
        });
        context.start();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void listen(Class<?> who, List<ILoggingEvent> lines, Step step) throws Exception {
        listen(who.getName(), lines, step);
    }

    private static void listen(String who, List<ILoggingEvent> lines, Step step) throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(who);
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                lines.add(line);
            }
        };
        appender.start();
        logger.addAppender(appender);
        step.run();
        logger.detachAppender(appender);
    }

    private void note(Exchange exchange) {
        for (SimChange change : exchange.getMessage().getBody(ChangeSet.class).changes()) {
            seen.add(change.op().code() + " " + change.sim() + " " + change.revision() + " " + change.changed());
        }
    }
}
