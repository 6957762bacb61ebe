package io.github.camelonomondo.boot;

import java.util.regex.Pattern;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses ports that are none, and one port for both, before anything is started; Boot would tell some of them with a stack trace, or not at all. */
final class PortSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** 0 is any that is free. */
    private static final int LAST = 65_535;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(context.getEnvironment());
    }

    /** @throws SettingException for the first that cannot be one */
    static void check(Environment environment) {
        String server = environment.getProperty("server.port", "0");
        String management = environment.getProperty("management.server.port", "0");
        check("SERVER_PORT", server);
        check("MANAGEMENT_PORT", management);
        // Health would listen where REST does, and ask for a key.
        if (Integer.parseInt(management) == Integer.parseInt(server) && Integer.parseInt(server) > 0) {
            throw new SettingException("MANAGEMENT_PORT", management, "another port than SERVER_PORT is allowed");
        }
    }

    private static void check(String variable, String port) {
        if (!NUMBER.matcher(port).matches() || Integer.parseInt(port) > LAST) {
            throw new SettingException(variable, port, "a whole number from 0 to " + LAST + " is allowed");
        }
    }
}
