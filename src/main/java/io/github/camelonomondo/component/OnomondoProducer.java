package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.FindQuery;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.sim.SimReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, one call; {@code getSim} and {@code listTags} may need another. In: the headers of {@link OnomondoConstants}, and a body where something is updated. Out: the
 * API's JSON as it came, as {@code byte[]}; for {@code updateSims} a {@link io.github.camelonomondo.api.BulkAnswer}. Other
 * headers are neither sent nor added. Blocking.
 */
final class OnomondoProducer extends DefaultProducer {

    private static final int LONGEST_SHOWN = 40;

    private final OnomondoEndpoint endpoint;

    OnomondoProducer(OnomondoEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** What the component is told wrong is found out now, and not by the first message. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.api();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Object answer = answer(exchange);
        exchange.getMessage().setBody(answer);
        if (answer instanceof byte[]) { // text is made of it by the charset that the exchange names
            exchange.getMessage().removeHeader(Exchange.CHARSET_NAME);
            exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, UTF_8.name());
        }
    }

    private Object answer(Exchange exchange) throws NoSuchHeaderException, InvalidPayloadException {
        OnomondoApi api = causedBy(exchange, endpoint.api());
        Priority priority = endpoint.getPriority();
        return switch (endpoint.getOperation()) {
            case listSims -> api.listSims(queryOf(exchange.getMessage()), priority);
            case findSims -> api.findSims(searchOf(exchange), priority);
            case getSim -> api.getSim(sim(exchange), priority);
            case updateSim -> {
                var update = OneUpdate.in(exchange);
                yield api.updateSim(update.sim(), update.json(), priority);
            }
            case updateSims -> api.updateSims(SimUpdates.in(exchange), priority);
            case addTag -> api.addTag(sim(exchange), tag(exchange), priority);
            case removeTag -> api.removeTag(sim(exchange), tag(exchange), priority);
            case listTags -> api.listTags(priority);
            case changes -> throw new UnsupportedOperationException(endpoint.getEndpointUri());
        };
    }

    private static SimQuery queryOf(Message message) {
        return new SimQuery(
                numberIn(message, OnomondoConstants.LIMIT),
                message.getHeader(OnomondoConstants.NEXT_PAGE, String.class),
                filtersIn(message.getHeader(OnomondoConstants.FILTER)));
    }

    private static List<String> filtersIn(@Nullable Object header) {
        if (header == null) {
            return List.of();
        }
        if (header instanceof CharSequence text) {
            return text.isEmpty() ? List.of() : List.of(text.toString());
        }
        if (header instanceof Iterable<?> || header instanceof Object[]) {
            var filters = new ArrayList<String>();
            ObjectHelper.createIterable(header).forEach(filter -> filters.add(String.valueOf(filter)));
            return filters;
        }
        throw new IllegalArgumentException(OnomondoConstants.FILTER
                + ": key:value as a text, or a list or an array of them, is allowed, and no "
                + header.getClass().getName());
    }

    private static FindQuery searchOf(Exchange exchange) throws NoSuchHeaderException {
        Message message = exchange.getMessage();
        return new FindQuery(
                ExchangeHelper.getMandatoryHeader(exchange, OnomondoConstants.SEARCH, String.class),
                numberIn(message, OnomondoConstants.LIMIT),
                numberIn(message, OnomondoConstants.OFFSET));
    }

    private static @Nullable Integer numberIn(Message message, String header) {
        Object value = message.getHeader(header);
        if (value == null) {
            return null;
        }
        Integer number = message.getExchange().getContext().getTypeConverter().tryConvertTo(Integer.class, value);
        boolean isCut = value instanceof Number given && number != null && given.doubleValue() != number;
        if (number == null || isCut) {
            throw new IllegalArgumentException(header + ": a whole number is allowed, and not '"
                    + StringHelper.limitLength(value.toString(), LONGEST_SHOWN) + "'");
        }
        return number;
    }

    private static SimReference sim(Exchange exchange) throws NoSuchHeaderException {
        return SimReference.of(ExchangeHelper.getMandatoryHeader(exchange, OnomondoConstants.SIM, String.class));
    }

    private static String tag(Exchange exchange) throws NoSuchHeaderException {
        return ExchangeHelper.getMandatoryHeader(exchange, OnomondoConstants.TAG, String.class);
    }

    private static OnomondoApi causedBy(Exchange exchange, OnomondoApi api) {
        if (exchange.getMessage().getBody() instanceof Caused caused) {
            return api.causedBy(caused);
        }
        return exchange.getProperty(TraceContext.PROPERTY) instanceof TraceContext cause
                ? api.causedBy(() -> List.of(cause))
                : api;
    }
}
