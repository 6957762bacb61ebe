package io.github.camelonomondo.changes.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.MemoryStateRepository;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.StateRepository;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.sim.SimId;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Scans of an API that does what no real one should. */
class ScanLoopTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> aborted = new CopyOnWriteArrayList<>();
    private final List<ScanReport> reports = new CopyOnWriteArrayList<>();
    private final List<Instant> allSeenAt = new CopyOnWriteArrayList<>();
    private final ScanControl control = new ScanControl();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimFields fields = SimFields.ignoring(List.of());
    private final FleetState state = new FleetState(fields, 30);
    private final MemoryStateRepository memory = new MemoryStateRepository();
    private ScanLoop loop;
    private boolean deaf;
    private boolean stuck;
    private boolean settles;
    private ScanThread.Step route = () -> {};
    private final List<ChangeSet> handedOver = new CopyOnWriteArrayList<>();
    private final AtomicInteger released = new AtomicInteger();
    private final AtomicInteger restored = new AtomicInteger();
    private final List<Integer> stopped = new CopyOnWriteArrayList<>();
    private final List<String> notBegun = new CopyOnWriteArrayList<>();
    private final AtomicInteger unreadable = new AtomicInteger();
    private volatile String unreachable;
    private volatile Caused caused;
    private Duration stallTimeout = Duration.ofMillis(400);
    private Function<SimId, byte[]> read = sim -> {
        throw new UnsupportedOperationException();
    };

    @AfterEach
    void stop() {
        loop.close();
        ((Logger) LoggerFactory.getLogger(Scan.class)).detachAppender(lines);
    }

    @Test
    void endsAScanThatStandsStill() {
        var calls = new AtomicInteger();
        scan(query -> {
            if (calls.incrementAndGet() == 1) {
                hang();
            }
            return page(false, null, "{'id':'000000001'}");
        });

        await().until(() -> reports.size() == 1);
        assertThat(aborted).containsExactly("it stood still for 0 s");
    }

    @Test
    void noticesCursorsWithoutEnd() {
        var calls = new AtomicInteger();
        scan(query -> page(true, "c" + calls.incrementAndGet(), "{'id':'000000001'}"));

        await().until(() -> !aborted.isEmpty());
        assertThat(aborted.get(0)).contains("no more SIMs");
        assertThat(seen).containsExactly("r 000000001 1");
    }

    @Test
    void takesInNoMoreSimsThanThereIsRoomFor() {
        var calls = new AtomicInteger();
        scan(query -> {
            int call = calls.incrementAndGet();
            return page(true, "c" + call, rows(10 * call, 10 * call + 9));
        });
        await().until(() -> !aborted.isEmpty());

        assertThat(aborted.get(0)).isEqualTo("page 4 brings more SIMs than the 30 that this heap has room for");
        assertThat(seen).hasSize(30);
    }

    @Test
    void restoresTheStateIfTheRouteWasInterrupted() {
        var interrupted = new AtomicInteger();
        route = () -> {
            if (interrupted.getAndIncrement() == 0) {
                new CountDownLatch(1).await();
            }
        };
        scan(query -> page(false, null, "{'id':'000000001'}"));

        await().until(() -> reports.size() == 1);
        assertThat(restored).hasValue(2);
    }

    @Test
    void noticesThatThereIsMoreButNoCursor() {
        scan(query -> page(true, null, "{'id':'000000001'}"));
        await().until(() -> !aborted.isEmpty());
        assertThat(aborted.get(0)).contains("no cursor");
    }

    @Test
    void noticesADocumentedListThatIsNotWhole() {
        scan(query -> json("{'count':1,'limit':1,'offset':0,'total':2,'sims':[{'id':'000000001'}]}"));
        await().until(() -> !aborted.isEmpty());
        assertThat(aborted.get(0)).contains("2 SIMs");
    }

    @Test
    void saysOnWhichPageARowIsNotJson() {
        stallTimeout = Duration.ofMinutes(1);
        scan(query -> query.cursor() == null
                ? page(true, "2", "{'id':'000000001'}")
                : page(false, null, "{'id':'000000002','usage':NaN}"));

        await().atMost(Duration.ofSeconds(60)).until(() -> !aborted.isEmpty());
        assertThat(aborted.get(0))
                .startsWith("page 2 of this scan cannot be read: it is not JSON at line 1, column ")
                .endsWith(", SIM 000000002");
    }

    @Test
    void givesUpWhenTheCursorIsRejectedTwice() {
        var calls = new AtomicInteger();
        scan(query -> {
            calls.incrementAndGet();
            if (query.cursor() != null) {
                throw new ApiException.Refused("listSims", new Refusal(400, "next_page_invalid", null));
            }
            return page(true, "x", "{'id':'000000001'}");
        });

        await().until(() -> !aborted.isEmpty());
        assertThat(aborted.get(0)).contains("next_page_invalid");
        assertThat(calls.get()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void removesNothingIfARowHasNoId() {
        var calls = new AtomicInteger();
        scan(query -> calls.incrementAndGet() == 1
                ? page(false, null, "{'id':'000000001'},{'id':'000000002'}")
                : page(false, null, "{'id':'000000001'},{'label':'who'},null"));
        await().until(() -> reports.size() == 1);

        control.scanNow();

        await().until(() -> reports.size() == 2);
        assertThat(reports.get(1).nameless()).isEqualTo(2);
        assertThat(reports.get(1).removed()).isZero();
        assertThat(aborted).isEmpty();
        assertThat(seen).containsExactly("r 000000001 1", "r 000000002 1");
        assertThat(allSeenAt)
                .as("which SIMs it missed nobody knows after a restart")
                .containsExactly(reports.get(0).startedAt(), reports.get(0).startedAt());
    }

    @Test
    void keepsASimOfWhichTheApiDoesNotSayWhetherItIsGoneAndRemovesTheOthers() {
        var calls = new AtomicInteger();
        stallTimeout = Duration.ofMinutes(1);
        read = sim -> {
            throw sim.value().equals("000000002")
                    ? new ApiException.Unavailable("it always fails", 500, null)
                    : new ApiException.Refused("getSim", new Refusal(404, "sim_not_found", null));
        };
        scan(query -> calls.incrementAndGet() == 1
                ? page(false, null, "{'id':'000000001'},{'id':'000000002'},{'id':'000000003'}")
                : page(false, null, "{'id':'000000001'}"));
        await().until(() -> reports.size() == 1);

        control.scanNow();

        await().atMost(Duration.ofSeconds(60)).until(() -> reports.size() == 2);
        assertThat(aborted).isEmpty();
        assertThat(seen).endsWith("d 000000003 2").hasSize(4);
        assertThat(reports.get(1).undecided()).isOne();
        assertThat(allSeenAt)
                .containsExactly(reports.get(0).startedAt(), reports.get(0).startedAt());
    }

    @Test
    void endsTheSnapshotThoughARowHasNoId() {
        var calls = new AtomicInteger();
        scan(query -> calls.incrementAndGet() == 1
                ? page(false, null, "{'id':'000000001'},{'id':'garbage'}")
                : page(false, null, "{'id':'000000001'},{'id':'000000002'}"));
        await().until(() -> reports.size() == 1);

        control.scanNow();

        await().until(() -> reports.size() == 2);
        assertThat(seen).containsExactly("r 000000001 1", "c 000000002 1");
    }

    /** 12 are missing: accepted for the scan that the order begins, and for no other. */
    @Test
    void believesNoOthersForAnOrderWhoseScanMetARowWithoutAnId() {
        // Given
        var list = new AtomicReference<>(rows(1, 24));
        read = sim -> {
            throw new ApiException.Refused("getSim", new Refusal(404, "sim_not_found", null));
        };
        scan(query -> page(false, null, list.get()));
        await().until(() -> reports.size() == 1);
        list.set(rows(13, 24));
        scanAgain(2);

        // When
        list.set(rows(13, 24) + ",{'label':'who'}");
        assertThat(control.acceptRemovals()).isEqualTo(12);
        await().until(() -> reports.size() == 3);

        // Then
        assertThat(reports.get(2).suspected()).isEqualTo(12);

        // When
        list.set(rows(1, 24) + ",{'label':'who'}");
        assertThat(control.acceptRemovals()).as("a new order").isEqualTo(12);
        await().until(() -> reports.size() == 4);

        // Then
        assertThat(reports.get(3).suspected()).isZero();
        list.set(rows(1, 12));
        scanAgain(5);
        assertThat(reports.get(4).suspected()).isEqualTo(12);
        list.set(rows(1, 24));
        scanAgain(6);
        assertThat(control.acceptRemovals()).as("an order without removals").isZero();
        assertThat(seen).hasSize(24).allMatch(change -> change.startsWith("r "));
    }

    @Test
    void knowsASimThoughItsIdComesInAnotherForm() {
        var calls = new AtomicInteger();
        var forms = List.of("'000000001'", "1", "'1'");
        scan(query -> {
            int call = calls.getAndIncrement();
            String label = call < 3 ? "as it was" : "new";
            return page(false, null, "{'id':" + forms.get(call % 3) + ",'label':'" + label + "'}");
        });

        for (int scan = 1; scan <= 5; scan++) {
            int count = scan;
            await().until(() -> reports.size() == count);
            control.scanNow();
        }

        assertThat(aborted).isEmpty();
        assertThat(seen).containsExactly("r 000000001 1", "u 000000001 2");
    }

    @Test
    void takesTheFirstRowOfASimThatAScanListsMoreThanOnce() {
        var log = logOfScans();
        scan(query -> query.cursor() == null
                ? page(true, "2", "{'id':'000000001','label':'a'},{'id':'000000001','label':'b'}")
                : page(false, null, "{'id':'000000002','label':'a'},{'id':'000000001','label':'c'}"));
        await().until(() -> reports.size() == 1);

        scanAgain(2);

        assertThat(seen).containsExactly("r 000000001 1", "r 000000002 1");
        assertThat(reports.get(1).sims()).isEqualTo(2);
        assertThat(log.list)
                .as("one line for each scan")
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line.getKeyValuePairs().toString()).contains("sim=\"000000001\"", "rows=\"2\""));
    }

    @Test
    void takesNoRowForASecondOneThatIsReadAgainFromTheStart() {
        var log = logOfScans();
        var calls = new AtomicInteger();
        scan(query -> {
            int call = calls.incrementAndGet();
            if (call == 2) {
                throw new ApiException.Refused("listSims", new Refusal(400, "next_page_invalid", null));
            }
            return page(call == 1, call == 1 ? "2" : null, "{'id':'000000001','label':'" + call + "'}");
        });
        await().until(() -> reports.size() == 1);
        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .singleElement()
                .asString()
                .contains("cursor");

        scanAgain(2);

        assertThat(seen).containsExactly("r 000000001 1", "u 000000001 2");
    }

    @Test
    void takesNoRowForASecondOneOfAScanThatWasStopped() {
        var hanging = new CountDownLatch(1);
        scan(query -> {
            if (query.cursor() == null) {
                return page(true, "2", "{'id':'000000001','label':'a'}");
            }
            hanging.countDown();
            hang();
            return json("[]");
        });
        await().until(() -> hanging.getCount() == 0);
        loop.close();

        scan(query -> json("[{'id':'000000001','label':'b'}]"));
        await().until(() -> reports.size() == 1);

        assertThat(seen).containsExactly("r 000000001 1", "u 000000001 2");
        assertThat(reports.get(0).scan()).isEqualTo(2);
    }

    private ListAppender<ILoggingEvent> logOfScans() {
        lines.start();
        ((Logger) LoggerFactory.getLogger(Scan.class)).addAppender(lines);
        return lines;
    }

    @Test
    void countsNoAttemptWhileTheBudgetIsSpent() {
        var calls = new AtomicInteger();
        scan(query -> {
            if (calls.incrementAndGet() <= 8) {
                throw new ApiException.Throttled(Duration.ofMillis(10));
            }
            return json("[{'id':'000000001'}]");
        });

        await().until(() -> reports.size() == 1);
        assertThat(aborted).isEmpty();
    }

    @Test
    void tellsOfNoEarlyEndWhereNoScanCouldBegin() {
        unreadable.set(2);
        scan(query -> json("[{'id':'000000001'}]"));

        await().until(() -> reports.size() == 1);
        assertThat(notBegun).containsExactly("Kafka is away", "Kafka is away");
        assertThat(aborted).isEmpty();
        assertThat(reports.get(0).scan()).isEqualTo(1);
    }

    @Test
    void asksForNoPageWhileNothingCouldBeMadeSafe() {
        // Given
        unreachable = "Kafka does not answer";
        var calls = new AtomicInteger();
        scan(query -> {
            if (calls.incrementAndGet() == 1) {
                unreachable = "Kafka does not answer";
            }
            return query.cursor() == null
                    ? page(true, "next", "{'id':'000000001'}")
                    : page(false, null, "{'id':'000000002'}");
        });
        await().until(() -> !notBegun.isEmpty());
        assertThat(calls).hasValue(0);

        // When
        unreachable = null;

        // Then: it is away again after the first page
        await().until(() -> !aborted.isEmpty());
        assertThat(caused.isWanted()).as("a call that waits for the budget").isFalse();
        assertThat(calls).hasValue(1);
        assertThat(notBegun).containsOnly("Kafka does not answer");
        assertThat(aborted).containsExactly("Kafka does not answer");

        // And
        unreachable = null;
        await().until(() -> reports.size() == 1);
        assertThat(reports.get(0).sims()).isEqualTo(2);
    }

    @Test
    void goesOnAfterAnErrorThatNoScanIsMadeFor() {
        var calls = new AtomicInteger();
        scan(query -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("too deep");
            }
            return json("[{'id':'000000001'}]");
        });

        await().until(() -> reports.size() == 1);
        assertThat(aborted).containsExactly("java.lang.StackOverflowError: too deep");
    }

    @Test
    void goesOnThoughAnErrorCannotEvenBeTold() {
        var calls = new AtomicInteger();
        deaf = true;
        scan(query -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("too deep");
            }
            return json("[{'id':'000000001'}]");
        });

        await().until(() -> reports.size() == 1);
        assertThat(aborted).isEmpty();
    }

    @Test
    void goesOnThoughTheEarlyEndOfAScanCannotBeTold() {
        var calls = new AtomicInteger();
        deaf = true;
        scan(query -> page(calls.incrementAndGet() == 1, null, "{'id':'000000001'}"));

        await().until(() -> reports.size() == 1);
        assertThat(aborted).isEmpty();
    }

    @Test
    void tellsWhyAScanFailedThoughItsWriterCannotBeClosed() {
        var calls = new AtomicInteger();
        stuck = true;
        scan(query -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("too deep");
            }
            return json("[{'id':'000000001'}]");
        });

        await().until(() -> reports.size() == 1);
        stuck = false;
        assertThat(aborted).containsExactly("java.lang.StackOverflowError: too deep");
    }

    @Test
    void takesAnotherIntervalWithoutWaitingForTheEndOfTheOld() {
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> reports.size() == 1);

        control.setInterval(Duration.ofMillis(20));

        await().atMost(Duration.ofSeconds(60)).until(() -> reports.size() >= 4);
    }

    @Test
    void stopsAtOnceThoughACallHangs() {
        var hanging = new CountDownLatch(1);
        scan(query -> {
            hanging.countDown();
            hang();
            return json("[]");
        });
        await().until(() -> hanging.getCount() == 0);
        long begun = System.nanoTime();

        loop.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(stopped).containsExactly(1);
        assertThat(aborted).as("it is no failure").isEmpty();
    }

    @Test
    void waitsTwoSecondsForAPageOfWhichTheNextStartFindsOutWhatBecame() {
        stallTimeout = Duration.ofMinutes(1);
        settles = true;
        route = () -> new CountDownLatch(1).await();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());
        long begun = System.nanoTime();

        loop.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertThat(released).hasValue(1);
    }

    @Test
    void givesTheRepositoryBackOnceItHasTakenInWhatEndsAfterTheStop() {
        CountDownLatch mayEnd = routeThatIsDeafToInterrupts();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());

        loop.close(Duration.ZERO, () -> true);
        assertThat(released).hasValue(0);
        mayEnd.countDown();

        await().until(() -> released.get() == 1);
        assertThat(seen).containsExactly("r 000000001 1");
        assertThat(state.size()).isEqualTo(1);
    }

    @Test
    void goesOnFromWhereAnotherOneWasPaused() {
        scan(query -> page(true, query.cursor() == null ? "2" : "3", "{'id':'000000001'}"));
        await().until(() -> !seen.isEmpty());
        loop.pause();
        ScanLoop paused = loop;

        create(query -> json("[{'id':'000000001'},{'id':'000000002'}]"));
        loop.start(paused);

        await().until(() -> reports.size() == 1);
        assertThat(seen).containsExactly("r 000000001 1", "r 000000002 1");
        paused.close();
    }

    @Test
    void interruptsAPageThatStandsStillAlsoIfItWasPausedMeanwhile() {
        route = () -> new CountDownLatch(1).await();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());

        loop.pause();
        ScanLoop paused = loop;
        route = () -> {};
        create(query -> json("[{'id':'000000001'}]"));
        loop.start(paused);

        await().until(() -> reports.size() == 1);
    }

    @Test
    void waitsForAnotherOneThatItFollowsAlsoIfOneBetweenThemNeverBegan() {
        // Given
        CountDownLatch mayEnd = routeThatIsDeafToInterrupts();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());
        loop.pause();
        ScanLoop first = loop;
        create(query -> json("[{'id':'000000001'},{'id':'000000002'}]"));
        loop.start(first);
        loop.pause();
        ScanLoop second = loop;

        // When
        var calls = new AtomicInteger();
        create(query -> {
            calls.incrementAndGet();
            return json("[{'id':'000000001'},{'id':'000000002'}]");
        });
        loop.start(second);

        // Then
        await().during(Duration.ofMillis(500)).until(() -> calls.get() == 0);
        mayEnd.countDown();
        await().until(() -> reports.size() == 1);
        assertThat(seen).containsExactly("r 000000001 1", "r 000000002 1");
    }

    @Test
    void saysThatItWaitsForAnotherOneThatDoesNotEnd() {
        // Given
        stallTimeout = Duration.ofMillis(200);
        CountDownLatch mayEnd = routeThatIsDeafToInterrupts();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());
        loop.pause();
        ScanLoop first = loop;
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(ScanThread.class);
        logger.addAppender(log);

        // When
        create(query -> json("[{'id':'000000001'}]"));
        loop.start(first);

        // Then
        await().until(() -> !log.list.isEmpty());
        logger.detachAppender(log);
        assertThat(log.list.get(0).getFormattedMessage()).startsWith("no scan begins, as the route still has changes");
        mayEnd.countDown();
        await().until(() -> reports.size() == 1);
    }

    @Test
    void endsOnlyWithAnotherOneThatItFollowsAndGivesTheRepositoryBackAfterIt() {
        // Given
        CountDownLatch mayEnd = routeThatIsDeafToInterrupts();
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> !handedOver.isEmpty());
        loop.pause();
        ScanLoop first = loop;
        create(query -> json("[{'id':'000000001'}]"));
        loop.start(first);

        // When
        loop.close(Duration.ZERO, () -> true);

        // Then
        assertThat(released).hasValue(0);
        mayEnd.countDown();
        await().until(() -> released.get() == 1);
        assertThat(seen).containsExactly("r 000000001 1");
    }

    @Test
    void saysOfAStateThatCannotBeRestoredThatThereWereNoChanges() {
        unreadable.set(1);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(ScanTelling.class);
        logger.addAppender(log);

        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> reports.size() == 1);
        logger.detachAppender(log);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the state could not be restored, so no scan begins; will try again:"
                        + " java.lang.IllegalStateException: Kafka is away");
    }

    @Test
    void tellsOfNoEarlyEndWhenItIsStoppedBetweenTwoScans() {
        scan(query -> json("[{'id':'000000001'}]"));
        await().until(() -> reports.size() == 1);

        loop.close();

        assertThat(stopped).isEmpty();
    }

    /** Half a second, one and two: what is published is no sign that the next scan will do. */
    @Test
    void waitsLongerAfterEachScanThatFailsThoughItPublishedSomething() {
        var calls = new AtomicInteger();
        scan(query -> page(true, null, "{'id':'000000001','label':'" + calls.incrementAndGet() + "'}"));
        await().until(() -> aborted.size() == 1);
        long first = System.nanoTime();

        await().until(() -> aborted.size() == 4);

        assertThat(seen).hasSizeGreaterThanOrEqualTo(4);
        assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofSeconds(3));
    }

    private void scanAgain(int count) {
        control.scanNow();
        await().until(() -> reports.size() == count);
    }

    private static String rows(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj("{'id':'%09d'}"::formatted)
                .collect(Collectors.joining(","));
    }

    /** @return what lets it end */
    private CountDownLatch routeThatIsDeafToInterrupts() {
        var mayEnd = new CountDownLatch(1);
        route = () -> {
            while (mayEnd.getCount() > 0) {
                Thread.onSpinWait();
            }
        };
        return mayEnd;
    }

    private void scan(Function<SimQuery, byte[]> list) {
        create(list);
        loop.start();
    }

    private void create(Function<SimQuery, byte[]> list) {
        var listener = new ScanListener() {
            @Override
            public void notBegun(String reason) {
                notBegun.add(reason);
            }

            @Override
            public void stopped(int scan) {
                stopped.add(scan);
            }

            @Override
            public void completed(ScanReport report, int known) {
                reports.add(report);
            }

            @Override
            public void aborted(int scan, String reason) {
                if (deaf) {
                    throw new StackOverflowError("too deep for words");
                }
                aborted.add(reason);
            }
        };
        var api = (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    if ("causedBy".equals(method.getName())) {
                        caused = (Caused) arguments[0];
                        return proxy;
                    }
                    if ("listSims".equals(method.getName())) {
                        return list.apply((SimQuery) arguments[0]);
                    }
                    if ("getSim".equals(method.getName())) {
                        return read.apply((SimId) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        var settings = new ScanSettings(Duration.ofHours(1), 1_000, stallTimeout, fields);
        loop = new ScanLoop(
                new Scanning(api, settings, state, repository(), listener, control, Clock.systemUTC()), this::deliver);
    }

    private void deliver(ChangeSet changes) throws Exception {
        handedOver.add(changes);
        route.run();
        changes.changes()
                .forEach(change -> seen.add(change.op().code() + " " + change.sim() + " " + change.revision()));
    }

    private StateRepository repository() {
        return new StateRepository() {
            @Override
            public Progress restore(FleetState state) {
                if (unreadable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new IllegalStateException("Kafka is away");
                }
                restored.incrementAndGet();
                return memory.restore(state);
            }

            @Override
            public void completed(Progress progress) {
                memory.completed(progress);
                allSeenAt.add(progress.startedAt());
            }

            @Override
            public String unreachable() {
                return unreachable;
            }

            @Override
            public boolean settlesWhatWasCut() {
                return settles;
            }

            @Override
            public void release() {
                released.incrementAndGet();
                if (stuck) {
                    throw new IllegalStateException("it cannot be closed");
                }
            }
        };
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unavailable("interrupted", 0, e);
        }
    }

    private static byte[] page(boolean more, String cursor, String rows) {
        String next = cursor == null ? "null" : "'" + cursor + "'";
        return json("{'sims':[" + rows + "],'pagination':{'has_more':" + more + ",'next_page':" + next + "}}");
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
