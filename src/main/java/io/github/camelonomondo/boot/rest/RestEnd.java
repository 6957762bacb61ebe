package io.github.camelonomondo.boot.rest;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The end of a request, which for one that a route answers is later than the end of the filters.
 *
 * @param then what to do at it, once
 */
record RestEnd(Runnable then) implements AsyncListener {

    /** To be called when the filters after the caller are done. */
    static void of(HttpServletRequest request, Runnable then) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new RestEnd(then));
        } else {
            then.run();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        then.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
