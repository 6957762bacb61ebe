package io.github.camelonomondo.support;

import java.util.Map;

/** For everybody, without TLS, but what rules deny: as long as there is a rule for something, what it does not allow is denied. */
public final class GuardedDoor implements KafkaBroker.Door {

    @Override
    public String protocol() {
        return "PLAINTEXT";
    }

    @Override
    public Map<String, String> brokerSettings() {
        return Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found", "true");
    }
}
