package io.github.camelonomondo.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Chromium;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page at {@code /} in a real browser. */
class PageTest {

    private static final Topics NAMES = new Topics("");
    private static final String KEY = "a-rest-key";

    private static KafkaBroker broker;
    private static SimulatedOnomondo api;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        assumeTrue(Chromium.installed().isPresent(), "there is no chromium on this machine");
        broker = new KafkaBroker().start();
        api = new SimulatedOnomondo(Fleet.of(100)).start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            api.close();
            broker.close();
        }
    }

    private static RunningConnector connect(String... settings) {
        return RunningConnector.start(broker.bootstrapServers(), api.url(), settings);
    }

    @Test
    void showsWhatHappensAndTakesOrders() throws Exception {
        try (var connector =
                        connect("ONOMONDO_SCAN_INTERVAL=1h", "ONOMONDO_TOPIC_PREFIX=page.", "ONOMONDO_GROUP=page");
                var topics = new io.github.camelonomondo.support.Topics(broker.bootstrapServers());
                var browser = Chromium.start(folder)) {
            browser.open("http://127.0.0.1:" + connector.restPort() + "/");
            browser.await("document.querySelector('#sims').textContent === '100'");
            browser.await("document.querySelector('#letters').textContent === '0'");

            topics.send(
                    "page." + NAMES.commands(),
                    "000000001",
                    "{\"id\":\"c-1\",\"type\":\"relabel\",\"label\":\"<b>p\"}");
            topics.send("page." + NAMES.commands(), "000000002", "{\"id\":\"c-2\",\"type\":\"explode\"}");
            topics.flush();
            browser.await("document.querySelectorAll('#results tr').length === 2");
            assertThat(text(browser, "#results")).contains("SUCCEEDED", "<b>p", "REJECTED", "unknown-type");

            browser.evaluate("document.querySelector('[data-order=scan-now]').focus()");
            browser.press("Enter");
            browser.await("document.querySelector('#changes tr')?.innerText.includes('changed')");
            assertThat(text(browser, "#changes")).contains("000000001", "changed", "label", "c-1");
            browser.await("document.querySelector('#order').textContent === 'scan-now is done'");

            browser.await("document.querySelector('#letters').textContent === '1'");
            browser.evaluate("document.querySelector('#replay-form button').click()");
            browser.await("document.querySelector('#order').textContent === '1 of 1 would be replayed'");
            browser.evaluate(
                    "window.confirm = () => true; document.querySelector('#replay-form button:last-of-type').click()");
            browser.await("document.querySelector('#order').textContent === '1 were replayed'");
            browser.await("document.querySelectorAll('#results tr').length === 3");

            browser.evaluate("document.querySelector('#pause').click()");
            browser.await("document.querySelector('#state').textContent === 'Commands are paused'");
            browser.evaluate("document.querySelector('#pause').click()");
            browser.await("document.querySelector('#state').textContent === 'All is well'");
            api.goAway();
            browser.evaluate("document.querySelector('[data-order=scan-now]').click()");
            browser.await("document.querySelector('#state').classList.contains('bad')");
            api.comeBack();
            browser.await("!document.querySelector('#state').classList.contains('bad')");
            isKindToAll(browser);
        }
    }

    private static void isKindToAll(Chromium browser) throws Exception {
        var unlabelled = "[...document.querySelectorAll('input,button,meter')].filter(it => !(it.labels?.length"
                + " || it.textContent.trim())).length";
        assertThat(browser.evaluate(unlabelled).asInt()).isZero();
        assertThat(browser.evaluate("document.querySelectorAll('main, header, nav, h1').length")
                        .asInt())
                .isEqualTo(4);
        assertThat(browser.evaluate("performance.getEntriesByType('resource').every(it => it.name.startsWith("
                                + "location.origin) || it.name.startsWith('data:'))")
                        .booleanValue())
                .isTrue();
        for (var scheme : new String[] {"dark", "light"}) {
            browser.prefer(scheme);
            var ground = browser.evaluate("getComputedStyle(document.body).backgroundColor");
            assertThat(ground.asText()).isEqualTo(scheme.equals("dark") ? "rgb(20, 24, 26)" : "rgb(252, 252, 251)");
            Files.write(
                    Files.createDirectories(Path.of("target")).resolve("page-" + scheme + ".png"),
                    browser.screenshot());
        }
    }

    @Test
    void asksForAKeyWhereKeysAreSet() throws Exception {
        try (var connector = connect(
                        "ONOMONDO_REST_API_KEYS=ops:" + KEY,
                        "ONOMONDO_SCAN_INTERVAL=1h",
                        "ONOMONDO_TOPIC_PREFIX=keyed.",
                        "ONOMONDO_GROUP=keyed");
                var browser = Chromium.start(folder)) {
            var live = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.restPort() + "/live"));
            assertThat(HttpClient.newHttpClient()
                            .send(live.build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);

            browser.open("http://127.0.0.1:" + connector.restPort() + "/");
            browser.await("document.activeElement.id === 'key'");
            browser.type("wrong");
            browser.press("Enter");
            browser.await("document.querySelector('#state').textContent === 'This key is not known.'");
            browser.type(KEY);
            browser.press("Enter");
            browser.await("document.querySelector('#sims').textContent === '100'");
            assertThat(browser.evaluate("document.querySelector('#key-form').hidden")
                            .booleanValue())
                    .isTrue();
        }
    }

    @Test
    void isLeftBehindByAConnectorThatStops() {
        var connector = connect("ONOMONDO_SCAN_INTERVAL=0", "ONOMONDO_TOPIC_PREFIX=stop.", "ONOMONDO_GROUP=stop");
        try (var browser = Chromium.start(folder)) {
            browser.open("http://127.0.0.1:" + connector.restPort() + "/");
            browser.await("document.querySelector('#calls').textContent !== '–'");

            long begun = System.nanoTime();
            connector.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(28)); // the web server would wait for 30
            browser.await("document.querySelector('#state').textContent.includes('trying again')");
        }
    }

    private static String text(Chromium browser, String selector) {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .asText();
    }
}
