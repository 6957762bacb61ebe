package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.api.CallObserver.Outcome;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.KeyForm;
import io.github.camelonomondo.simulator.Occasion;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What goes wrong on the wire, and the remedy that the exception names. */
class ApiFaultsTest {
    private static final String KEY = "s3cr3t-k3y-0f-0urs";
    private static final SimId ONE = new SimId("000000001");
    private static final SimId TWO = new SimId("000000002");
    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final Duration SOON = Duration.ofSeconds(5);

    private static CamelContext context;

    private final SimulatedOnomondo server = new SimulatedOnomondo(Fleet.of(50)).start();
    private final CallBudget budget = new CallBudget(0, 16);
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpOnomondoApi> open = new ArrayList<>();
    private final HttpOnomondoApi api = api(server.url(), AuthForm.BEARER, ApiKey.of(KEY));

    @BeforeAll
    static void startCamel() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stopCamel() {
        context.stop();
    }

    @AfterEach
    void close() {
        server.close();
        open.forEach(HttpOnomondoApi::close);
        threads.shutdownNow();
    }

    private HttpOnomondoApi api(String url, AuthForm auth, ApiKey key) {
        return api(url, auth, key, budget);
    }

    private HttpOnomondoApi api(String url, CallBudget own) {
        return api(url, AuthForm.BEARER, ApiKey.of(KEY), own);
    }

