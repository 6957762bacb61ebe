package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
                .isNull();
    }

    @Test
    void saysHowLongToWaitIfThatIsKnown() {
        assertThat(new ApiException.Throttled(Duration.ofSeconds(7)).getRetryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(new ApiException.Busy(16).getRetryAfter()).isNull();
    }
}
