package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.FindQuery;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.sim.SimReference;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.Reader;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, one call. In: the headers of {@link OnomondoConstants}, and a body where something is updated. Out: the
 * API's JSON as it came, as {@code byte[]}; for {@code updateSims}, which takes a list of {@link SimUpdate} or a supplier
 * of one, a {@link io.github.camelonomondo.api.BulkAnswer}. Other headers are neither sent nor added. Blocking.
 */
final class OnomondoProducer extends DefaultProducer {

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
        exchange.getMessage().setBody(answer(exchange));
    }

    private Object answer(Exchange exchange) throws NoSuchHeaderException, InvalidPayloadException {
        OnomondoApi api = causedBy(exchange, endpoint.api());
        Priority priority = endpoint.getPriority();
        return switch (endpoint.getOperation()) {
            case listSims -> api.listSims(queryOf(exchange.getMessage()), priority);
            case findSims -> api.findSims(searchOf(exchange), priority);
            case getSim -> api.getSim(sim(exchange), priority);
            case updateSim -> api.updateSim(sim(exchange), jsonOf(exchange.getMessage()), priority);
            case updateSims -> api.updateSims(updates(exchange), priority);
            case addTag -> api.addTag(sim(exchange), tag(exchange), priority);
            case removeTag -> api.removeTag(sim(exchange), tag(exchange), priority);
            case listTags -> api.listTags(priority);
            case changes -> throw new UnsupportedOperationException(endpoint.getEndpointUri());
        };
    }

    /** JSON is UTF-8, whatever charset the exchange has been given by others. */
    private static byte[] jsonOf(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        return body instanceof CharSequence || body instanceof Reader
                ? message.getMandatoryBody(String.class).getBytes(UTF_8)
                : message.getMandatoryBody(byte[].class);
    }

    private static SimQuery queryOf(Message message) {
        List<?> filters = message.getHeader(OnomondoConstants.FILTER) instanceof List<?> several
                ? several
                : present(message.getHeader(OnomondoConstants.FILTER, String.class));
        return new SimQuery(
                message.getHeader(OnomondoConstants.LIMIT, Integer.class),
                message.getHeader(OnomondoConstants.NEXT_PAGE, String.class),
                filters.stream().map(String::valueOf).toList());
    }

    private static List<String> present(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text);
    }

    private static FindQuery searchOf(Exchange exchange) throws NoSuchHeaderException {
        Message message = exchange.getMessage();
        return new FindQuery(
                ExchangeHelper.getMandatoryHeader(exchange, OnomondoConstants.SEARCH, String.class),
                message.getHeader(OnomondoConstants.LIMIT, Integer.class),
                message.getHeader(OnomondoConstants.OFFSET, Integer.class));
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

    private static Supplier<List<SimUpdate>> updates(Exchange exchange) throws InvalidPayloadException {
        if (exchange.getMessage().getBody() instanceof Supplier<?> supplier) {
            return () -> listOf((List<?>) supplier.get());
        }
        List<?> body = exchange.getMessage().getMandatoryBody(List.class);
        return () -> listOf(body);
    }

    private static List<SimUpdate> listOf(List<?> body) {
        return body.stream().map(SimUpdate.class::cast).toList();
    }
}
