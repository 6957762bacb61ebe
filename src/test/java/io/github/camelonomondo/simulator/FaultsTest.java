package io.github.camelonomondo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final String ONE = "{\"id\":\"000000001\",\"label\":\"one\"}";
    private static final String TWO = "{\"id\":\"000000002\",\"label\":\"two\"}";
    private static final String THREE = "{\"id\":\"000000003\",\"label\":\"three\"}";

    private final Fleet fleet = Fleet.of(30);
    private final SimulatedOnomondo api = new SimulatedOnomondo(fleet);
    private ApiClient client;

    @BeforeEach
    void start() {
        client = new ApiClient(api.start().url());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersTheNextCallsWithAStatusAndAppliesNothing() {
        var fault = api.next(2).when(Call::isBulk).answer(503);

        assertThat(client.get("/sims").status()).isEqualTo(200);
        assertThat(client.bulk(ONE).status()).isEqualTo(503);
        assertThat(client.bulk(ONE).status()).isEqualTo(503);
        assertThat(fleet.label("000000001")).isNotEqualTo("one");
        assertThat(client.bulk(ONE).status()).isEqualTo(200);
        assertThat(fault.hits()).isEqualTo(2);
    }

    @Test
    void answersUntilCleared() {
        try (var outage = api.always().answer(500)) {
            assertThat(client.get("/tags").status()).isEqualTo(500);
            assertThat(client.get("/tags").status()).isEqualTo(500);
            assertThat(outage.hits()).isEqualTo(2);
        }
        assertThat(client.get("/tags").status()).isEqualTo(200);
    }

    @Test
    void sendsAWebPageWithStatus200() {
        api.always().answerHtml(200);

        assertThat(client.get("/sims").type()).isEqualTo("text/html");
    }

    @Test
    void closesTheConnectionBeforeOrAfterApplying() {
        api.next(1).drop();
        assertThatThrownBy(() -> client.patch("/sims/000000001", "{\"label\":\"lost\"}"))
                .hasCauseInstanceOf(IOException.class);
        assertThat(fleet.label("000000001")).isNotEqualTo("lost");

        api.next(1).applyAndDrop();
        assertThatThrownBy(() -> client.patch("/sims/000000001", "{\"label\":\"done\"}"))
                .hasCauseInstanceOf(IOException.class);
        assertThat(fleet.label("000000001")).isEqualTo("done");
        assertThat(api.calls().answered(0)).isEqualTo(api.calls().count(Call::isUpdate));
    }

    @Test
    void hangsUntilClearedWhileOthersAreServed() {
        // Given
        var hang = api.when(Call::isUpdate).applyAndHang();

        // When
        var hanging = client.sendLater("PATCH", "/sims/000000001", "{\"label\":\"done\"}");
        await().until(() -> "done".equals(fleet.label("000000001")));

        // Then
        assertThat(client.get("/sims").status()).isEqualTo(200);
        assertThat(hanging).isNotDone();
        hang.clear();
        assertThat(hanging).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void holdsAnswersBack() {
        api.always().delay(Duration.ofMillis(200));
        long before = System.nanoTime();

        assertThat(client.get("/tags").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void dripsABody() {
        api.always().drip(Duration.ofMillis(1));

        assertThat(client.bulk(ONE, TWO).body()).hasLineCount(2);
    }

    @Test
    void refusesOneSimAndAppliesTheOthers() {
        api.next(1).refuse("000000002", "temporarily_locked");

        assertThat(client.bulk(ONE, THREE).body()).doesNotContain("false");
        assertThat(client.bulk(ONE, TWO, THREE).body())
                .contains("{\"id\":\"000000002\",\"success\":false,\"error\":\"temporarily_locked\"}");
        assertThat(fleet.label("000000003")).isEqualTo("three");
        assertThat(client.bulk(TWO).body()).contains("\"success\":true");
    }

    @Test
    void refusesAWholeBulkForOneSim() {
        api.refuseBulksWith("000000002");

        assertThat(client.bulk(ONE, TWO).status()).isEqualTo(400);
        assertThat(client.bulk(ONE, THREE).status()).isEqualTo(200);
    }

    @Test
    void spoilsTheLinesOfABulk() {
        api.next(1).lines().endAfter(1);
        assertThat(client.bulk(ONE, TWO).body()).hasLineCount(1);

        api.next(1).lines().endInsideAfter(1);
        assertThat(client.bulk(ONE, TWO).body()).hasLineCount(2).doesNotEndWith("}\n");

        api.next(1).lines().reverse();
        assertThat(client.bulk(ONE, TWO).body()).startsWith("{\"id\":\"000000002\"");

        api.next(1).lines().lose("000000001");
        assertThat(client.bulk(ONE, TWO).body()).doesNotContain("000000001").contains("000000002");

        api.next(1).lines().repeat("000000001");
        assertThat(client.bulk(ONE, TWO).body()).hasLineCount(3);

        api.next(1).lines().garble("000000001");
        assertThat(client.bulk(ONE, TWO).body()).startsWith("{'id'");

        api.next(1).lines().invent("000000030");
        assertThat(client.bulk(ONE, TWO).body()).contains("000000030");
    }

    @Test
    void combinesWhatIsOddButLegalInTheLines() {
        api.next(1).lines().blank();
        api.next(1).lines().crlf();
        api.next(1).lines().withoutFinalNewline();

        assertThat(client.bulk(ONE, TWO).body())
                .startsWith("\r\n{")
                .contains("}\r\n\r\n{")
                .endsWith("}");
    }

    @Test
    void breaksTheConnectionInsideABulksAnswer() {
        api.next(1).lines().breakAfter(1);
        assertThatThrownBy(() -> client.bulk(ONE, TWO)).hasCauseInstanceOf(IOException.class);

        api.next(1).lines().breakInsideAfter(0);
        assertThatThrownBy(() -> client.bulk(ONE, TWO)).hasCauseInstanceOf(IOException.class);
        assertThat(fleet.label("000000002")).isEqualTo("two");
    }

    @Test
    void loopsTheCursor() {
        api.always().loopCursor();

        var first = client.get("/sims?limit=10")
                .json()
                .path("pagination")
                .path("next_page")
                .asText();
        var second = client.get("/sims?limit=10&next_page=" + first).json();
        assertThat(second.path("pagination").path("next_page").asText()).isEqualTo(first);
        assertThat(second.path("pagination").path("has_more").asBoolean()).isTrue();
    }

    @Test
    void rejectsTheCursorOnce() {
        var cursor = client.get("/sims?limit=10")
                .json()
                .path("pagination")
                .path("next_page")
                .asText();
        api.next(1).rejectCursor();

        assertThat(client.get("/sims?limit=10&next_page=" + cursor).status()).isEqualTo(400);
        assertThat(client.get("/sims?limit=10&next_page=" + cursor).status()).isEqualTo(200);
        assertThat(client.get("/sims?next_page=nonsense").status()).isEqualTo(400);
    }

    @Test
    void breaksTheScanOnTheSecondPage() {
        api.always().onPage(2).breakBody();

        var cursor = client.get("/sims?limit=10")
                .json()
                .path("pagination")
                .path("next_page")
                .asText();
        assertThatThrownBy(() -> client.get("/sims?limit=10&next_page=" + cursor))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void hidesSimsFromTheScanAlone() {
        api.always().hide("000000003", "000000004");

        assertThat(client.get("/sims").json().path("sims")).hasSize(28);
        assertThat(client.get("/sims/000000003").status()).isEqualTo(200);
    }

    @Test
    void runsAHookBeforeOrAfterApplying() {
        var before = new AtomicInteger();
        var after = new AtomicInteger();
        api.when(Call::isBulk).run(() -> before.set("one".equals(fleet.label("000000001")) ? 2 : 1));
        api.when(Call::isBulk).runAfter(() -> after.set("one".equals(fleet.label("000000001")) ? 2 : 1));

        client.bulk(ONE);
        assertThat(before).hasValue(1);
        assertThat(after).hasValue(2);
    }

    @Test
    void saysWhatIsLeftOfTheLimitAndThenRefuses() {
        api.limit(2);

        var first = client.get("/tags");
        assertThat(first.header("x-ratelimit-limit")).isEqualTo("2");
        assertThat(first.header("x-ratelimit-remaining")).isEqualTo("1");
        assertThat(Long.parseLong(first.header("x-ratelimit-reset")))
                .isBetween(Instant.now().getEpochSecond() + 50, Instant.now().getEpochSecond() + 61);
        assertThat(first.header("Date")).isNotEmpty();
        api.spend(1);
        assertThat(client.get("/tags").status()).isEqualTo(429);
    }

    @Test
    void throttlesUntilTheResetItNamed() {
        api.throttleFor(Duration.ofSeconds(1));

        var refused = client.get("/tags");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
        await().until(() -> client.get("/tags").status() == 200);
        assertThat(Instant.now().getEpochSecond())
                .isGreaterThanOrEqualTo(Long.parseLong(refused.header("x-ratelimit-reset")));
    }

    @Test
    void goesAwayAndComesBackOnTheSamePort() {
        api.goAway();
        assertThatThrownBy(() -> client.get("/tags")).hasCauseInstanceOf(IOException.class);

        api.comeBack();
        assertThat(client.get("/tags").status()).isEqualTo(200);
    }

    @Test
    void leavesItsPortToNoOtherConnectionWhileItIsAway() throws IOException {
        api.goAway();
        try (var other = new Socket()) {
            var port = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), URI.create(api.url()).getPort());
            assertThatThrownBy(() -> other.bind(port)).isInstanceOf(BindException.class);
        }
    }

    @Test
    void countsCallsInAnyStretch() {
        client.bulk(ONE, TWO);
        client.bulk(ONE);
        client.get("/tags");

        assertThat(api.calls().mostIn(Duration.ofSeconds(60))).isEqualTo(3);
        assertThat(api.calls().meanFill()).isEqualTo(1.5);
        assertThat(api.calls().updatesOf("000000001")).hasSize(2);
        assertThat(api.calls().mostUnderway()).isEqualTo(1);
    }
}
