package io.github.camelonomondo.support;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line between a broker and all its clients. It knows just enough of Kafka's protocol to hold the end of a
 * transaction: before the broker hears of it, or after, when only the client does not know. And it can be cut, or freeze.
 */
public final class KafkaLine implements AutoCloseable {

    private static final short END_TXN = 26;

    private final int brokerPort = Ports.free();
    private final ServerSocket door;
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch frozen = new CountDownLatch(0);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "kafka-line");
        thread.setDaemon(true);
        return thread;
    });

    public KafkaLine() {
        try {
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Where clients come in. */
    int port() {
        return door.getLocalPort();
    }

    /** Where the broker has to listen. */
    int brokerPort() {
        return brokerPort;
    }

    /**
     * Holds the {@code n}th commit from now on before the broker hears of it: all is written, nothing committed.
     *
     * @param writer how the transactional id of those that count ends
     */
    public Hold holdCommit(String writer, int n) {
        return hold(writer, n, false);
    }

    /** Holds the answer to the {@code n}th commit from now on: it is committed, and its client does not know. */
    public Hold holdCommitAnswer(String writer, int n) {
        return hold(writer, n, true);
    }

    private Hold hold(String writer, int n, boolean answer) {
        var hold = new Hold(writer, n, answer);
        holds.add(hold);
        return hold;
    }

    /** Breaks all connections; who wants may come again. */
    public void cut() {
        connections.forEach(Connection::close);
    }

    /** Lets nothing through from now on, and nobody know: connections stay. */
    public void freeze() {
        frozen = new CountDownLatch(1);
    }

    /** Lets through what waits, and all that comes. */
    public void thaw() {
        frozen.countDown();
    }

    @Override
    public void close() {
        quietly(door);
        cut();
        threads.shutdownNow();
    }

    /** One commit that is to be held. Closed, it takes the connection with it. */
    public final class Hold implements AutoCloseable {
        private final String writer;
        private final AtomicInteger left;
        private final boolean answer;
        private final CountDownLatch struck = new CountDownLatch(1);
        private final CountDownLatch settled = new CountDownLatch(1);
        private volatile boolean released;

        private Hold(String writer, int n, boolean answer) {
            this.writer = writer;
            this.left = new AtomicInteger(n);
            this.answer = answer;
        }

        /** True once it holds its commit. */
        public boolean isStruck() {
            return struck.getCount() == 0;
        }

        /** Lets what it holds go on, however late. */
        public void release() {
            released = true;
            close();
        }

        @Override
        public void close() {
            holds.remove(this);
            settled.countDown();
        }

        private void strike() throws IOException {
            struck.countDown();
            try {
                settled.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!released) {
                throw new IOException("held for ever");
            }
        }
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                var client = door.accept();
                try {
                    var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), brokerPort));
                    connections.add(connection);
                    threads.execute(() -> connection.pump(connection::sendRequests));
                    threads.execute(() -> connection.pump(connection::sendAnswers));
                } catch (IOException nobodyThere) {
                    quietly(client);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    private final class Connection implements Closeable {
        private final Socket client;
        private final Socket broker;
        private final ConcurrentHashMap<Integer, Hold> heldAnswers = new ConcurrentHashMap<>();

        Connection(Socket client, Socket broker) throws IOException {
            this.client = client;
            this.broker = broker;
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
        }

        void pump(Pump pump) {
            try {
                pump.run();
            } catch (IOException cut) {
                close();
            }
        }

        void sendRequests() throws IOException {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(broker.getOutputStream());
            while (true) {
                var request = read(in);
                awaitThaw();
                if (request.getShort(0) == END_TXN) {
                    endOfTransaction(clientId(request), request.getInt(4));
                }
                write(request, out);
            }
        }

        private void awaitThaw() throws IOException {
            try {
                frozen.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        private void endOfTransaction(String clientId, int correlation) throws IOException {
            for (Hold hold : holds) {
                if (clientId.endsWith(hold.writer) && hold.left.decrementAndGet() == 0) {
                    if (hold.answer) {
                        heldAnswers.put(correlation, hold);
                    } else {
                        hold.strike();
                    }
                }
            }
        }

        void sendAnswers() throws IOException {
            var in = new DataInputStream(broker.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            while (true) {
                var answer = read(in);
                var hold = heldAnswers.remove(answer.getInt(0));
                if (hold != null) {
                    hold.strike();
                }
                write(answer, out);
            }
        }

        @Override
        public void close() {
            connections.remove(this);
            quietly(client);
            quietly(broker);
        }
    }

    /** Of a producer that was given none it is its transactional id, with something before. */
    private static String clientId(ByteBuffer request) {
        return new String(request.array(), 10, request.getShort(8), StandardCharsets.UTF_8);
    }

    private static ByteBuffer read(DataInputStream in) throws IOException {
        var frame = new byte[in.readInt()];
        in.readFully(frame);
        return ByteBuffer.wrap(frame);
    }

    private static void write(ByteBuffer frame, DataOutputStream out) throws IOException {
        // In one piece, or the length alone would wait for an acknowledgement.
        out.write(ByteBuffer.allocate(Integer.BYTES + frame.capacity())
                .putInt(frame.capacity())
                .put(frame)
                .array());
        out.flush();
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyGone) {
            // that is what was wanted
        }
    }
}