    private HttpOnomondoApi api(String url, AuthForm auth, ApiKey key, CallBudget calls) {
        var settings = new ApiSettings(URI.create(url), auth, 0, 16, TIMEOUT);
        var made = new HttpOnomondoApi(
                context, settings, key, calls, (operation, outcome, detail, took) -> outcomes.add(outcome));
        open.add(made);
        return made;
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 520, 302, 307, 407, 408, 425})
    void isUnavailableForWhatIsNotAboutTheCall(int status) {
        server.always().answer(status);

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call))
                    .isInstanceOfSatisfying(
                            ApiException.Unavailable.class,
                            e -> assertThat(e.getStatus()).isEqualTo(status));
        }
        assertThat(catchThrowable(this::bulk)).isInstanceOf(ApiException.Unavailable.class);
        assertThat(outcomes).containsOnly(Outcome.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 409, 413, 415, 422, 451})
    void isRefusedForWhatIsAboutTheCall(int status) {
        server.always().answer(status, "some_code");

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call))
                    .isInstanceOfSatisfying(
                            ApiException.Refused.class,
                            e -> assertThat(e.refusal()).isEqualTo(new Refusal(status, "some_code", null)));
        }
        assertThat(catchThrowable(this::bulk)).isInstanceOf(ApiException.Refused.class);
        assertThat(outcomes).containsOnly(Outcome.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 421})
    void isUnavailableWhenAGatewayDoesNotKnowThePathOfBulks(int status) {
        server.always().answerHtml(status);

        assertThat(catchThrowable(this::bulk)).isInstanceOf(ApiException.Unavailable.class);
    }

    @Test
    void isUnavailableWhenAGatewayKnowsNoPathAtAll() {
        server.always().answerHtml(404);

        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOf(ApiException.Unavailable.class);
    }

    @Test
    void isRefusedForASimOfWhichA404SaysNoWordWhileOthersAreListed() {
        server.when(call -> call.path().endsWith("000000001")).answerHtml(404);

        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOfSatisfying(
                        ApiException.Refused.class,
                        e -> assertThat(e.refusal().isNotFound()).isTrue());
    }

    @Test
    void tellsOfAnAnswerThatProvesNothingThatItIsNone() {
        server.next(1).breakBody();
        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS))).isInstanceOf(ApiException.Unproven.class);
        server.next(1).answerHtml(200);
        assertThat(catchThrowable(() -> api.listTags(Priority.COMMANDS))).isInstanceOf(ApiException.Unproven.class);
        server.next(1).answerHtml(200);
        bulk();
        server.next(1).breakBody();
        bulk();

        assertThat(outcomes).hasSize(4).containsOnly(Outcome.UNPROVEN);
    }

    @Test
    void isThrottledUntilTheResetOfTheAnswer() {
        server.throttleFor(Duration.ofSeconds(30));

        var thrown = catchThrowable(this::bulk);

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        ApiException.Throttled.class,
                        e -> assertThat(e.getRetryAfter()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(32)));
        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.REST)))
                .as("the next call is not even sent")
                .isInstanceOf(ApiException.Throttled.class);
        assertThat(server.calls().all()).hasSize(1);
    }

    @Test
    void waitsForAWhileAfterA429ThatSaysNothing() {
        server.next(1).answer(429);

        assertThat(catchThrowable(this::bulk))
                .isInstanceOfSatisfying(
                        ApiException.Throttled.class,
                        e -> assertThat(e.getRetryAfter()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysInTheLogThatNobodyMayCallForLong(CapturedOutput log) throws IOException {
        HttpServer closed = serving(http -> {
            http.getResponseHeaders().set("Retry-After", "200");
            respond(http, 429, "{\"error\":\"rate_limit_exceeded\"}");
        });
        try (var waiting = api(urlOf(closed), AuthForm.BEARER, ApiKey.of(KEY))) {
            assertThat(catchThrowable(() -> waiting.getSim(ONE, Priority.COMMANDS)))
                    .isInstanceOfSatisfying(
                            ApiException.Throttled.class,
                            e -> assertThat(e.code()).isEqualTo("rate_limit_exceeded"));
            assertThat(catchThrowable(() -> waiting.getSim(ONE, Priority.REST)))
                    .as("the next call is not even sent, and told the same")
                    .isInstanceOfSatisfying(
                            ApiException.Throttled.class,
                            e -> assertThat(e.code()).isEqualTo("rate_limit_exceeded"));
        } finally {
            closed.stop(0);
        }

        assertThat(log.getAll())
                .contains("429: the API lets nobody call for a long time")
                .contains("seconds=\"200\"");
    }

    @Test
    void beginsNothingMoreOnceAnAnswerLeavesNothing() {
        server.limit(2);
        api.getSim(ONE, Priority.COMMANDS);
        api.getSim(ONE, Priority.COMMANDS);

        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.REST))).isInstanceOf(ApiException.Throttled.class);
        assertThat(server.calls().answered(429)).isZero();
    }

    @Test
    void isUnauthorizedAndSendsNothingMoreWhenTheKeyIsRefused() {
        server.acceptOnly("another");

        assertThat(catchThrowable(this::bulk))
                .isInstanceOfSatisfying(
                        ApiException.Unauthorized.class,
                        e -> assertThat(e.getStatus()).isEqualTo(401));
        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call)).isInstanceOf(ApiException.Unauthorized.class);
        }
        assertThat(server.calls().count(call -> call.isUpdate())).isEqualTo(1);
        assertThat(api.keyRefusedSince()).isBetween(Instant.now().minusSeconds(30), Instant.now());
    }

    @Test
    void probesUntilTheKeyIsTakenAgain() {
        server.acceptOnly("another");
        assertThat(catchThrowable(this::bulk)).isInstanceOf(ApiException.Unauthorized.class);
        await().until(() -> server.calls().count(Call::isPage) >= 1);

        server.acceptOnly(KEY);

        await().atMost(Duration.ofSeconds(15)).until(() -> catchThrowable(this::bulk) == null);
        assertThat(api.keyRefusedSince()).isNull();
        assertThat(server.calls().matching(call -> call.status() == 401))
                .as("one update, then probes only")
                .filteredOn(Call::isUpdate)
                .hasSize(1);
    }

    @Test
    void sendsNothingThatWaitedForTheBudgetWhileTheKeyWasRefused() {
        // Given
        server.acceptOnly("another");
        var slow = new CallBudget(60, 16);
        HttpOnomondoApi paced = api(server.url(), slow);
        for (int i = 0; i < 3; i++) {
            slow.take(Priority.COMMANDS);
        }
        List<CompletableFuture<Throwable>> calls = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> paced.getSim(ONE, Priority.COMMANDS)), threads))
                .limit(3)
                .toList();

        // When
        await().until(() -> slow.figures().waiting() == 3);

        // Then
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isInstanceOf(ApiException.Unauthorized.class));
        assertThat(server.calls().count(Call::isRead)).isEqualTo(1);
    }

    @Test
    void goesOnWhenAnotherForTheSameApiIsClosed() {
        api(server.url(), AuthForm.BEARER, ApiKey.of(KEY)).close();

        assertThat(api.getSim(ONE, Priority.COMMANDS)).isNotEmpty();
    }

    @Test
    void isUnavailableOnceItIsClosed() {
        api.close();

        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOfSatisfying(
                        ApiException.Unavailable.class,
                        e -> assertThat(e.isNothingDone()).isTrue())
                .hasMessageContaining("is closed");
        assertThat(server.calls().all()).isEmpty();
    }

    @Test
    void takesA403ForARefusedKeyUnlessItSpeaksOfASim() {
        for (String code : List.of("sim_id_forbidden", "tag_forbidden")) {
            server.next(1).answer(403, code);
            assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS)))
                    .isInstanceOf(ApiException.Refused.class);
        }

        server.next(1).answer(403);
        assertThat(catchThrowable(() -> api.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOfSatisfying(
                        ApiException.Unauthorized.class,
                        e -> assertThat(e.getStatus()).isEqualTo(403));
    }

    /** The budget may let the other form wait for a minute. */
    @Test
    void asksOnceMoreBeforeItSendsTheOtherForm() {
        server.accept(KeyForm.RAW);
        HttpOnomondoApi auto = api(server.url(), AuthForm.AUTO, ApiKey.of(KEY));
        var wanted = new ArrayDeque<>(List.of(List.of(relabel(ONE)), List.<SimUpdate>of()));

        assertThat(auto.updateSims(wanted::poll, Priority.COMMANDS).size()).isZero();

        assertThat(server.calls().all()).extracting(Call::keyForm).containsExactly(KeyForm.BEARER);
    }

    @Test
    void doesNotTryTheOtherFormOnceAnotherCallHasFoundThatItIsRefusedToo() {
        server.acceptOnly("n3w");
        HttpOnomondoApi auto = api(server.url(), AuthForm.AUTO, ApiKey.of(KEY));

        assertThatThrownBy(() -> auto.updateSims(
                        () -> {
                            assertThatThrownBy(() -> auto.getSim(ONE, Priority.COMMANDS))
                                    .isInstanceOf(ApiException.Unauthorized.class); // while this one is on its way
                            return List.of(relabel(ONE));
                        },
                        Priority.COMMANDS))
                .isInstanceOf(ApiException.Unauthorized.class);

        assertThat(server.calls().all())
                .filteredOn(call -> !call.isPage())
                .extracting(Call::keyForm)
                .containsExactly(KeyForm.BEARER, KeyForm.RAW, KeyForm.BEARER);
    }

    @Test
    void findsTheRawFormOnce() {
        server.accept(KeyForm.RAW);
        HttpOnomondoApi auto = api(server.url(), AuthForm.AUTO, ApiKey.of(KEY));

        auto.getSim(ONE, Priority.COMMANDS);
        auto.getSim(ONE, Priority.COMMANDS);
        auto.getSim(ONE, Priority.COMMANDS);

        assertThat(server.calls().all())
                .extracting(Call::keyForm)
                .containsExactly(KeyForm.BEARER, KeyForm.RAW, KeyForm.RAW, KeyForm.RAW);
    }

    @Test
    void takesTheNewKeyFromTheFileWhenTheOldOneIsRevoked(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY);
        HttpOnomondoApi fromFile = api(server.url(), AuthForm.BEARER, ApiKey.in(file));
        fromFile.getSim(ONE, Priority.COMMANDS);

        server.acceptOnly("n3w");
        Files.writeString(file, "n3w");

        assertThat(catchThrowable(() -> fromFile.getSim(ONE, Priority.COMMANDS)))
                .isNull();
    }

    @Test
    void isUnavailableWhenNothingListens() {
        server.goAway();

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call))
                    .isInstanceOfSatisfying(
                            ApiException.Unavailable.class,
                            e -> assertThat(e.getStatus()).isNull());
        }
        server.comeBack();
        assertThat(catchThrowable(this::bulk)).isNull();
    }

    @Test
    void isUnavailableWhenTheHostHasNoName() {
        HttpOnomondoApi nowhere = api("http://nowhere.invalid", AuthForm.BEARER, ApiKey.of(KEY));

        assertThat(catchThrowable(() -> nowhere.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOf(ApiException.Unavailable.class);
    }

    @Test
    void isUnprovenWhenNoAnswerCame() {
        server.always().applyAndDrop();

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call)).isInstanceOf(ApiException.Unproven.class);
        }
        assertThat(catchThrowable(this::bulk)).isInstanceOf(ApiException.Unproven.class);
        assertThat(server.fleet().label("000000001"))
                .as("it may have been done")
                .isEqualTo("x");
    }

    @Test
    void isUnprovenWhenTheAnswerDoesNotComeInTime() {
        server.always().applyAndHang();

        assertThat(within(SOON, this::bulk)).isInstanceOf(ApiException.Unproven.class);
        assertThat(within(SOON, () -> api.getSim(ONE, Priority.COMMANDS))).isInstanceOf(ApiException.Unproven.class);
        server.recover();
    }

    @Test
    void isUnprovenWhenTheAnswerDripsForLongerThanACallMayTake() {
        server.always().drip(Duration.ofMillis(100));

        assertThat(within(SOON, () -> api.getSim(ONE, Priority.COMMANDS))).isInstanceOf(ApiException.Unproven.class);
        assertThat(within(SOON, () -> api.listSims(SimQuery.page(10, null), Priority.SCAN)))
                .isInstanceOf(ApiException.Unproven.class);
    }

    @Test
    void isUnprovenWhenTheAnswerIsCut() {
        server.always().breakBody();

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call)).isInstanceOf(ApiException.Unproven.class);
        }
    }

    @Test
    void isUnprovenWhenTheAnswerIsAWebPage() {
        server.always().answerHtml(200);

        for (ThrowingCallable call : reads()) {
            assertThat(catchThrowable(call)).isInstanceOf(ApiException.Unproven.class);
        }
    }

    @Test
    void provesNothingOfABulkWhoseAnswerIsAWebPage() {
        server.always().answerHtml(200);

        assertThat(bulk().lines()).isEmpty();
    }

    @Test
    void keepsTheLinesThatCameBeforeTheCut() {
        server.always().lines().breakInsideAfter(1);

        BulkAnswer answer = bulk();

        assertThat(answer.lines()).containsOnlyKeys(ONE);
        assertThat(answer.size()).isEqualTo(2);
    }

    @Test
    void keepsTheLinesThatDrippedInInTime() {
        server.always().drip(Duration.ofMillis(10));
        var patient = new ApiSettings(URI.create(server.url()), AuthForm.BEARER, 0, 16, Duration.ofSeconds(4));
        var slow =
                new HttpOnomondoApi(context, patient, ApiKey.of(KEY), budget, (operation, outcome, detail, took) -> {});
        open.add(slow);
        List<SimUpdate> updates = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> relabel(new SimId(String.format("%09d", i))))
                .toList();

        BulkAnswer answer = slow.updateSims(updates, Priority.COMMANDS);

        assertThat(answer.lines()).containsKey(ONE).hasSizeLessThan(20);
        assertThat(answer.lines().values()).containsOnly(new BulkAnswer.Updated());
    }

    /** The client would repeat some of these by itself, a PATCH as well. */
    @ParameterizedTest
    @MethodSource("faults")
    void neverRepeatsACallByItself(String name, Consumer<Occasion> fault) {
        fault.accept(server.always());

        List<Throwable> thrown = new ArrayList<>();
        thrown.add(catchThrowable(this::bulk));
        thrown.add(catchThrowable(() -> api.updateSim(ONE, "{\"label\":\"y\"}".getBytes(UTF_8), Priority.COMMANDS)));

        assertThat(server.calls().count(Call::isBulk)).as(name).isEqualTo(1);
        assertThat(server.calls().count(Call::isUpdate)).as(name).isLessThanOrEqualTo(2);
        server.recover();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void neverShowsTheKey(String name, Consumer<Occasion> fault) {
        fault.accept(server.always());

        for (ThrowingCallable call : List.<ThrowingCallable>of(this::bulk, () -> api.getSim(ONE, Priority.COMMANDS))) {
            Throwable thrown = catchThrowable(call);
            if (thrown != null) {
                assertThat(everythingIn(thrown)).as(name).doesNotContain(KEY);
            }
        }
        server.recover();
        assertThat(api.toString() + budget + ApiKey.of(KEY)).doesNotContain(KEY);
    }

    static List<Object[]> faults() {
        Map<String, Consumer<Occasion>> faults = Map.of(
                "429", occasion -> occasion.answer(429),
                "503", occasion -> occasion.answer(503),
                "500", occasion -> occasion.answer(500),
                "401", occasion -> occasion.answer(401),
                "400", occasion -> occasion.answer(400),
                "HTML", occasion -> occasion.answerHtml(502),
                "drop", Occasion::drop,
                "hang", Occasion::hang,
                "cut", Occasion::breakBody);
        return faults.entrySet().stream()
                .map(fault -> new Object[] {fault.getKey(), fault.getValue()})
                .toList();
    }

    @Test
    void hidesTheKeyEvenIfTheApiSendsItBack() throws IOException {
        var echo = serving(http -> {
            String key = http.getRequestHeaders().getFirst("Authorization");
            respond(http, 400, "{\"error\":\"bad_request\",\"message\":\"not with " + key + "\"}");
        });
        HttpOnomondoApi echoed = api(urlOf(echo), AuthForm.BEARER, ApiKey.of(KEY));

        Throwable thrown = catchThrowable(() -> echoed.getSim(ONE, Priority.COMMANDS));

        assertThat(thrown).isInstanceOf(ApiException.Refused.class);
        assertThat(everythingIn(thrown)).doesNotContain(KEY);
        assertThat(((ApiException.Refused) thrown).refusal().toString()).doesNotContain(KEY);
        echo.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirectBecauseTheKeyWouldGoAlong(int status) throws IOException {
        var elsewhere = new AtomicInteger();
        var thief = serving(http -> {
            elsewhere.incrementAndGet();
            respond(http, 200, "{}");
        });
        var redirecting = serving(http -> {
            http.getResponseHeaders().set("Location", urlOf(thief) + "/sims");
            respond(http, status, "");
        });
        HttpOnomondoApi redirected = api(urlOf(redirecting), AuthForm.BEARER, ApiKey.of(KEY));

        assertThat(catchThrowable(() -> redirected.getSim(ONE, Priority.COMMANDS)))
                .isInstanceOf(ApiException.Unavailable.class);
        assertThat(catchThrowable(() -> redirected.updateSims(List.of(relabel(ONE)), Priority.COMMANDS)))
                .isInstanceOf(ApiException.Unavailable.class);
        assertThat(elsewhere).hasValue(0);
        thief.stop(0);
        redirecting.stop(0);
    }

    @Test
    void usesTheSameConnectionsAgain() throws IOException {
        var ports = Collections.synchronizedSet(new HashSet<Integer>());
        var one = serving(http -> {
            ports.add(http.getRemoteAddress().getPort());
            respond(http, 200, "{}");
        });
        HttpOnomondoApi pooled = api(urlOf(one), AuthForm.BEARER, ApiKey.of(KEY));

        IntStream.range(0, 20).forEach(i -> pooled.getSim(ONE, Priority.COMMANDS));

        assertThat(ports).hasSizeLessThanOrEqualTo(2);
        one.stop(0);
    }

    private List<ThrowingCallable> reads() {
        return List.of(
                () -> api.getSim(ONE, Priority.COMMANDS),
                () -> api.listSims(SimQuery.page(10, null), Priority.COMMANDS),
                () -> api.findSims(new FindQuery("1", null, null), Priority.COMMANDS),
                () -> api.listTags(Priority.COMMANDS),
                () -> api.updateSim(ONE, "{\"label\":\"x\"}".getBytes(UTF_8), Priority.COMMANDS));
    }

    private BulkAnswer bulk() {
        return api.updateSims(List.of(relabel(ONE), relabel(TWO)), Priority.COMMANDS);
    }

    private static SimUpdate relabel(SimId sim) {
        return new SimUpdate(sim, Map.of("label", "x"));
    }

    private static Throwable within(Duration limit, ThrowingCallable call) {
        long from = System.nanoTime();
        Throwable thrown = catchThrowable(call);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(limit);
        return thrown;
    }

    private static String everythingIn(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text + thrown.toString();
    }

    private interface Handler {
        void handle(HttpExchange http) throws IOException;
    }

    private static HttpServer serving(Handler handler) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            try (http) {
                http.getRequestBody().readAllBytes();
                handler.handle(http);
            }
        });
        server.start();
        return server;
    }

    private static String urlOf(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void respond(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
    }
}
