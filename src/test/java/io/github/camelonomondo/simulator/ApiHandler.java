package io.github.camelonomondo.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Takes a call in, lets the budget, the faults and the key have their say, and sends the answer. */
final class ApiHandler implements HttpHandler {

    private final Calls calls;
    private final Faults faults;
    private final RateWindow rate;
    private final Behaviour behaviour;
    private final Resources resources;

    ApiHandler(Fleet fleet, Calls calls, Faults faults, RateWindow rate, Behaviour behaviour) {
        this.calls = calls;
        this.faults = faults;
        this.rate = rate;
        this.behaviour = behaviour;
        this.resources = new Resources(fleet, behaviour);
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (http) {
            var request = Request.read(http, calls);
            Answer answer;
            calls.begin(request.call());
            try {
                answer = answer(http, request);
                request.call().answered(answer.isDelivered() ? answer.status() : 0);
            } finally {
                calls.end(); // whoever has the answer may make the next call at once
            }
            answer.send(http);
        }
    }

    private Answer answer(HttpExchange http, Request request) throws IOException {
        if (!rate.admit(http.getResponseHeaders())) {
            return Answer.error(429);
        }
        var early = early(request.call());
        if (early.isPresent()) {
            return early.get();
        }
        var authorization = http.getRequestHeaders().getFirst("Authorization");
        if (!behaviour.accepts(request.call().keyForm(), authorization)) {
            return Answer.error(401);
        }
        List<Effect> late = faults.late(request.call());
        var answer = resources.serve(request, late);
        for (Effect effect : late) {
            answer = effect.leave(request.call(), answer);
        }
        return answer;
    }

    private Optional<Answer> early(Call call) throws IOException {
        Optional<Answer> answer = Optional.empty();
        for (Effect effect : faults.early(call)) {
            effect.arrive(call);
            answer = answer.or(effect::instead);
        }
        return answer;
    }
}
