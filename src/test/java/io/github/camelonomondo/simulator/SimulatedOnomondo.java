package io.github.camelonomondo.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The Onomondo API on loopback. Until told otherwise it answers as the live API was seen to, takes any key in either
 * form, has no limit and no faults. Everything may be changed while it serves.
 */
public final class SimulatedOnomondo implements AutoCloseable {

    static {
        // Read once, when the server's classes load; without it every answer waits for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int BACKLOG = 1024;

    private final Fleet fleet;
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final Behaviour behaviour = new Behaviour();
    private final RateWindow rate = new RateWindow(Clock.systemUTC());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "simulated-onomondo");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;

    /** Bound to the port while nothing serves on it: it accepts nothing, and no connection of others gets the port. */
    private @Nullable Socket placeholder;

    private int port;

    public SimulatedOnomondo(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Serves on a free port. */
    public SimulatedOnomondo start() {
        return start(0);
    }

    public SimulatedOnomondo start(int onPort) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("No port " + onPort + " for the simulated API", e);
        }
        port = server.getAddress().getPort();
        server.createContext("/", new ApiHandler(fleet, calls, faults, rate, behaviour));
        server.setExecutor(threads);
        server.start();
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public Fleet fleet() {
        return fleet;
    }

    public Calls calls() {
        return calls;
    }

    /** Refuses connections, and breaks those there are, until {@link #comeBack}. */
    public void goAway() {
        server.stop(0);
        placeholder = new Socket();
        try {
            placeholder.setReuseAddress(true); // connections that were just broken linger on the port
            placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " is not to be kept for the simulated API", e);
        }
    }

    /** Serves again on the same port. */
    public void comeBack() {
        leavePort();
        start(port);
    }

    private void leavePort() {
        if (placeholder != null) {
            try {
                placeholder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            placeholder = null;
        }
    }

    @Override
    public void close() {
        faults.clear();
        server.stop(0);
        leavePort();
        threads.shutdownNow();
    }

    // How it behaves

    /** Accepts keys in these forms alone; the live API takes {@link KeyForm#RAW}. */
    public SimulatedOnomondo accept(KeyForm first, KeyForm... others) {
        behaviour.acceptKeyForms(EnumSet.of(first, others));
        return this;
    }

    /** Accepts no other key: the one before is revoked. */
    public SimulatedOnomondo acceptOnly(String key) {
        behaviour.acceptOnlyKey(key);
        return this;
    }

    /** Answers GET /sims as documented: {@code count, limit, offset, total, sims}. */
    public SimulatedOnomondo documentLists() {
        behaviour.documentLists();
        return this;
    }

    /** Answers GET /sims/find as documented instead of with a bare array. */
    public SimulatedOnomondo documentFinds() {
        behaviour.documentFinds();
        return this;
    }

    /** Answers GET /tags with 404. */
    public SimulatedOnomondo withoutTags() {
        behaviour.hideTags();
        return this;
    }

    /** Allows so many calls in each window of 60 s, and says so in headers; 0 lifts the limit. */
    public SimulatedOnomondo limit(int callsPerMinute) {
        rate.limit(callsPerMinute);
        return this;
    }

    /** A neighbour behind the same address spends calls of this window. */
    public void spend(int neighbourCalls) {
        rate.spend(neighbourCalls);
    }

    /** Answers everything with 429, and a reset so far away, rounded up to the next second. */
    public void throttleFor(Duration length) {
        rate.throttleFor(length);
    }

    // What goes wrong

    /** Strikes every call until the fault is cleared. */
    public Occasion always() {
        return new Occasion(faults, call -> true, Integer.MAX_VALUE);
    }

    /** Strikes the next so many calls. */
    public Occasion next(int times) {
        return always().next(times);
    }

    /** Strikes calls of this kind. */
    public Occasion when(Predicate<Call> wanted) {
        return always().when(wanted);
    }

    /** Refuses every update of this SIM with this error. */
    public Fault refuse(String sim, String error) {
        return always().refuse(sim, error);
    }

    /** Refuses every bulk that contains this SIM, as a whole. */
    public Fault refuseBulksWith(String sim) {
        return when(Call::isBulk).when(call -> call.touches(sim)).answer(400);
    }

    /** Ends all faults and lets go of all calls that hang; limit and behaviour stay. */
    public void recover() {
        faults.clear();
    }
}
