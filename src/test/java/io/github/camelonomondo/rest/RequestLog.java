package io.github.camelonomondo.rest;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The line that a request leaves. */
final class RequestLog {

    private RequestLog() {}

    /** What a class of ours logs from now on, debug included. */
    static List<ILoggingEvent> linesOf(Class<?> ours) {
        var logger = (Logger) LoggerFactory.getLogger(ours);
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
        return lines.list;
    }

    /** @param path as the line shows it; a line of a request before it may still come */
    static ILoggingEvent lineOf(String path, Runnable request) {
        var logger = (Logger) LoggerFactory.getLogger("io.github.camelonomondo.boot.rest.RestLogFilter");
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        logger.addAppender(lines);
        try {
            request.run();
            // The line is written after the answer is.
            return await().until(
                            () -> lines.list.stream()
                                    .filter(line -> isOf(path, line))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static boolean isOf(String path, ILoggingEvent line) {
        return line.getKeyValuePairs().stream().anyMatch(pair -> pair.key.equals("path") && path.equals(pair.value));
    }
}
