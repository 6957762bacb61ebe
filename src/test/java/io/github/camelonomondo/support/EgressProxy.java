package io.github.camelonomondo.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The proxy of a company that looks into TLS: it takes CONNECT from whoever has the password, shows a certificate of its
 * own, and leads everybody to one server, whatever host was asked for.
 */
public final class EgressProxy implements AutoCloseable {

    private final ServerSocket door;
    private final SSLContext tls;
    private final int target;
    private final String login;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "egress-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /** @param target the port on this machine to which it leads, in the clear */
    public EgressProxy(TlsKeys keys, int target, String user, String password) {
        this.target = target;
        this.login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(US_ASCII));
        try {
            tls = showing(keys);
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        threads.execute(this::accept);
    }

    private static SSLContext showing(TlsKeys keys) throws IOException, GeneralSecurityException {
        char[] password = keys.password().toCharArray();
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.keys().toFile(), password), password);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    public String host() {
        return door.getInetAddress().getHostAddress();
    }

    public int port() {
        return door.getLocalPort();
    }

    /** The hosts, with ports, that were asked for by those who have the password. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        quietly(door);
        open.forEach(EgressProxy::quietly);
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                var client = door.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // that is what was wanted
        }
    }

    private void serve(Socket client) {
        try (client) {
            for (String request = head(client); ; request = head(client)) {
                if (request.startsWith("CONNECT ")
                        && request.contains("Proxy-Authorization: Basic " + login + "\r\n")) {
                    asked.add(request.split(" ")[1]);
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                    lead(client);
                    return;
                }
                client.getOutputStream()
                        .write(("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                        + "Proxy-Authenticate: Basic realm=\"egress\"\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(US_ASCII));
            }
        } catch (IOException gone) {
            // whoever it was comes again
        }
    }

    private void lead(Socket client) throws IOException {
        try (var inside = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
                var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            inside.setUseClientMode(false);
            threads.execute(() -> {
                try (inside) {
                    server.getInputStream().transferTo(inside.getOutputStream());
                } catch (IOException gone) {
                    // so is the other direction
                }
            });
            inside.getInputStream().transferTo(server.getOutputStream());
        }
    }

    /** To its empty line, and nothing of what follows. */
    private static String head(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
        }
        return head.toString(US_ASCII);
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyGone) {
            // that is what was wanted
        }
    }
}
