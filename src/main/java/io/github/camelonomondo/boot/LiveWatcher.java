package io.github.camelonomondo.boot;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Somebody who looks on. Who reads too slowly misses the oldest of what waits. */
final class LiveWatcher {

    private static final int MOST_WAITING = 256;

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

    /** Sends what is offered until it is interrupted or the other end is gone. */
    void sendOnAndOn() {
        try {
            while (true) {
                var event = waiting.take();
                emitter.send(SseEmitter.event().name(event.name()).data(event.data(), MediaType.APPLICATION_JSON));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            emitter.completeWithError(e);
        }
    }
}
