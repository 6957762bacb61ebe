package io.github.camelonomondo.boot;

import java.io.IOException;
import org.apache.camel.FailedToCreateRouteException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Why a file of routes cannot be read, or a route of it cannot be made, in one line. */
final class RouteFailure {

    /** The whole route, as Camel writes it. */
    private static final String THE_ROUTE = "(: | in route: )Route\\(.*? because: ";

    private static final String EMPTY = "Resource is empty";

    private RouteFailure() {}

    /** What {@code cause} says, with file and line where it does; null if it is about no route. */
    static @Nullable String reasonIn(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return reasonIn(yaml);
        }
        if (cause instanceof FailedToCreateRouteException route) {
            return inOneLine(route.getMessage()).replaceFirst(THE_ROUTE, ": ");
        }
        boolean isEmpty = cause instanceof IOException
                && String.valueOf(cause.getMessage()).startsWith(EMPTY);
        return isEmpty ? inOneLine(cause.getMessage()) : null;
    }

    private static String reasonIn(MarkedYamlEngineException yaml) {
        String problem = inOneLine(yaml.getProblem());
        return yaml.getProblemMark()
                .map(mark -> mark.getName() + ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)
                        + ": " + problem)
                .orElse(problem);
    }

    private static String inOneLine(@Nullable String message) {
        return String.valueOf(message).strip().replaceAll("\\s+", " ");
    }
}
