package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.boot.Application;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A broker that takes what is sent and says nothing: the caller is told before Kafka's own client gives up. */
@CamelSpringBootTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "onomondo.api.token=test-token",
            "onomondo.rest.api-keys=tests:" + RestClient.KEY,
            "onomondo.rest.deadline=2s",
            "onomondo.routes=classpath:routes/*rest.camel.yaml",
            "management.server.port=0",
            "management.endpoint.health.probes.enabled=true",
        })
@Import(RestTestBeans.class)
@DirtiesContext
class KafkaHangsTest {

    private static final String COMMAND = "{\"type\":\"activate\",\"sim\":\"000279139\"}";
    private static final String ORDER = "{\"order\":\"replay-dlq\",\"dryRun\":true}";
    private static final KafkaLine LINE = new KafkaLine();
    private static final KafkaBroker BROKER = new KafkaBroker(LINE).start();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("camel.component.kafka.brokers", BROKER::bootstrapServers);
    }

    @AfterEach
    void thaw() {
        LINE.thaw();
    }

    @AfterAll
    static void close() {
        LINE.close();
        BROKER.close();
    }

    @Test
    void endsARequestThatWritesWithTheProblemThatIsAnnounced(@LocalServerPort int port) {
        var client = new RestClient(port);
        awaitWritten(client);

        LINE.freeze();
        var command = client.send("POST", "/commands", COMMAND);
        var order = client.send("POST", "/control", ORDER);
        LINE.thaw();

        assertProblem(command);
        assertProblem(order);
        awaitWritten(client);
    }

    /** The first request makes the producer, and one after a frost may meet a line that was given up. */
    private static void awaitWritten(RestClient client) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> client.send("POST", "/commands", COMMAND).statusCode() == 202
                        && client.send("POST", "/control", ORDER).statusCode() == 202);
    }

    /** 504, also where the document is asked, which the client does. */
    private static void assertProblem(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(504);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isEqualTo("deadline_exceeded");
        assertThat(json(response).path("detail").asText()).contains("may or may not have been done");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
}
