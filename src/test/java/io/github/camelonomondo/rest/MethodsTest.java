package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Methods that nothing here takes, those that Tomcat has an answer of its own for among them. */
@RestTest
class MethodsTest {

    @Autowired
    private FakeApi api;

    private int port;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        this.port = port;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACE    | /sims                  | GET, HEAD, OPTIONS
            TRACE    | /sims/000279139        | GET, HEAD, OPTIONS, PATCH
            TRACE    | /                      | GET, HEAD, OPTIONS
            TRACE    | /pages.css             | GET, HEAD, OPTIONS
            TRACE    | /commands              | OPTIONS, POST
            TRACE    | /sims/bulk             | OPTIONS, PATCH
            GET      | /sims/bulk             | OPTIONS, PATCH
            POST     | /sims/bulk             | OPTIONS, PATCH
            PATCH    | /sims/find             | GET, HEAD, OPTIONS
            DELETE   | /sims/find             | GET, HEAD, OPTIONS
            FOO      | /sims                  | GET, HEAD, OPTIONS
            PROPFIND | /sims/000279139/tags/a | DELETE, OPTIONS, PUT
            trace    | /tags                  | GET, HEAD, OPTIONS
            """)
    void areRefusedWithThoseThatThePathTakes(String method, String path, String allowed) {
        var response = Raw.request(port, method + " " + path, "");

        assertProblem(response, 405, "method_not_allowed");
        assertThat(response).contains("\r\nAllow: " + allowed + "\r\n").doesNotContain(RestClient.KEY);
        assertThat(api.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /sims/bulk | OPTIONS, PATCH
            /sims/find | GET, HEAD, OPTIONS
            """)
    void areToldAlsoOfPathsThatLookLikeASim(String path, String allowed) {
        assertThat(Raw.request(port, "OPTIONS " + path, ""))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nAllow: " + allowed + "\r\n");
        assertThat(Raw.withoutKey(port, "OPTIONS " + path)).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "FOO", "PROPFIND", "OPTIONS", "DELETE"})
    void sayNothingToWhoHasNoKey(String method) {
        var response = Raw.withoutKey(port, method + " /sims");

        assertProblem(response, 401, "unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /nothing", "FOO /nothing"})
    void areNotWhatIsWrongWhereNothingIs(String line) {
        assertProblem(Raw.request(port, line, ""), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT /sims", "CONNECT localhost:80"})
    void doNotMakeAProxyOfIt(String line) {
        assertProblem(Raw.request(port, line, ""), 501, "not_implemented");
        assertProblem(Raw.withoutKey(port, line), 501, "not_implemented");
    }

    private static void assertProblem(String response, int status, String error) {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nContent-Type: " + Problem.MEDIA_TYPE, "\"error\":\"" + error + "\"")
                .contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store", "X-Frame-Options: DENY")
                .contains("Content-Security-Policy: ", "Referrer-Policy: ")
                .doesNotContain("\"title\":\"HTTP ");
    }
}
