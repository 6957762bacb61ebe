package io.github.camelonomondo.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line tool, which renders without a cluster. */
final class Kubectl {

    private static final boolean PRESENT = present();

    private Kubectl() {}

    /** For {@code @EnabledIf}. */
    static boolean isPresent() {
        return PRESENT;
    }

    /** All objects of a kustomization, by {@code kubectl kustomize} without any flag. */
    static Manifests render(Path kustomization) {
        return Manifests.ofYaml(run(List.of("kustomize", kustomization.toString())));
    }

    private static boolean present() {
        try {
            run(List.of("version", "--client"));
            return true;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    private static String run(List<String> arguments) {
        var command = new ArrayList<>(List.of("kubectl"));
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile("kubectl-", ".err");
            var process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(errors));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
