package io.github.camelonomondo.component;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** One operation, one call. Blocking. */
final class OnomondoProducer extends DefaultProducer {

    OnomondoProducer(OnomondoEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        throw new UnsupportedOperationException(getEndpoint().getEndpointUri());
    }
}
