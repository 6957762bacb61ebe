package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class ContractTest {

    @Autowired
    private CamelContext camel;

    @Test
    void announcesEveryOperationThatIsServedAndNoOther() {
        var served = new TreeSet<String>();
        for (var rest : ((ModelCamelContext) camel).getRestDefinitions()) {
            rest.getVerbs().forEach(verb -> served.add(verb.asVerb() + " " + verb.getPath()));
        }
        served.add("get /live"); // no route, but a stream
        var announced = new TreeSet<String>();
        for (var path : Contract.document().path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> announced.add(method + " " + path.getKey()));
        }
        announced.removeIf(entry -> entry.startsWith("parameters "));

        assertThat(announced).isEqualTo(served);
    }

    @Test
    void refersToNothingThatIsNotThere() {
        var document = Contract.document();

        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.textValue().substring(1)).isMissingNode())
                    .as(reference.textValue())
                    .isFalse();
        }
    }

    @Test
    void namesEachOperationOnce() {
        var names = new ArrayList<String>();
        Contract.document().findValues("operationId").forEach(name -> names.add(name.textValue()));

        assertThat(names).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void isServedAsItIsKept(@LocalServerPort int port) throws Exception {
        var served = RestClient.json(new RestClient(port).get("/openapi.json"));

        assertThat(served).isEqualTo(Contract.document());
        assertThat(served.path("openapi").asText()).isEqualTo("3.0.3");
        assertThat(served.at("/components/parameters/sim/example").asText()).isEqualTo("000279139");
    }
}
