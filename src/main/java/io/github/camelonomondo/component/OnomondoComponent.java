package io.github.camelonomondo.component;

import io.github.camelonomondo.api.OnomondoApi;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates {@link OnomondoEndpoint}s, which share one {@link OnomondoApi} and so one budget. */
@Component("onomondo")
public class OnomondoComponent extends DefaultComponent {

    @Metadata(autowired = true, label = "advanced", description = "The API to call.")
    private @Nullable OnomondoApi api;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new OnomondoEndpoint(uri, this, OnomondoOperation.valueOf(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    OnomondoApi api() {
        if (api == null) {
            throw new IllegalStateException("onomondo: needs an API key");
        }
        return api;
    }

    public @Nullable OnomondoApi getApi() {
        return api;
    }

    /** Instead of the API at {@code apiUrl}. */
    public void setApi(@Nullable OnomondoApi api) {
        this.api = api;
    }
}
