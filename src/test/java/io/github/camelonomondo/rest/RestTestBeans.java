package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What stands in for the rest of the connector. */
@TestConfiguration(proxyBeanMethods = false)
class RestTestBeans {

    @Bean
    FakeApi fakeApi() {
        return new FakeApi();
    }

    @Bean
    CommandGate testGate() {
        return command -> {
            var json = Json.read(command);
            return json.path("sim").asText().matches("[0-9]{9}")
                    ? new CommandGate.Taken(json.path("sim").asText())
                    : new CommandGate.NotTaken("no-sim", "no SIM in " + new String(command, UTF_8).length() + " bytes");
        };
    }
}
