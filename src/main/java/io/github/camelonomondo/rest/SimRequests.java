package io.github.camelonomondo.rest;

import io.github.camelonomondo.component.OnomondoConstants;
import io.github.camelonomondo.sim.SimReference;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The first step of every route about SIMs: from an HTTP request to what {@code onomondo:} takes, or to a problem. */
public final class SimRequests {

    private static final int MOST_SIMS = 1_000;
    private static final int MOST_OFFSET = 999_999_999;
    private static final int LONGEST_CURSOR = 1_024;
    private static final int LONGEST_SEARCH = 256;
    private static final int LONGEST_FILTER = 256;
    private static final int MOST_FILTERS = 20;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final Pattern FILTER =
            Pattern.compile("(online|activated):(true|false)|(connector|network_whitelist):.+", Pattern.DOTALL);

    /** {@code GET /sims}. */
    public void list(Exchange exchange) {
        var request = Request.open(exchange);
        var parameters = request.parameters("limit", "next_page", "filter");
        var filters = parameters.all("filter");
        if (filters.size() > MOST_FILTERS || !filters.stream().allMatch(SimRequests::isFilter)) {
            throw Query.invalid(
                    "filter",
                    "online:true|false, activated:true|false, connector:NAME or network_whitelist:NAME, at most "
                            + MOST_FILTERS + " of them");
        }
        var message = request.message();
        set(message, OnomondoConstants.LIMIT, parameters.number("limit", 1, MOST_SIMS));
        set(message, OnomondoConstants.NEXT_PAGE, parameters.text("next_page", LONGEST_CURSOR));
        set(message, OnomondoConstants.FILTER, filters.isEmpty() ? null : List.copyOf(filters));
        message.setBody(null);
    }

    /** {@code GET /sims/find}. */
    public void find(Exchange exchange) {
        var request = Request.open(exchange);
        var parameters = request.parameters("search", "limit", "offset");
        var search = parameters.text("search", LONGEST_SEARCH);
        if (search == null) {
            throw Query.invalid("search", "part of a SIM id or label, or a complete ICCID");
        }
        var message = request.message();
        set(message, OnomondoConstants.SEARCH, search);
        set(message, OnomondoConstants.LIMIT, parameters.number("limit", 1, MOST_SIMS));
        set(message, OnomondoConstants.OFFSET, parameters.number("offset", 0, MOST_OFFSET));
        message.setBody(null);
    }

    /** {@code GET /sims/{id}}. */
    public void get(Exchange exchange) {
        var request = Request.open(exchange);
        setSim(request);
        request.message().setBody(null);
    }

    /** {@code PATCH /sims/{id}}: the body goes on as it came. */
    public void update(Exchange exchange) {
        var request = Request.open(exchange);
        setSim(request);
        byte[] body = request.body();
        SimProperties.read(Json.read(body), "the body");
        request.message().setBody(body);
    }

    /** {@code PUT|DELETE /sims/{id}/tags/{tag}}. */
    public void tag(Exchange exchange) {
        var request = Request.open(exchange);
        setSim(request);
        var tag = request.segment(3);
        if (!TAG.matcher(tag).matches()) {
            throw ProblemException.badRequest("tag_id_invalid", "not the id of a tag: " + Quoted.of(tag));
        }
        set(request.message(), OnomondoConstants.TAG, tag);
        request.message().setBody(null);
    }

    /** A request without any input of its own. */
    public void plain(Exchange exchange) {
        Request.open(exchange).message().setBody(null);
    }

    private static void setSim(Request request) {
        var sim = request.segment(1);
        if (!SimReference.matches(sim)) {
            throw ProblemException.badRequest(
                    "sim_id_invalid", "a SIM is named by 9 digits or an ICCID of 19 or 20, not by " + Quoted.of(sim));
        }
        set(request.message(), OnomondoConstants.SIM, sim);
    }

    private static boolean isFilter(String filter) {
        return filter.length() <= LONGEST_FILTER && FILTER.matcher(filter).matches();
    }

    private static void set(Message message, String header, @Nullable Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
