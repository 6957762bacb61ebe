package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.Faults;
import io.github.camelonomondo.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** What Spring MVC refuses before a route begins, in the same words as what the routes refuse. */
public final class RestProblems implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @org.jspecify.annotations.Nullable Object handler,
            Exception thrown) {
        try {
            // An IOException: the caller is gone.
            if (!response.isCommitted() && !(thrown instanceof IOException)) {
                write(problemOf(thrown), request, response);
            }
        } catch (IOException e) {
            // The caller is gone.
        }
        return new ModelAndView();
    }

    static Problem problemOf(Exception thrown) {
        if (thrown instanceof AsyncRequestTimeoutException) {
            return new Problem(
                    504, "deadline_exceeded", "no answer in time; what was asked may or may not have been done");
        }
        if (thrown instanceof TaskRejectedException) {
            return busy("too many requests are under way");
        }
        if (thrown instanceof ErrorResponse it) {
            var allow = it.getHeaders().getAllow();
            return allow.isEmpty() ? ofStatus(it.getStatusCode()) : notAllowed(allow);
        }
        return Faults.problemOf(thrown);
    }

    /** What a path takes. HEAD comes with GET, and OPTIONS with everything. */
    private static Problem notAllowed(Set<HttpMethod> methods) {
        var names = methods.stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        var allow = String.join(", ", names);
        return new Problem(405, "method_not_allowed", "this path takes " + allow).withHeader("Allow", allow);
    }

    public static Problem busy(String detail) {
        return new Problem(503, "busy", detail).withHeader("Retry-After", "1");
    }

    /** What can be said if nothing but the status is known. */
    static Problem ofStatus(HttpStatusCode status) {
        var phrase = Optional.ofNullable(HttpStatus.resolve(status.value()))
                .map(HttpStatus::getReasonPhrase)
                .orElse("error");
        var inWords = phrase.toLowerCase(Locale.ROOT);
        var detail = switch (status.value()) {
            case 400 ->
                "this is no request that HTTP knows: its first line, a header or the encoding of its body is malformed"
                        + " or too long";
            case 404 -> "there is nothing under this path";
            default -> inWords;
        };
        return new Problem(status.value(), inWords.replace(' ', '_'), detail);
    }

    public static void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] json =
                problem.toJson(Optional.ofNullable(request.getRequestURI()).orElse("/"));
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
