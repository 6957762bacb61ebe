package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class PortSettingsTest {

    private final MockEnvironment environment = new MockEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-5", "65536", "70000", "http", "", " ", "8080 ", "99999999999999999999"})
    void refusesWhatIsNoPort(String port) {
        environment.setProperty("management.server.port", port);

        assertThatThrownBy(() -> PortSettings.check(environment))
                .isInstanceOf(SettingException.class)
                .hasMessage("MANAGEMENT_PORT=" + port + ": a whole number from 0 to 65535 is allowed");
    }

    @Test
    void refusesOnePortForBoth() {
        environment.setProperty("server.port", "8080");
        environment.setProperty("management.server.port", "8080");

        assertThatThrownBy(() -> PortSettings.check(environment))
                .isInstanceOf(SettingException.class)
                .hasMessage("MANAGEMENT_PORT=8080: another port than SERVER_PORT is allowed");
    }

    @Test
    void takesAnyFreePortForEach() {
        environment.setProperty("server.port", "0");
        environment.setProperty("management.server.port", "0");

        assertThatCode(() -> PortSettings.check(environment)).doesNotThrowAnyException();
    }

    @Test
    void takesAnyPortAndNone() {
        environment.setProperty("server.port", "65535");

        assertThatCode(() -> PortSettings.check(environment)).doesNotThrowAnyException();
    }
}
