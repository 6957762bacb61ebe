package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Decides whether an update may be applied; its codes follow the API's style. */
final class SimUpdateCheck {

    private SimUpdateCheck() {}

    /** The error code of the first property that cannot be applied, or nothing. */
    static Optional<String> refusal(JsonNode update, Catalogue catalogue) {
        if (!update.isObject()) {
            return Optional.of("body_invalid");
        }
        return update.properties().stream()
                .map(property -> refusal(property, catalogue))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> refusal(Map.Entry<String, JsonNode> property, Catalogue catalogue) {
        var value = property.getValue();
        return switch (property.getKey()) {
            case "id" -> Optional.empty();
            case "label", "imei_lock" -> unless(value.isTextual() || value.isNull(), property.getKey() + "_invalid");
            case "connector" -> name(value, "connector", catalogue.hasConnector(value.asText()));
            case "network_whitelist" -> name(value, "network_whitelist", catalogue.hasNetworkList(value.asText()));
            case "activated" -> unless(value.isBoolean(), "activated_invalid");
            case "data_limit" -> unless(DataLimit.accepts(value), "data_limit_invalid");
            case "technologies" -> unless(value.isObject(), "technologies_invalid");
            case "tags" -> tags(value, catalogue);
            default -> Optional.of("property_unknown");
        };
    }

    private static Optional<String> name(JsonNode value, String property, boolean known) {
        if (!value.isTextual() && !value.isNull()) {
            return Optional.of(property + "_invalid");
        }
        return unless(value.isNull() || known, property + "_not_found");
    }

    private static Optional<String> tags(JsonNode value, Catalogue catalogue) {
        if (!value.isArray()) {
            return Optional.of("tags_invalid");
        }
        boolean known = StreamSupport.stream(value.spliterator(), false)
                .allMatch(id -> id.isTextual() && catalogue.find(id.textValue()).isPresent());
        return unless(known, "tag_not_found");
    }

    private static Optional<String> unless(boolean fine, String code) {
        return fine ? Optional.empty() : Optional.of(code);
    }
}
