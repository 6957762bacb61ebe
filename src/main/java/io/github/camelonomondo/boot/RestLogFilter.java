package io.github.camelonomondo.boot;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
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
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Ending(request, response, begin));
            } else {
                log(request, response, begin);
            }
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

    private record Ending(HttpServletRequest request, HttpServletResponse response, long begin)
            implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            log(request, response, begin);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
