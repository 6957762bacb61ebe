package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bulk of any size, read as its response: reading sends the calls, a few ahead of the reader, and gives the lines in the
 * order of the request. Closing it, as a caller that went away does, sends no more. For one thread.
 */
final class BulkRun extends InputStream {

    private static final int AHEAD = 4;
    private static final long LOOK_EVERY_MS = 200;
    private static final String UNAVAILABLE = "unavailable";

    private final BulkCall call;
    private final ExecutorService pool;
    private final List<List<SimUpdate>> toSend;
    private final BooleanSupplier ending;
    private final Deque<Sending> underWay = new ArrayDeque<>();
    private int begun;
    private volatile @Nullable String givenUp;
    private byte[] bytes = new byte[0];
    private int read;

    /** @param ending true once no further call is to begin */
    BulkRun(BulkCall call, ExecutorService pool, List<SimUpdate> updates, BooleanSupplier ending) {
        this.call = call;
        this.pool = pool;
        this.ending = ending;
        this.toSend = twenties(updates);
    }

    /**
     * Makes the first call, which alone is as urgent as any other REST call.
     *
     * @throws ApiException if it failed and nothing was updated: the request as a whole can fail with it
     */
    void begin() throws InterruptedException {
        bytes = send(toSend.get(0), Priority.REST, () -> true);
        begun = 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (read == bytes.length) {
            var next = next();
            if (next == null) {
                return -1;
            }
            bytes = next;
            read = 0;
        }
        int count = Math.min(length, bytes.length - read);
        System.arraycopy(bytes, read, target, offset, count);
        read += count;
        return count;
    }

    @Override
    public void close() {
        begun = toSend.size();
        underWay.forEach(Sending::abandon);
        underWay.clear();
    }

    private byte @Nullable [] next() throws IOException {
        while (begun < toSend.size() && underWay.size() < AHEAD && !ending.getAsBoolean()) {
            underWay.add(new Sending(toSend.get(begun++)));
        }
        var first = underWay.poll();
        if (first != null) {
            return linesOf(first);
        }
        return begun < toSend.size() ? text(toSend.get(begun++), Map.of(), UNAVAILABLE) : null;
    }

    private byte[] linesOf(Sending first) throws IOException {
        try {
            while (true) {
                if (ending.getAsBoolean() && !first.lines.isDone() && first.isGivenUp()) {
                    first.lines.cancel(true); // it waits for the budget, and would hold up the stop
                    return text(first.updates, Map.of(), UNAVAILABLE);
                }
                try {
                    return first.lines.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // is it still wanted?
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            throw new IOException("a call of the bulk failed", e);
        }
    }

    /** A call that waits for its turn, or is on its way. */
    private final class Sending {
        private final List<SimUpdate> updates;
        private final Future<byte[]> lines;
        private boolean isBegun;
        private boolean isOver;

        Sending(List<SimUpdate> updates) {
            this.updates = updates;
            this.lines = pool.submit(() -> send(updates, Priority.COMMANDS, this::begins));
        }

        /** True if a call may be made. */
        private synchronized boolean begins() {
            if (isOver || ending.getAsBoolean()) {
                return false;
            }
            isBegun = true;
            return true;
        }

        /** Nobody waits for it any more: what has not begun does not, and what has is not tried again. */
        private synchronized void abandon() {
            isOver = true;
            lines.cancel(!isBegun); // out of the queue for the budget, but not in the middle of a call
        }

        /** True if none was made, and none will be. */
        private synchronized boolean isGivenUp() {
            isOver = !isBegun;
            return isOver;
        }
    }

    private byte[] send(List<SimUpdate> updates, Priority priority, BooleanSupplier begins)
            throws InterruptedException {
        var lines = new HashMap<SimId, BulkLine>();
        var why = priority == Priority.COMMANDS && ending.getAsBoolean() ? UNAVAILABLE : givenUp;
        if (why == null) {
            try {
                call.settle(updates, priority, begins, lines);
            } catch (RuntimeException e) {
                if (priority == Priority.REST && lines.isEmpty()) {
                    throw e;
                }
                // Said of SIMs that were not sent: no word of the API's of others would be true of them.
                why = ending.getAsBoolean() ? UNAVAILABLE : wordOfOurs(e);
                givenUp = why;
            }
        }
        return text(updates, lines, why);
    }

    private static String wordOfOurs(RuntimeException e) {
        if (e instanceof ApiException.Unavailable) {
            return UNAVAILABLE;
        }
        return e instanceof ApiException.Throttled
                ? Faults.THROTTLED
                : Faults.problemOf(e).error();
    }

    private static byte[] text(List<SimUpdate> updates, Map<SimId, BulkLine> lines, @Nullable String otherwise) {
        var text = new ByteArrayOutputStream();
        for (SimUpdate update : updates) {
            var line = lines.getOrDefault(update.sim(), new BulkLine(update.sim(), otherwise));
            text.writeBytes(line.toJson());
            text.write('\n');
        }
        return text.toByteArray();
    }

    private static List<List<SimUpdate>> twenties(List<SimUpdate> updates) {
        var lists = new ArrayList<List<SimUpdate>>();
        for (int i = 0; i < updates.size(); i += OnomondoApi.MAX_BULK) {
            lists.add(List.copyOf(updates.subList(i, Math.min(i + OnomondoApi.MAX_BULK, updates.size()))));
        }
        return lists;
    }
}
