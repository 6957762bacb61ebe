package io.github.camelonomondo.boot.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.rest.KeyRing;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RestStartFilterTest {

    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final RestStartFilter filter = new RestStartFilter(isStarted::get);

    @Test
    void asksToComeAgainUntilTheRoutesAreThere() throws Exception {
        var early = answer();
        assertThat(early.getStatus()).isEqualTo(503);
        assertThat(early.getHeader("Retry-After")).isEqualTo("2");
        assertThat(early.getContentAsString()).contains("\"error\":\"starting\"");

        isStarted.set(true);
        assertThat(answer().getStatus()).isEqualTo(200);
    }

    @Test
    void standsBehindTheKeysAndBeforeAllThatJudgesAPath() throws Exception {
        var boot = new RestConfiguration();
        try (var camel = new DefaultCamelContext()) {
            var start = boot.restStartFilter(camel);
            var response = new MockHttpServletResponse();
            start.getFilter()
                    .doFilter(new MockHttpServletRequest("GET", "/sims/000000001"), response, new MockFilterChain());

            assertThat(response.getStatus()).as("no route is there").isEqualTo(503);
            assertThat(start.getOrder())
                    .isGreaterThan(boot.restKeyFilter(new RestCallers(KeyRing.of("ops:k-1"), null))
                            .getOrder())
                    .isLessThan(boot.restPathFilter().getOrder());
        }
    }

    private MockHttpServletResponse answer() throws Exception {
        var response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("GET", "/sims/000000001"), response, new MockFilterChain());
        return response;
    }
}
