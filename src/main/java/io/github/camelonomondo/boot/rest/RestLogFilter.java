package io.github.camelonomondo.boot.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for every request: who asked for what, and what came of it. No query, no body, no key, no whole ICCID. */
final class RestLogFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RestLogFilter.class);
    private static final Pattern ICCID = Pattern.compile("[0-9]{11,}(?=[0-9]{4})");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long begin = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            RestEnd.of(request, () -> log(request, response, begin));
        }
    }

    private static void log(HttpServletRequest request, HttpServletResponse response, long begin) {
        var caller = request.getAttribute(RestKeyFilter.CALLER);
        LOG.atInfo()
                .addKeyValue("method", request.getMethod())
                .addKeyValue("path", ICCID.matcher(request.getRequestURI()).replaceAll("…"))
                .addKeyValue("status", response.getStatus())
                .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .addKeyValue("key", caller == null ? "-" : caller)
                .log("request answered");
    }
}
