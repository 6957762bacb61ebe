package io.github.camelonomondo.boot.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Somebody who looks on. Who reads too slowly misses the oldest of what waits. */
final class LiveWatcher {

    private static final int MOST_WAITING = 256;

    private static final LiveEvent END = new LiveEvent("end", JsonNodeFactory.instance.objectNode());

    private final SseEmitter emitter = new SseEmitter(0L);
    private final BlockingQueue<LiveEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    SseEmitter emitter() {
        return emitter;
    }

    void offer(LiveEvent event) {
        while (!waiting.offer(event)) {
            waiting.poll();
        }
    }

    /** Nothing more is to be sent. */
    void end() {
        offer(END);
    }

    /** Sends what is offered until its end, or until the other end is gone. Not to be interrupted: half a line would be sent. */
    void sendOnAndOn() {
        try {
            for (var event = waiting.take(); !END.equals(event); event = waiting.take()) {
                emitter.send(SseEmitter.event().name(event.name()).data(event.data(), MediaType.APPLICATION_JSON));
            }
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            emitter.completeWithError(e);
        }
    }
}
