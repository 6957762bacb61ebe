package io.github.camelonomondo.boot;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.sasl.Sasl;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * That a client of Kafka can log in as it is told to. Kafka's clients make sure of it at their first connection only, and a mechanism that
 * nobody has looks to them like a broker that is away.
 */
final class SaslMechanisms {

    private static final String JAAS = SettingException.variable("kafka." + SaslConfigs.SASL_JAAS_CONFIG);

    /** With these an operator's own classes add mechanisms, when a client is made. */
    private static final Set<String> OF_OTHERS = Set.of(
            SaslConfigs.SASL_LOGIN_CLASS,
            SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
            SecurityConfig.SECURITY_PROVIDERS_CONFIG);

    private SaslMechanisms() {}

    /**
     * Loads the login module, which brings its mechanisms along.
     *
     * @param client its settings by Kafka's names
     * @throws SettingException if they ask for SASL and have no login module, or a mechanism that is not there
     */
    static void require(Map<String, Object> client) {
        if (!text(client, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "")
                .toUpperCase(Locale.ROOT)
                .startsWith("SASL_")) {
            return;
        }
        String mechanism = text(client, SaslConfigs.SASL_MECHANISM, SaslConfigs.DEFAULT_SASL_MECHANISM);
        loadLoginModules(client);
        if (Collections.disjoint(client.keySet(), OF_OTHERS) && !known().contains(mechanism)) {
            throw new SettingException(
                    "kafka." + SaslConfigs.SASL_MECHANISM,
                    mechanism,
                    "a mechanism that the login module of " + JAAS
                            + " has is allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI");
        }
    }

    private static void loadLoginModules(Map<String, Object> client) {
        var settings = new HashMap<String, Object>(client);
        settings.computeIfPresent(SaslConfigs.SASL_JAAS_CONFIG, (name, config) -> new Password(config.toString()));
        try {
            for (AppConfigurationEntry entry :
                    JaasContext.loadClientContext(settings).configurationEntries()) {
                Class.forName(
                        entry.getLoginModuleName(), true, Thread.currentThread().getContextClassLoader());
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    settings.containsKey(SaslConfigs.SASL_JAAS_CONFIG)
                            ? JAAS + ": " + withoutQuotes(e) + ", MODULE required NAME=\"VALUE\" ...; is allowed"
                            : JAAS + " is missing: KAFKA_SECURITY_PROTOCOL needs a login module");
        } catch (ClassNotFoundException e) {
            throw new SettingException(JAAS + ": there is no such login module,"
                    + " org.apache.kafka.common.security.plain.PlainLoginModule, for example, is allowed");
        }
    }

    /** What stands in quotes is a part of the value, maybe of the password. */
    private static String withoutQuotes(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replaceAll("'[^']*'", "'…'");
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (var factory : Collections.list(Sasl.getSaslClientFactories())) {
            Collections.addAll(known, factory.getMechanismNames(Map.of()));
        }
        return known;
    }

    private static String text(Map<String, Object> client, String name, String otherwise) {
        return String.valueOf(client.getOrDefault(name, otherwise)).strip();
    }
}
