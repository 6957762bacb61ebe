package io.github.camelonomondo.boot.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.rest.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Reads the body, of a size and type that the operation takes; Camel would read one of any size. Only a few large ones
 * are in memory at once.
 */
final class RestBodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 256 * 1024;
    private static final int MOST_OF_MANY = 8 * 1024 * 1024;
    private static final int LARGE_AT_ONCE = 8;
    private static final String COMMANDS = "/commands";
    private static final Set<String> POSTED = Set.of(COMMANDS, "/control");
    private static final Set<String> OF_MANY = Set.of("/sims/bulk", COMMANDS);

    private final transient Semaphore large = new Semaphore(LARGE_AT_ONCE);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        int most = OF_MANY.contains(request.getRequestURI()) ? MOST_OF_MANY : MOST;
        long length = request.getContentLengthLong();
        if (!isPlain(request)) {
            RestProblems.write(
                    new Problem(415, "unsupported_media_type", "the body may not be compressed")
                            .withHeader("Accept-Encoding", "identity"),
                    request,
                    response);
        } else if (!isTypeTaken(request)) {
            RestProblems.write(
                    new Problem(415, "unsupported_media_type", "the body has to be application/json in UTF-8"),
                    request,
                    response);
        } else if (length > most) {
            refuse(most, request, response);
        } else if (most == MOST || (length >= 0 && length <= MOST)) {
            read(most, request, response, chain);
        } else if (large.tryAcquire()) {
            try {
                read(most, request, response, chain);
            } finally {
                RestEnd.of(request, large::release);
            }
        } else {
            RestProblems.write(RestProblems.busy("other large requests are under way"), request, response);
        }
    }

    private static void read(int most, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            refuse(most, request, response);
        } else {
            chain.doFilter(new RestBody(request, body), response);
        }
    }

    private static void refuse(int most, HttpServletRequest request, HttpServletResponse response) throws IOException {
        RestProblems.write(
                new Problem(413, "body_too_large", "the body may have at most " + most + " bytes"), request, response);
    }

    /** What is packed stays so: there is nothing to gain in a few hundred bytes, and no limit to what may come out. */
    private static boolean isPlain(HttpServletRequest request) {
        var encoding = request.getHeader("Content-Encoding");
        return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity");
    }

    /** The API calls the header optional; a POST that any web page could make a browser send has to name it. */
    private static boolean isTypeTaken(HttpServletRequest request) {
        var type = request.getContentType();
        return switch (request.getMethod()) {
            case "PATCH" -> type == null || isJson(type);
            case "POST" ->
                !POSTED.contains(request.getRequestURI()) || (type == null ? !isOfABrowser(request) : isJson(type));
            default -> true;
        };
    }

    /** Each says from where with a POST, and on behalf of what. */
    private static boolean isOfABrowser(HttpServletRequest request) {
        return request.getHeader("Origin") != null
                || request.getHeader("Sec-Fetch-Site") != null
                || request.getHeader("Referer") != null;
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        try {
            var parsed = MediaType.parseMediaType(type);
            var charset = parsed.getCharset();
            return parsed.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equals(UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
