package io.github.camelonomondo.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.util.function.Suppliers;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published contract, {@code openapi.yaml}, as JSON. Read when it is first asked for, as that takes time that a start has not. */
public final class OpenApi {

    private final Supplier<byte[]> json = Suppliers.memorize(OpenApi::read);

    private static byte[] read() {
        try (InputStream yaml = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (yaml == null) {
                throw new IOException("openapi.yaml is not on the class path");
            }
            return Json.write(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("the contract of REST cannot be read", e);
        }
    }

    /** {@code GET /openapi.json}. */
    public void json(Exchange exchange) {
        Request.open(exchange).message().setBody(bytes());
    }

    byte[] bytes() {
        return json.get().clone();
    }
}
