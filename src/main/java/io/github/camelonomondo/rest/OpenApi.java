package io.github.camelonomondo.rest;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published contract, {@code openapi.yaml}, as JSON. */
public final class OpenApi {

    private final byte[] json;

    private OpenApi(byte[] json) {
        this.json = json;
    }

    /** Reads the contract from the class path, once. */
    public static OpenApi load() throws IOException {
        try (InputStream yaml = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (yaml == null) {
                throw new IOException("openapi.yaml is not on the class path");
            }
            var contract = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
            return new OpenApi(Json.write(contract));
        }
    }

    /** {@code GET /openapi.json}. */
    public void json(Exchange exchange) {
        Request.open(exchange).message().setBody(bytes());
    }

    byte[] bytes() {
        return json.clone();
    }
}
