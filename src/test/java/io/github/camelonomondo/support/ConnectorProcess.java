package io.github.camelonomondo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged connector as a process of its own, to be killed, stopped or paused. It runs in an empty folder, knows
 * nothing but the settings it was given, and never outlives a close.
 */
public final class ConnectorProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, String> environment;
    private final Process process;
    private final Path log;

    private ConnectorProcess(Map<String, String> environment, List<String> command) {
        this.environment = environment;
        try {
            var connectors =
                    Files.createDirectories(Path.of("target", "connectors").toAbsolutePath());
            var folder = Files.createTempDirectory(connectors, "connector-");
            this.log = connectors.resolve(folder.getFileName() + ".log");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(ConnectorProcess::isSetting);
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the connector", e);
        }
    }

    /**
     * Starts the jar that the system property {@code connector.jar} names in full. {@code SERVER_PORT} and {@code MANAGEMENT_PORT} are
     * free ports unless given.
     *
     * @param environment the contract's variables
     * @param jvmOptions such as {@code -Xmx256m}
     */
    public static ConnectorProcess start(Map<String, String> environment, String... jvmOptions) {
        var jar = System.getProperty("connector.jar");
        if (jar == null || Files.notExists(Path.of(jar))) {
            throw new IllegalStateException(
                    "System property connector.jar must name the packaged connector, is " + jar);
        }
        return start(environment, List.of(jvmOptions), "-jar", jar);
    }

    /** Starts whatever these arguments of {@code java} name, in place of the packaged connector. */
    public static ConnectorProcess start(Map<String, String> environment, List<String> jvmOptions, String... program) {
        var complete = new HashMap<>(environment);
        complete.computeIfAbsent("SERVER_PORT", name -> Integer.toString(Ports.free()));
        complete.computeIfAbsent("MANAGEMENT_PORT", name -> Integer.toString(Ports.free()));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>(List.of(java));
        command.addAll(jvmOptions);
        command.addAll(List.of(program));
        return new ConnectorProcess(Map.copyOf(complete), command);
    }

    private static boolean isSetting(String variable) {
        return variable.matches("(ONOMONDO|KAFKA|SPRING|CAMEL|SERVER|MANAGEMENT|LOGGING|OTEL)_.*|JAVA_TOOL_OPTIONS");
    }

    /** Waits until the connector says that it is ready; fails at once if it has ended. */
    public ConnectorProcess awaitReady() {
        Awaitility.await("connector ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .failFast(this::requireAlive)
                .until(() -> status("/observe/health/ready") == 200);
        return this;
    }

    /** The status of a GET on the management port; 0 if nobody answers. */
    public int status(String path) {
        return get(managementUrl() + path).map(HttpResponse::statusCode).orElse(0);
    }

    /** The body of a GET on the management port; empty if nobody answers. */
    public String read(String path) {
        return get(managementUrl() + path).map(HttpResponse::body).orElse("");
    }

    public String url() {
        return "http://127.0.0.1:" + environment.get("SERVER_PORT");
    }

    public String managementUrl() {
        return "http://127.0.0.1:" + environment.get("MANAGEMENT_PORT");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to stop (SIGTERM) and waits until it has.
     *
     * @return its exit status
     */
    public int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** Waits until it has ended by itself, and gives its exit status. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Connector " + pid() + " still runs:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Freezes it (SIGSTOP) and waits until each of its threads stands: on a busy machine one may run on for a moment. */
    public void pause() {
        signal("STOP");
        Awaitility.await().atMost(STOP).until(this::stands);
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** All that it has printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException("connector ended:\n" + log());
        }
    }

    /** Only Linux shows threads as files; elsewhere the signal is believed. */
    private boolean stands() {
        var tasks = Path.of("/proc", Long.toString(pid()), "task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
                    return false;
                }
            }
        } catch (IOException | DirectoryIteratorException threadEndedMeanwhile) {
            return false;
        }
        return true;
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("Cannot send SIG" + name + " to " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Optional<HttpResponse<String>> get(String url) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException nobodyThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
