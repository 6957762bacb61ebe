package io.github.camelonomondo.support;

import java.util.List;
import java.util.Map;

/** SASL_SSL with one user, who has a SCRAM-SHA-512 password; the broker comes in the same way. */
public final class ScramDoor implements KafkaBroker.Door {

    private static final String MECHANISM = "SCRAM-SHA-512";

    private final TlsKeys tls;
    private final String user;
    private final String password;

    public ScramDoor(TlsKeys tls, String user, String password) {
        this.tls = tls;
        this.user = user;
        this.password = password;
    }

    @Override
    public String protocol() {
        return "SASL_SSL";
    }

    @Override
    public Map<String, String> brokerSettings() {
        return Map.of(
                "sasl.enabled.mechanisms", MECHANISM,
                "sasl.mechanism.inter.broker.protocol", MECHANISM,
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", login(),
                "ssl.keystore.location", tls.keys().toString(),
                "ssl.keystore.password", tls.password(),
                "ssl.key.password", tls.password(),
                "ssl.truststore.location", tls.trust().toString(),
                "ssl.truststore.password", tls.password());
    }

    @Override
    public List<String> scramUsers() {
        return List.of(MECHANISM + "=[name=" + user + ",password=" + password + "]");
    }

    /** What a client has to be set to. */
    public Map<String, Object> clientSettings() {
        return Map.of(
                "security.protocol",
                protocol(),
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(),
                "ssl.truststore.location",
                tls.trust().toString(),
                "ssl.truststore.password",
                tls.password());
    }

    private String login() {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }
}
