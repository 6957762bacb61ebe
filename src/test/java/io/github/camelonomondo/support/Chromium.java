package io.github.camelonomondo.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One tab of a real browser without a window, spoken to in its own DevTools protocol. */
public final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Process process;
    private final WebSocket tab;

    private Chromium(Path program, Path folder) {
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--window-size=1200,1400",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + folder)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var portFile = folder.resolve("DevToolsActivePort");
        Awaitility.await("the browser")
                .atMost(PATIENCE)
                .until(() ->
                        Files.exists(portFile) && !Files.readAllLines(portFile).isEmpty());
        tab = http.newWebSocketBuilder()
                .buildAsync(URI.create(newTab(portFile)), new Ear())
                .join();
    }

    /** The browser, if this machine has one. */
    public static Optional<Path> installed() {
        return Stream.concat(
                        Stream.of("/usr/bin"),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder new, for its profile */
    public static Chromium start(Path folder) {
        return new Chromium(installed().orElseThrow(), folder);
    }

    private String newTab(Path portFile) {
        try {
            var port = Files.readAllLines(portFile).get(0);
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody());
            var answer = http.send(request.build(), BodyHandlers.ofString()).body();
            return JSON.readTree(answer).path("webSocketDebuggerUrl").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void open(String url) {
        ask("Page.navigate", Map.of("url", url));
    }

    /** What the expression is in the page. */
    public JsonNode evaluate(String expression) {
        var answer = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Waits until the expression is true in the page. */
    public void await(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> evaluate(expression).booleanValue());
    }

    /** Types text into what has the focus. */
    public void type(String text) {
        ask("Input.insertText", Map.of("text", text));
    }

    /** Presses a key such as {@code Tab} or {@code Enter}. */
    public void press(String key) {
        var code = Map.of("Tab", 9, "Enter", 13, " ", 32).get(key);
        var down = Map.of(
                "type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", "Enter".equals(key) ? "\r" : "");
        ask("Input.dispatchKeyEvent", down);
        ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** {@code light} or {@code dark}. */
    public void prefer(String scheme) {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public byte[] screenshot() {
        var data = ask("Page.captureScreenshot", Map.of("format", "png")).path("data");
        return Base64.getDecoder().decode(data.asText());
    }

    private JsonNode ask(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        asked.put(id, answer);
        var question = JSON.valueToTree(Map.of("id", id, "method", method, "params", parameters));
        tab.sendText(question.toString(), true).join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        tab.abort();
        // Its helpers outlive it, and write into the profile until they have gone as well.
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await("the end of the browser")
                .atMost(PATIENCE)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    var answer = JSON.readTree(text.toString());
                    var waiting = asked.remove(answer.path("id").asInt());
                    if (waiting != null) {
                        waiting.complete(answer.path("result"));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
