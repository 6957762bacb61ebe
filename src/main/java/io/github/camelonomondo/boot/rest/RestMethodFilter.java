package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.OtherThanSims;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Hands TRACE on as a method that nobody knows, to be refused like any of these. Tomcat would refuse it without a word, and
 * a servlet would send back what came, key and all. Says which methods {@code /sims/bulk} and {@code /sims/find} take: Spring would add
 * those of a SIM.
 */
final class RestMethodFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String TRACE = "TRACE";
    private static final String OPTIONS = "OPTIONS";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = request.getRequestURI();
        var methods = OtherThanSims.methodsOf(path);
        if (!methods.isEmpty() && OPTIONS.equals(request.getMethod())) {
            response.setHeader("Allow", OtherThanSims.allow(methods));
        } else if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
            RestProblems.write(OtherThanSims.notAllowed(path, methods), request, response);
        } else {
            chain.doFilter(TRACE.equals(request.getMethod()) ? new Unknown(request) : request, response);
        }
    }

    private static final class Unknown extends HttpServletRequestWrapper {

        Unknown(HttpServletRequest request) {
            super(request);
        }

        /** Methods are spelt as they are: this one is no TRACE. */
        @Override
        public String getMethod() {
            return "trace";
        }
    }
}
