package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.api.CallObserver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: key, budget, transport, and what its status means. The only place that reads status codes of whole calls.
 */
final class ApiCaller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiCaller.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpCall PROBE = HttpCall.get("probe", "sims", "limit=1");
    private static final Duration AFTER_429 = Duration.ofSeconds(5);

    /** The API's window is a minute; who waits for more should know why. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(61);

    /** The proxy's key, a request that took too long, a replayed one. */
    private static final Set<Integer> NOT_ABOUT_THE_CALL = Set.of(407, 408, 425);

    private static final Set<Integer> NO_WAY_THERE = Set.of(404, 405, 410, 421);

    private final HttpTransport transport;
    private final Authorization authorization;
    private final CallBudget budget;
    private final CallObserver observer;
    private final CallTracer tracer;
    private final ScheduledThreadPoolExecutor prober;
    private final KeyGuard guard;
    private volatile boolean closed;

    ApiCaller(
            CamelContext context,
            ApiSettings settings,
            ApiKey key,
            CallBudget budget,
            CallObserver observer,
            CallTracer tracer) {
        this.transport = new HttpTransport(context, settings);
        this.authorization = new Authorization(key, settings.auth());
        this.budget = budget;
        this.observer = observer;
        this.tracer = tracer;
        this.prober = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "onomondo-probe");
            thread.setDaemon(true);
            return thread;
        });
        // After the close an answer may still tell that the key is refused: nobody probes it then.
        prober.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.guard = new KeyGuard(prober, this::probe);
    }

    /**
     * Makes one call.
     *
     * @param calls asked for the call once the budget has one to give; null: none is wanted any more
     * @param expected whether the body of an answer with 2xx can be one
     * @return an answer with a status of 2xx, of a bulk also one that was cut off or is not as expected; or of 4xx that is about
     *     this call; null if none was made
     * @throws ApiException for every other end; never {@link ApiException.Refused}
     */
    @Nullable
    HttpAnswer call(
            String operation, Supplier<@Nullable HttpCall> calls, Predicate<HttpAnswer> expected, Priority priority) {
        if (closed) {
            throw new ApiException.Unavailable(operation + ": the connection to the API is closed", 0, null);
        }
        guard.check();
        try (var permit = budget.take(priority)) {
            guard.check(); // it may have been refused while this call waited
            HttpCall call = calls.get();
            if (call == null) {
                return null;
            }
            HttpAnswer answer = attempt(operation, call, () -> unlessRefused(calls), expected, permit, priority);
            if (answer != null) {
                guard.accepted(call.isRead());
            }
            return answer;
        }
    }

    /** Another call may have found meanwhile that neither form of the key is taken. */
    private @Nullable HttpCall unlessRefused(Supplier<@Nullable HttpCall> calls) {
        guard.check();
        return calls.get();
    }

    private @Nullable HttpAnswer attempt(
            String operation,
            HttpCall call,
            Supplier<@Nullable HttpCall> again,
            Predicate<HttpAnswer> expected,
            CallBudget.Permit permit,
            Priority priority) {
        long began = System.nanoTime();
        try {
            HttpAnswer unjudged = authorized(call, again, permit, priority);
            if (unjudged == null) {
                return null;
            }
            HttpAnswer answer = judged(call, unjudged);
            String flaw = answer.isSuccess() ? flawIn(answer, expected) : null;
            if (flaw != null && !call.isBulk()) {
                throw new ApiException.Unproven(call + ": " + flaw, answer.cut());
            }
            Outcome outcome = flaw != null ? Outcome.UNPROVEN : answer.isSuccess() ? Outcome.OK : Outcome.REFUSED;
            told(operation, outcome, flaw == null ? "" : call + ": " + flaw, began);
            return answer;
        } catch (ApiException e) {
            told(operation, outcomeOf(e), String.valueOf(e.getMessage()), began);
            throw e;
        }
    }

    private static @Nullable String flawIn(HttpAnswer answer, Predicate<HttpAnswer> expected) {
        if (answer.cut() != null) {
            return "the answer was cut off";
        }
        return expected.test(answer)
                ? null
                : "the answer with status " + answer.status() + " is not the JSON that it should be";
    }

    /** @param again asked for the call once more if it is sent with the other form of the key; null: it is not wanted any more */
    private @Nullable HttpAnswer authorized(
            HttpCall call, Supplier<@Nullable HttpCall> again, CallBudget.Permit permit, Priority priority) {
        String sent = authorization.header();
        HttpAnswer answer = send(call, permit, sent);
        String other = answer.status() == 401 ? authorization.alternativeTo(sent) : null;
        if (other == null) {
            return answer;
        }
        permit.close();
        HttpAnswer second;
        try (var another = budget.take(priority)) {
            HttpCall same = again.get();
            if (same == null) {
                return null;
            }
            second = send(same, another, other);
        }
        if (second.status() != 401) {
            authorization.keep(other);
        }
        return second;
    }

    /** Calls under way. */
    int inFlight() {
        return budget.underWay();
    }

    private HttpAnswer send(HttpCall call, CallBudget.Permit permit, String header) {
        CallTracer.Trace trace = tracer.begin(call.operation(), call.method(), call.caused());
        try {
            HttpAnswer answer = transport.send(call, header, trace.headers());
            budget.answered(permit, answer.rate());
            trace.answered(answer.status());
            return answer;
        } catch (ApiException e) {
            trace.failed(e.getClass().getSimpleName());
            throw e;
        }
    }

    private HttpAnswer judged(HttpCall call, HttpAnswer answer) {
        int status = answer.status();
        if (answer.isSuccess()) {
            // The lines of a bulk hold errors too; large answers come of reading alone.
            return call.body() == null ? answer : authorization.hiding(answer);
        }
        if (status == 401 || (status == 403 && !speaksOfASim(answer))) {
            guard.refused(status, call.isRead());
            throw new ApiException.Unauthorized(status);
        }
        if (status == 429) {
            throw throttled(answer);
        }
        boolean aboutThisCall =
                status >= 400 && status < 500 && !NOT_ABOUT_THE_CALL.contains(status) && !isNoWayThere(call, answer);
        if (aboutThisCall) {
            return authorization.hiding(answer);
        }
        // Redirects are not followed: the key would go along.
        throw new ApiException.Unavailable(call + " was answered with status " + status, status, codeIn(answer), null);
    }

    /** The one path of bulks is always there: that it is not known is said by what stands before the API, and not in JSON. */
    private static boolean isNoWayThere(HttpCall call, HttpAnswer answer) {
        return call.isBulk() && NO_WAY_THERE.contains(answer.status()) && !answer.looksLikeObject();
    }

    private @Nullable String codeIn(HttpAnswer answer) {
        return Refusals.of(answer.status(), authorization.hiding(answer).body(), MAPPER)
                .code();
    }

    private ApiException.Throttled throttled(HttpAnswer answer) {
        long nanos = answer.rate().nanosToHold(AFTER_429);
        String said = codeIn(answer);
        String code = said != null && Refusals.isWord(said) ? said : null;
        budget.hold(nanos, code);
        if (nanos > LONG_PAUSE.toNanos()) {
            LOG.atWarn()
                    .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(nanos))
                    .log("429: the API lets nobody call for a long time");
        }
        return new ApiException.Throttled(Duration.ofNanos(nanos), code);
    }

    /** A key that is narrowed to some SIMs meets 403 on the others (2018 reference: {@code sim_id_forbidden}). */
    private static boolean speaksOfASim(HttpAnswer answer) {
        String text = new String(answer.body(), UTF_8);
        return text.contains("id_forbidden") || text.contains("sim_forbidden") || text.contains("tag_forbidden");
    }

    private void probe() {
        try (var permit = budget.take(Priority.COMMANDS)) {
            attempt(PROBE.operation(), PROBE, () -> PROBE, HttpAnswer::looksLikeJson, permit, Priority.COMMANDS);
            guard.probed();
        } catch (ApiException e) {
            guard.probeAgain();
        } catch (RuntimeException | Error e) { // without another probe nothing would be sent any more
            guard.probeAgain();
            LOG.atError().log("a probe of the key broke; there will be another", e);
        }
    }

    @Nullable
    Instant keyRefusedSince() {
        return guard.refusedSince();
    }

    private void told(String operation, Outcome outcome, String detail, long began) {
        observer.called(operation, outcome, detail, Duration.ofNanos(System.nanoTime() - began));
    }

    private static Outcome outcomeOf(ApiException e) {
        if (e instanceof ApiException.Throttled) {
            return Outcome.THROTTLED;
        }
        if (e instanceof ApiException.Unauthorized) {
            return Outcome.UNAUTHORIZED;
        }
        return e instanceof ApiException.Unproven ? Outcome.UNPROVEN : Outcome.UNAVAILABLE;
    }

    @Override
    public void close() {
        closed = true;
        prober.shutdownNow();
        transport.close();
    }
}
