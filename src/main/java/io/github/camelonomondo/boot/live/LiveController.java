package io.github.camelonomondo.boot.live;

import io.github.camelonomondo.boot.rest.RestProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code GET /live}: a stream of server-sent events. A route of Camel's would hold the answer back until its end. */
@RestController
final class LiveController {

    private final Live live;

    LiveController(Live live) {
        this.live = live;
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Nullable
    SseEmitter stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var emitter = live.watch();
        if (emitter == null) {
            RestProblems.write(RestProblems.busy("many are looking on already"), request, response);
        }
        return emitter;
    }
}
