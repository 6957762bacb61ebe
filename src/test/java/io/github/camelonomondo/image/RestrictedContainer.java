package io.github.camelonomondo.image;

import io.github.camelonomondo.support.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The connector in a container that may do next to nothing. It shares the network of this machine. */
public final class RestrictedContainer implements AutoCloseable {

    private static final String RUNNING = "true";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String id;
    private final int managementPort;
    private Duration readyAfter = Duration.ZERO;

    private RestrictedContainer(String id, int managementPort) {
        this.id = id;
        this.managementPort = managementPort;
    }

    /**
     * Starts it.
     *
     * @param user a number that the image has never heard of
     * @param mounts folders of this machine by their path in the container
     */
    public static RestrictedContainer run(
            String image, String user, Map<String, String> environment, Map<String, String> mounts) {
        int managementPort = Ports.free();
        var command = new ArrayList<>(List.of("run", "-d", "--network", "host", "--read-only", "--tmpfs", "/tmp"));
        command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "-m", "384m"));
        command.addAll(List.of("--user", user + ":0"));
        command.addAll(List.of("-e", "SERVER_PORT=" + Ports.free(), "-e", "MANAGEMENT_PORT=" + managementPort));
        environment.forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        mounts.forEach((path, folder) -> command.addAll(List.of("-v", folder + ":" + path + ":ro")));
        command.add(image);
        return new RestrictedContainer(Docker.call(command.toArray(String[]::new)), managementPort);
    }

    public void awaitReady(Duration atMost) {
        Awaitility.await("container ready")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(50))
                .failFast(this::requireRunning)
                .until(() -> status("/observe/health/ready") == 200);
        readyAfter = Duration.between(Instant.parse(inspect("{{.State.StartedAt}}")), Instant.now());
    }

    /** From the start of its process until it was ready. */
    public Duration readyAfter() {
        return readyAfter;
    }

    /** Whom its process runs as. */
    String user() {
        String uidAndPid = Docker.call("top", id, "-eo", "uid,pid")
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");
        return uidAndPid.strip().replaceFirst("\\s.*", "");
    }

    String metrics() throws IOException, InterruptedException {
        return get("/observe/metrics").body();
    }

    /** Asks it to stop (SIGTERM), kills it if it has not after that time.
     *
     * @return its exit status
     */
    public int terminate(Duration atMost) {
        Docker.call("stop", "-t", Long.toString(atMost.toSeconds()), id);
        return Integer.parseInt(inspect("{{.State.ExitCode}}"));
    }

    /** All that it has printed. */
    String log() {
        return Docker.call("logs", id);
    }

    @Override
    public void close() {
        Docker.call("rm", "-f", id);
    }

    private void requireRunning() {
        if (!RUNNING.equals(inspect("{{.State.Running}}"))) {
            throw new IllegalStateException("the container ended:\n" + log());
        }
    }

    private String inspect(String format) {
        return Docker.call("inspect", "-f", format, id);
    }

    private int status(String path) throws InterruptedException {
        try {
            return get(path).statusCode();
        } catch (IOException nobodyThere) {
            return 0;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
