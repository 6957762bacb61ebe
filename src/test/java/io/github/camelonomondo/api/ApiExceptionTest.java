package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a route can read of any failure, without knowing which it is. */
class ApiExceptionTest {

    @Test
    void hasTheStatusOfTheAnswerIfThereWasOne() {
        assertThat(new ApiException.Unavailable("down", 503, null).getStatus()).isEqualTo(503);
        assertThat(new ApiException.Unavailable("away", 0, null).getStatus()).isNull();
        assertThat(new ApiException.Unauthorized(401).getStatus()).isEqualTo(401);
        assertThat(new ApiException.Refused("call", new Refusal(404, null, null)).getStatus())
                .isEqualTo(404);
        assertThat(new ApiException.Unproven("cut", null).getStatus()).isNull();
        assertThat(new ApiException.Throttled(Duration.ofSeconds(7)).getStatus())
                .isEqualTo(429);
        assertThat(ApiException.Throttled.unsent(Duration.ofSeconds(7), "spent", null)
                        .getStatus())
                .isNull();
    }

    @Test
    void saysHowLongToWaitIfThatIsKnown() {
        assertThat(new ApiException.Throttled(Duration.ofSeconds(7)).getRetryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(new ApiException.Busy(16).getRetryAfter()).isNull();
    }

    @Test
    void isReadTheSameWayInASimpleExpression() throws Exception {
        assertThat(simple("status", new ApiException.Unavailable("down", 503, null)))
                .isEqualTo(503);
        assertThat(simple("status", new ApiException.Unavailable("away", 0, null)))
                .isNull();
        assertThat(simple("status", new ApiException.Unauthorized(401))).isEqualTo(401);
        assertThat(simple("status", new ApiException.Refused("call", new Refusal(404, null, null))))
                .isEqualTo(404);
        assertThat(simple("status", new ApiException.Unproven("cut", null))).isNull();
        assertThat(simple("retryAfter", new ApiException.Throttled(Duration.ofSeconds(7))))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(simple("nothingDone", new ApiException.Unavailable("away", 0, null)))
                .isEqualTo(true);
        assertThat(simple("nothingDone", new ApiException.Unavailable("down", 503, null)))
                .isEqualTo(false);
    }

    /** As JMS does with {@code transferException=true}. */
    @Test
    void saysTheSameAfterItWasSerialized() throws Exception {
        List<ApiException> kinds = List.of(
                new ApiException.Throttled(Duration.ofSeconds(7), "rate_limit_exceeded"),
                new ApiException.Busy(16),
                new ApiException.Unwanted("call"),
                new ApiException.Unavailable("down", 503, "maintenance", new IOException("gone")),
                new ApiException.Unproven("cut", null),
                new ApiException.Unauthorized(401),
                new ApiException.Refused("call", new Refusal(404, "sim_not_found", "no such SIM")));

        assertThat(kinds)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(ApiException.class.getPermittedSubclasses());
        for (ApiException kind : kinds) {
            assertThat(serialized(kind))
                    .hasSameClassAs(kind)
                    .hasMessage(kind.getMessage())
                    .usingRecursiveComparison()
                    .ignoringFields("stackTrace", "cause.stackTrace", "suppressedExceptions")
                    .isEqualTo(kind);
            assertThat(serialized(kind).getStatus()).isEqualTo(kind.getStatus());
        }
    }

    private static ApiException serialized(ApiException failure) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ApiException) in.readObject();
        }
    }

    private static Object simple(String property, ApiException failure) throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.start();
            var exchange = new DefaultExchange(context);
            exchange.setException(failure);
            return context.resolveLanguage("simple")
                    .createExpression("${exception." + property + "}")
                    .evaluate(exchange, Object.class);
        }
    }
}
