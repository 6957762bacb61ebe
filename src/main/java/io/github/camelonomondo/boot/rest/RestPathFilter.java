package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Lets through what is written in one way only. The filters judge a path as it was sent, the routes match it decoded and
 * without its parameters: {@code /%63ommands} or {@code /commands;a} would be one thing to these and another to those. No
 * path here needs either.
 */
final class RestPathFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Pattern IN_OTHER_WORDS = Pattern.compile("[%;\\\\]|/\\.{1,2}(/|$)");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (IN_OTHER_WORDS.matcher(request.getRequestURI()).find()) {
            RestProblems.write(
                    new Problem(
                            400, "path_invalid", "a path has no percent-encoding, no parameters and no dot segments"),
                    request,
                    response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
