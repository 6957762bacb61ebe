package io.github.camelonomondo.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Ports;
import io.github.camelonomondo.support.Stage;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged connector, asked what its own {@code /openapi.json} makes of it. The document is read by Swagger's parser;
 * requests are made from its schemas; Atlassian's validator says which of them it allows and whether it announces the
 * answer. What it allows has to reach the API, or Kafka; what it does not allow has to be refused before.
 */
class OpenApiIT {

    private static final String KEY = "k-of-the-document";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A document cannot say that these are wrong: what a type of command needs, and SIMs that stand twice in a bulk. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of("command_invalid", "sim_id_duplicate");

    private static final Set<String> OF_MANY = Set.of("updateSims", "writeCommands");

    /** Which the validator does not look into. */
    private static final Predicate<String> LINE = Pattern.compile(
                    "\\{\"id\":\"[0-9]{9}\",\"success\":(true|false,\"error\":\"[^\"]+\")}")
            .asMatchPredicate();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final String nobody = "http://127.0.0.1:" + Ports.free();
    private KafkaBroker broker;
    private Stage stage;
    private ConnectorProcess connector;
    private OpenAPI document;
    private OpenApiInteractionValidator judge;
    private Proposals proposals;

    @BeforeEach
    void start() {
        broker = new KafkaBroker().start();
        stage = new Stage(broker.bootstrapServers(), 50)
                .with("ONOMONDO_REST_API_KEYS", "tests:" + KEY)
                .with("ONOMONDO_REST_JWT_ISSUER_URI", nobody)
                .with("ONOMONDO_COMMANDS_ENABLED", "off");
        connector = stage.startReady();
        var served = served();
        var options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        options.setResolveCombinators(false);
        document = new OpenAPIV3Parser().readContents(served, null, options).getOpenAPI();
        judge = OpenApiInteractionValidator.createForInlineApiSpecification(served)
                .build();
        var fleet = stage.api().fleet();
        var sim = fleet.ids().get(0);
        var tag = fleet.catalogue().tags().stream()
                .filter(one -> !fleet.tags(sim).contains(one.id()))
                .findFirst()
                .orElseThrow();
        proposals = new Proposals(document, Map.of("id", sim, "tag", tag.id()));
    }

