package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.Faults;
import io.github.camelonomondo.rest.Problem;
import io.github.camelonomondo.rest.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets in who has a key or a token. The pages and the contract are for everybody; the calls made from them are not. With no key set
 * the port is open to this machine alone, and only under its own names, so that no web page can reach it by a name of its
 * own (DNS rebinding).
 */
final class RestKeyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** The request attribute that holds the name of the key, or the subject of the token. */
    static final String CALLER = RestKeyFilter.class.getName() + ".caller";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> PAGES = Set.of(
            "/",
            "/index.html",
            "/pages.css",
            "/live.js",
            "/swagger-ui.html",
            "/try-it-out.js",
            "/openapi.json",
            "/asyncapi.yaml");
    private static final List<String> PAGE_FILES = List.of("/swagger-ui/", "/schemas/");
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final transient RestCallers callers;

    RestKeyFilter(RestCallers callers) {
        this.callers = callers;
    }

    /** True for what everybody may read. */
    static boolean isPage(HttpServletRequest request) {
        var path = request.getRequestURI();
        return READING.contains(request.getMethod())
                && (PAGES.contains(path) || (PAGE_FILES.stream().anyMatch(path::startsWith) && !path.contains("..")));
    }

    /** Names of hosts have no case, and may end with a dot. */
    private static boolean isOwn(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        return OWN_NAMES.contains(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (callers.isEverybody()) {
            if (isOwn(request.getServerName())) {
                chain.doFilter(request, response);
            } else {
                RestProblems.write(
                        new Problem(403, "host_forbidden", "without API keys this port answers to localhost only"),
                        request,
                        response);
            }
            return;
        }
        if (isPage(request)) {
            chain.doFilter(request, response);
            return;
        }
        var sent = request.getHeader("Authorization");
        String caller;
        try {
            caller = callers.nameOf(sent);
        } catch (ProblemException e) {
            RestProblems.write(Faults.problemOf(e), request, response);
            return;
        }
        if (caller != null) {
            request.setAttribute(CALLER, caller);
            chain.doFilter(request, response);
            return;
        }
        RestProblems.write(
                new Problem(
                                401,
                                "unauthorized",
                                sent == null ? "an API key is needed" : "this key or token is not known")
                        .withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"camel-onomondo\"" + (sent == null ? "" : ", error=\"invalid_token\"")),
                request,
                response);
    }
}
