package io.github.camelonomondo.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line client of a Docker engine on this machine. */
final class Docker {

    private static final String CLIENT = Stream.of("docker", "/usr/bin/docker")
            .filter(client -> run(List.of(client, "info")).ok())
            .findFirst()
            .orElse("");

    private Docker() {}

    /** For {@code @EnabledIf}. */
    static boolean answers() {
        return !CLIENT.isEmpty();
    }

    /** The path or name of the client. */
    static String client() {
        return CLIENT;
    }

    static boolean hasImage(String name) {
        return run(List.of(CLIENT, "image", "inspect", name)).ok();
    }

    /** What the client prints, errors of a container's own included.
     *
     * @throws IllegalStateException if it fails
     */
    static String call(String... arguments) {
        var command = new ArrayList<>(List.of(CLIENT));
        command.addAll(List.of(arguments));
        Ended ended = run(command);
        if (!ended.ok()) {
            throw new IllegalStateException(String.join(" ", command) + ": " + ended.output());
        }
        return ended.output().strip();
    }

    /** Runs any program to its end. */
    static Ended run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0, output);
        } catch (IOException notThere) {
            return new Ended(false, String.valueOf(notThere.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    record Ended(boolean ok, String output) {}
}