    private String served() {
        try {
            var request = HttpRequest.newBuilder(URI.create(connector.url() + "/openapi.json"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        threads.shutdown();
        stage.close();
        broker.close();
    }

    @Test
    void isWhatItsDocumentSays() {
        // Given
        int allowed = 0;

        // When
        for (Proposal proposal : proposals.all()) {
            if (proposal.operation().equals("live")) {
                continue;
            }
            boolean right =
                    !judge.validateRequest(proposal.request("Bearer " + KEY)).hasErrors();
            allowed += right ? 1 : 0;
            int calls = stage.api().calls().all().size();
            var answer = send(proposal, KEY);
            boolean wentOn = stage.api().calls().all().size() > calls || answer.status() / 100 == 2;
            if (right != wentOn && !BEYOND_A_SCHEMA.contains(error(answer))) {
                wrong.add((right ? "allowed" : "not allowed") + ": " + proposal + " -> " + answer);
            }
        }
        meetEveryError();

        // Then
        assertThat(wrong).as(wrong.size() + " of " + proposals.all().size()).isEmpty();
        assertThat(allowed).isBetween(100, proposals.all().size() - 200);
        assertThat(seen).isEqualTo(documented());
    }

    /** Every operation in every trouble that can be made from outside. */
    private void meetEveryError() {
        stage.api().recover();
        each(base -> send(base, null));
        each(base -> send(base, tokenOfNobody()));
        each(base -> send(base.withType("text/plain"), KEY));
        each(base ->
                send(base.withBody("x".repeat(OF_MANY.contains(base.operation()) ? 8 << 20 : 256 << 10) + "x"), KEY));
        each(base -> judge(base, Raw.expectingTheImpossible(connector.url(), base, KEY)));
        whileTheApi(api -> api.always().answer(404, "sim_not_found"));
        whileTheApi(api -> api.always().answer(409, "label_conflict"));
        whileTheApi(api -> api.always().answerHtml(502));
        whileTheApi(api -> api.always().breakBody());
        whileTheApi(api -> api.always().drop());
        stage.api().goAway();
        each(base -> send(base, KEY));
    }

    private void whileTheApi(Consumer<SimulatedOnomondo> does) {
        does.accept(stage.api());
        each(base -> send(base, KEY));
        stage.api().recover();
    }

    /** All at once: some of them wait before they try again. */
    private void each(Consumer<Proposal> request) {
        var all = proposals.bases().stream()
                .map(base -> CompletableFuture.runAsync(() -> request.accept(base), threads))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
    }

    private String tokenOfNobody() {
        var claims = "{\"iss\":\"" + nobody + "\",\"sub\":\"alice\"}";
        return base64("{\"alg\":\"RS256\"}") + "." + base64(claims) + "." + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private Answer send(Proposal proposal, String authorization) {
        var publisher = proposal.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(proposal.body());
        var request = HttpRequest.newBuilder(URI.create(connector.url() + proposal.target()))
                .timeout(Duration.ofSeconds(60))
                .method(proposal.method(), publisher);
        if (authorization != null) {
            request.header("Authorization", "Bearer " + authorization);
        }
        if (proposal.type() != null) {
            request.header("Content-Type", proposal.type());
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var type = answer.headers().firstValue("Content-Type").orElse("");
                // This one has no end.
                var text = type.startsWith("text/event-stream") ? ":" : new String(body.readAllBytes(), UTF_8);
                return judge(
                        proposal,
                        new Answer(
                                answer.statusCode(),
                                type,
                                text,
                                answer.headers().map()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(proposal.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless the document announces the answer. */
    private Answer judge(Proposal proposal, Answer answer) {
        var response = new SimpleResponse.Builder(answer.status()).withBody(answer.body());
        answer.headers().forEach(response::withHeader);
        var report = judge.validateResponse(
                proposal.filledPath(), Request.Method.valueOf(proposal.method()), response.build());
        if (report.hasErrors() || !List.of("nosniff").equals(answer.headers().get("x-content-type-options"))) {
            wrong.add("not announced: " + proposal + " -> " + answer + "\n" + report.getMessages());
        }
        if (answer.status() == 200
                && answer.type().startsWith("text/plain")
                && !answer.body().lines().allMatch(LINE)) {
            wrong.add("not lines: " + proposal + " -> " + answer);
        }
        var announced = announced(proposal.path(), proposal.method());
        var exact = Integer.toString(answer.status());
        seen.add(proposal.operation() + " " + (announced.contains(exact) ? exact : exact.charAt(0) + "XX"));
        return answer;
    }

    private Set<String> announced(String path, String method) {
        return document.getPaths()
                .get(path)
                .readOperationsMap()
                .get(HttpMethod.valueOf(method))
                .getResponses()
                .keySet();
    }

    /** All that the document announces, less what cannot be brought about here. */
    private Set<String> documented() {
        var all = new TreeSet<String>();
        for (Proposal base : proposals.bases()) {
            announced(base.path(), base.method()).forEach(status -> all.add(base.operation() + " " + status));
        }
        // Only without keys (WithoutKeysTest), only by a mistake of ours or with the budget spent, which would hold up
        // all the
        // others (ProblemsTest, BulkTest), only if Kafka hangs (KafkaHangsTest). Their clients look each answer up as
        // well.
        all.removeIf(entry -> entry.endsWith(" 403") || entry.endsWith(" 429") || entry.endsWith(" 500"));
        all.removeAll(Set.of("writeCommands 504", "order 504"));
        return all;
    }

    private static String error(Answer answer) {
        try {
            return answer.status() < 400
                    ? ""
                    : JSON.readTree(answer.body()).path("error").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }
}
