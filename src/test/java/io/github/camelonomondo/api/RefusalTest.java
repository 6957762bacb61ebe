package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector_not_found",
                "sim_not_found",
                "not_found",
                "NOT_FOUND",
                "network_whitelist_not_found",
                "imei_lock_invalid",
                "invalid_label",
                "unknown_property",
                "property_unknown",
                "sim_id_forbidden",
                "Connector_Not_Found"
            })
    void isFinalIfItSpeaksOfInvalidUnknownOrForbiddenThings(String code) {
        assertThat(new Refusal(200, code, null).isFinal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temporarily_locked", "internal_error", "timeout", "busy", "conflict", "not_founded_yet"})
    void mayPassOtherwise(String code) {
        assertThat(new Refusal(200, code, null).isFinal()).isFalse();
    }

    @Test
    void judgesByTheCodeAndOnlyWithoutOneByTheWords() {
        assertThat(new Refusal(200, "busy", "the connector is unknown").isFinal())
                .isFalse();
        assertThat(new Refusal(200, null, "The connector is unknown").isFinal()).isTrue();
        assertThat(new Refusal(200, null, null).isFinal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":404,\"message\":\"Connector not found\"}}",
                "{\"error\":\"Bad Request\",\"message\":\"Invalid IMEI\"}"
            })
    void judgesByTheWordsTooWhereTheCodeIsANumberOrASentence(String body) {
        assertThat(read(body).isFinal()).isTrue();
    }

    @Test
    void readsTheCodeOfTheApi() {
        assertThat(read("{\"error\":\"connector_not_found\"}"))
                .isEqualTo(new Refusal(400, "connector_not_found", null));
        assertThat(read("{\"errors\":[\"connector_not_found\",\"b\"]}").code()).isEqualTo("connector_not_found");
        assertThat(read("{\"errors\":[{\"code\":\"busy\",\"message\":\"later\"}]}"))
                .isEqualTo(new Refusal(400, "busy", "later"));
        assertThat(read("{\"error\":{\"code\":\"busy\",\"message\":\"later\"}}"))
                .isEqualTo(new Refusal(400, "busy", "later"));
        assertThat(read("{\"message\":\"label_invalid\"}")).isEqualTo(new Refusal(400, "label_invalid", null));
        assertThat(read("{\"error\":\"Bad Request\",\"message\":\"connector_not_found\"}"))
                .isEqualTo(new Refusal(400, "connector_not_found", "Bad Request"));
        assertThat(read("{\"code\":400,\"message\":\"connector_not_found\"}").code())
                .isEqualTo("connector_not_found");
        assertThat(read("{\"error\":\"Conflict\",\"message\":\"connector_not_found\"}")
                        .code())
                .isEqualTo("connector_not_found");
        assertThat(read("{\"message\":\"No such SIM\"}")).isEqualTo(new Refusal(400, null, "No such SIM"));
    }

    @Test
    void keepsTheStartOfWhatIsNotJson() {
        assertThat(read("Bad request").detail()).isEqualTo("Bad request");
        assertThat(read("x".repeat(5000)).detail()).hasSizeLessThanOrEqualTo(300);
        assertThat(read("<html><h1>Bad gateway</h1></html>").inWords()).isEqualTo("no reason given");
        assertThat(read("").inWords()).isEqualTo("no reason given");
    }

    @Test
    void shortensWhatIsTooLongForAMessage() {
        assertThat(read("{\"error\":\"" + "e".repeat(5000) + "\"}").code()).hasSize(300);
    }

    private Refusal read(String body) {
        return Refusals.of(400, body.getBytes(UTF_8), mapper);
    }
}
