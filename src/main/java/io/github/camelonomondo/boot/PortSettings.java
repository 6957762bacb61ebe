package io.github.camelonomondo.boot;

import java.util.regex.Pattern;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses ports that are none, before anything is started; Boot would tell some of them with a stack trace, or not at all. */
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
        check("SERVER_PORT", environment.getProperty("server.port", "0"));
        check("MANAGEMENT_PORT", environment.getProperty("management.server.port", "0"));
    }

    private static void check(String variable, String port) {
        if (!NUMBER.matcher(port).matches() || Integer.parseInt(port) > LAST) {
            throw new SettingException(variable, port, "a whole number from 0 to " + LAST + " is allowed");
        }
    }
}
