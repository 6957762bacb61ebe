package io.github.camelonomondo.boot;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
import org.apache.kafka.common.security.JaasUtils;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * That a client of Kafka can log in as it is told to. Kafka's clients make sure of it at their first connection only, and a mechanism that
 * nobody has looks to them like a broker that is away.
 */
final class SaslMechanisms {

    private static final String JAAS = SettingException.variable("kafka." + SaslConfigs.SASL_JAAS_CONFIG);

    private static final Set<String> PROTOCOLS =
            Set.of(SecurityProtocol.SASL_PLAINTEXT.name, SecurityProtocol.SASL_SSL.name);

    /** With these an operator's own classes add mechanisms, when a client is made. */
    private static final Set<String> OF_OTHERS = Set.of(
            SaslConfigs.SASL_LOGIN_CLASS,
            SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
            SecurityConfig.SECURITY_PROVIDERS_CONFIG);

    private static final Map<String, String> OF_KAFKA = Map.of(
            PlainLoginModule.class.getName(), "PLAIN",
            ScramLoginModule.class.getName(), "SCRAM-SHA-256 or SCRAM-SHA-512",
            OAuthBearerLoginModule.class.getName(), "OAUTHBEARER");

    private SaslMechanisms() {}

    /**
     * Loads the login module, which brings its mechanisms along.
     *
     * @param settings of the client by Kafka's names
     * @throws SettingException if they ask for SASL and have no login module, or no mechanism that is there
     */
    static void require(Map<String, Object> settings) {
        Map<String, Object> client = ConfigProviders.lookedUp(settings);
        // What else stands there Kafka's clients refuse, and say what is allowed.
        if (!PROTOCOLS.contains(
                text(client, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "").toUpperCase(Locale.ROOT))) {
            return;
        }
        List<String> modules = loginModules(client);
        modules.forEach(SaslMechanisms::load);
        if (!Collections.disjoint(client.keySet(), OF_OTHERS)) {
            return;
        }
        if (!client.containsKey(SaslConfigs.SASL_MECHANISM)) {
            refuseDefaultFor(modules);
        }
        String mechanism = text(client, SaslConfigs.SASL_MECHANISM, SaslConfigs.DEFAULT_SASL_MECHANISM);
        if (!known().contains(mechanism)) {
            throw new SettingException(
                    "kafka." + SaslConfigs.SASL_MECHANISM,
                    mechanism,
                    "a mechanism that the login module of " + JAAS
                            + " has is allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI");
        }
    }

    /** None of Kafka's own modules has the default, GSSAPI, though the JDK knows it. */
    private static void refuseDefaultFor(List<String> modules) {
        if (!modules.isEmpty() && OF_KAFKA.keySet().containsAll(modules)) {
            throw new SettingException(SettingException.variable("kafka." + SaslConfigs.SASL_MECHANISM)
                    + " is missing: " + OF_KAFKA.get(modules.get(0)) + " is allowed with this login module, and not "
                    + SaslConfigs.DEFAULT_SASL_MECHANISM + ", the default");
        }
    }

    /** What Kafka says of a value may show a part of it, maybe of the password. */
    private static List<String> loginModules(Map<String, Object> client) {
        var settings = new HashMap<String, Object>(client);
        settings.computeIfPresent(SaslConfigs.SASL_JAAS_CONFIG, (name, config) -> new Password(config.toString()));
        try {
            return JaasContext.loadClientContext(settings).configurationEntries().stream()
                    .map(AppConfigurationEntry::getLoginModuleName)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    settings.containsKey(SaslConfigs.SASL_JAAS_CONFIG)
                            ? JAAS + ": it is no JAAS configuration that Kafka takes: one login module, its control"
                                    + " flag and its options, closed with ';', is allowed"
                            : JAAS + orEntryInFile() + " is missing: KAFKA_SECURITY_PROTOCOL needs a login module");
        } catch (SecurityException e) {
            throw new SettingException(JaasUtils.JAVA_LOGIN_CONFIG_PARAM + "="
                    + System.getProperty(JaasUtils.JAVA_LOGIN_CONFIG_PARAM, "~/.java.login.config")
                    + ": a JAAS file that is there and can be read is allowed, or " + JAAS);
        }
    }

    private static String orEntryInFile() {
        return System.getProperty(JaasUtils.JAVA_LOGIN_CONFIG_PARAM) == null
                ? ""
                : " or a KafkaClient entry in the file of " + JaasUtils.JAVA_LOGIN_CONFIG_PARAM;
    }

    private static void load(String module) {
        try {
            Class.forName(module, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new SettingException(JAAS + ": there is no such login module,"
                    + " org.apache.kafka.common.security.plain.PlainLoginModule, for example, is allowed");
        } catch (LinkageError e) {
            throw new SettingException(JAAS + ": its login module cannot be loaded, "
                    + e.toString().lines().findFirst().orElse("")
                    + "; one with all that it needs beside it is allowed");
        }
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
