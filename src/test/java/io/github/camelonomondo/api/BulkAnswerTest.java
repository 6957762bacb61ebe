package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.SimId;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

/** The answer to a bulk, as JSON. */
class BulkAnswerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void saysOfEachSimWhetherItWasUpdated() throws Exception {
        var lines = new LinkedHashMap<SimId, BulkAnswer.Line>();
        lines.put(new SimId("000000001"), new BulkAnswer.Updated());
        lines.put(
                new SimId("000000002"),
                new BulkAnswer.NotUpdated(new Refusal(200, "connector_not_found", "no such connector")));
        var answer = new BulkAnswer("call", 3, 200, lines);

        assertThat(JSON.readTree(JSON.writeValueAsBytes(answer))).isEqualTo(JSON.readTree("""
                {"callId": "call", "size": 3, "status": 200, "lines": {
                  "000000001": {"status": "updated"},
                  "000000002": {"status": "refused", "refusal":
                    {"status": 200, "code": "connector_not_found", "detail": "no such connector"}}}}
                """));
    }

    @Test
    void saysSoOfALineAloneAsWell() throws Exception {
        assertThat(JSON.writeValueAsString(new BulkAnswer.Updated())).isEqualTo("{\"status\":\"updated\"}");
    }
}
