package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Asks to come again while the routes are not there yet: the web server is up before them, and without this every path would be
 * answered 404, which says of a SIM that it does not exist.
 */
final class RestStartFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient BooleanSupplier isStarted;

    /** @param isStarted true when all routes are there */
    RestStartFilter(BooleanSupplier isStarted) {
        this.isStarted = isStarted;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isStarted.getAsBoolean()) {
            chain.doFilter(request, response);
        } else {
            RestProblems.write(
                    new Problem(503, "starting", "the connector starts, and will answer in some seconds")
                            .withHeader("Retry-After", "2"),
                    request,
                    response);
        }
    }
}
