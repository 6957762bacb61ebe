package io.github.camelonomondo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for this machine and the stores around it, made by the JDK's own keytool.
 *
 * @param keys what the server shows
 * @param trust what clients believe
 * @param password of both
 */
public record TlsKeys(Path keys, Path trust, String password) {

    public static TlsKeys in(Path folder, String password) {
        var made = new TlsKeys(folder.resolve("keys.p12"), folder.resolve("trust.p12"), password);
        var certificate = folder.resolve("server.pem").toString();
        made.keytool(
                made.keys,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost,dns:api.onomondo.test"));
        made.keytool(made.keys, List.of("-exportcert", "-rfc", "-file", certificate));
        made.keytool(made.trust, List.of("-importcert", "-noprompt", "-file", certificate));
        return made;
    }

    private void keytool(Path store, List<String> what) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(what);
        command.addAll(List.of("-alias", "server", "-keystore", store.toString(), "-storepass", password));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "TlsKeys[" + keys + "]";
    }
}
