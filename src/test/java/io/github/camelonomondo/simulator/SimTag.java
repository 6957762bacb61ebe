package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A tag as the API knows it; {@code color} may be null. */
public record SimTag(String id, String name, String color) {

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("id", id)
                .put("can_write", false)
                .put("color", color);
    }

    void write(JsonBytes out) {
        out.raw(JsonBytes.bytes("{\"name\":"))
                .text(name)
                .raw(JsonBytes.bytes(",\"id\":"))
                .text(id)
                .raw(JsonBytes.bytes(",\"can_write\":false,\"color\":"))
                .text(color)
                .raw('}');
    }
}
