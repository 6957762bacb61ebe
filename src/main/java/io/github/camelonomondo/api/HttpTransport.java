package io.github.camelonomondo.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request through Camel's {@code http} or {@code https} endpoint, so that TLS, proxies and pools are set the
 * way Camel users set them. Safe to share between threads.
 */
final class HttpTransport implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int FIRST_CHUNK = 8 * 1024;
    /** An endless answer must end somewhere: far above a page of 5,000 SIMs, and far above what is said of the SIMs of a bulk. */
    private static final int LARGEST_READ = 32 * 1024 * 1024;

    private static final int LARGEST_ANSWER = 1024 * 1024;

    private final HttpEndpoint endpoint;
    private final Producer producer;
    private final ScheduledThreadPoolExecutor timer;
    private final CallDeadline deadline;
    private final Duration callTimeout;

    HttpTransport(CamelContext context, ApiSettings settings) {
        this.callTimeout = settings.callTimeout();
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "onomondo-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        this.deadline = new CallDeadline(timer);
        this.endpoint = endpointIn(context, settings);
        try {
            this.producer = endpoint.createProducer();
        } catch (Exception e) {
            throw new IllegalStateException("cannot reach for " + settings.url(), e);
        }
        ServiceHelper.startService(endpoint, producer);
    }

    private HttpEndpoint endpointIn(CamelContext context, ApiSettings settings) {
        var options = new LinkedHashMap<String, Object>();
        options.put("throwExceptionOnFailure", false);
        options.put("copyHeaders", false);
        options.put("disableStreamCache", true);
        options.put("followRedirects", false);
        options.put("connectionsPerRoute", settings.inFlight());
        options.put("maxTotalConnections", settings.inFlight());
        long connect = Math.min(LONGEST_CONNECT.toMillis(), callTimeout.toMillis());
        options.put("connectTimeout", Timeout.ofMilliseconds(connect));
        options.put("connectionRequestTimeout", Timeout.ofMilliseconds(callTimeout.toMillis()));
        options.put("responseTimeout", Timeout.ofMilliseconds(callTimeout.toMillis()));
        options.put("soTimeout", Timeout.ofMilliseconds(callTimeout.toMillis()));
        // One of our own: the context would hand out the same for the same URL, and whoever closes it closes it for
        // all.
        try {
            var component = context.getComponent(settings.url().getScheme(), HttpComponent.class);
            options.put("httpClientConfigurer", afterThatOf(component));
            return (HttpEndpoint) OwnHttp.connectingAs(component)
                    .createEndpoint(settings.url().toString(), options);
        } catch (Exception e) {
            throw new IllegalStateException("no Camel HTTP endpoint for " + settings.url(), e);
        }
    }

    /** What the application wants of its HTTP clients, and then what a call must not do. */
    private HttpClientConfigurer afterThatOf(HttpComponent component) {
        HttpClientConfigurer theirs = component.getHttpClientConfigurer();
        return theirs == null ? this::configure : CompositeHttpConfigurer.combineConfigurers(theirs, this::configure);
    }

    private void configure(HttpClientBuilder client) {
        // The client would repeat 429 and 503 by itself after a second, a PATCH as well.
        client.disableAutomaticRetries();
        client.disableCookieManagement();
        client.disableAuthCaching();
        // Asked by a 401 for credentials that the application has for others, the client would repeat the call.
        client.setTargetAuthenticationStrategy((challenge, challenges, context) -> List.of());
        client.setUserAgent("camel-onomondo");
        // A server that fails may be one that is on its way out, and its connection would lead there again.
        client.setConnectionReuseStrategy((request, response, context) -> response.getCode() < FIRST_SERVER_ERROR
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context));
        client.addExecInterceptorFirst("onomondo-deadline", deadline);
    }

    /**
     * Sends once.
     *
     * @param more headers beside ours
     * @return whatever the API answered, of any status
     * @throws ApiException.Unavailable if the request cannot have reached the API, or this is closed
     * @throws ApiException.Unproven if no answer came
     */
    HttpAnswer send(HttpCall call, String authorization, Map<String, String> more) {
        Exchange exchange = endpoint.createExchange();
        Message message = exchange.getMessage();
        message.setHeader(HttpConstants.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        message.setHeader(HttpConstants.HTTP_PATH, call.path());
        if (call.query() != null) {
            message.setHeader(HttpConstants.HTTP_RAW_QUERY, call.query());
        }
        more.forEach(message::setHeader);
        message.setHeader("Authorization", authorization);
        message.setHeader("Accept", "*/*");
        if (call.body() != null) {
            message.setHeader(HttpConstants.CONTENT_TYPE, "application/json");
            message.setBody(call.body());
        }
        try (var watch = watch(call)) {
            try {
                producer.process(exchange);
            } catch (Exception e) {
                throw named(call, e, watch.isOver());
            }
            return read(exchange, call.isRead() ? LARGEST_READ : LARGEST_ANSWER, watch);
        }
    }

    private CallDeadline.Watch watch(HttpCall call) {
        try {
            return deadline.start(callTimeout);
        } catch (RejectedExecutionException e) {
            throw new ApiException.Unavailable(call + ": the connection to the API is closed", 0, e);
        }
    }

    private static HttpAnswer read(Exchange exchange, int most, CallDeadline.Watch watch) {
        Message answer = exchange.getMessage();
        Integer status = answer.getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        RateHeaders rate = RateHeaders.of(
                header(answer, "x-ratelimit-remaining"),
                header(answer, "x-ratelimit-reset"),
                header(answer, "retry-after"),
                header(answer, "date"));
        var body = new ByteArrayOutputStream(FIRST_CHUNK);
        Exception cut = null;
        if (answer.getBody() instanceof InputStream stream) {
            try {
                drain(stream, body, most);
                giveBack(stream, watch);
            } catch (IOException | RuntimeException e) {
                cut = e;
                watch.abort();
            } catch (OutOfMemoryError e) {
                body = new ByteArrayOutputStream(0);
                cut = new IOException("the answer is larger than the heap", e);
                watch.abort();
            }
        } else if (answer.getBody() instanceof byte[] bytes) {
            body.writeBytes(bytes);
        }
        return new HttpAnswer(status == null ? 0 : status, body.toByteArray(), rate, cut);
    }

    /** A stream that was compressed ends before the one below it does, which holds the connection until it is closed. */
    private static void giveBack(InputStream drained, CallDeadline.Watch watch) {
        try {
            drained.close();
        } catch (IOException e) {
            watch.abort(); // the answer is whole, its connection is not to be used again
        }
    }

    private static void drain(InputStream stream, ByteArrayOutputStream into, int most) throws IOException {
        byte[] chunk = new byte[FIRST_CHUNK];
        for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
            into.write(chunk, 0, n);
            if (into.size() > most) {
                throw new IOException("the answer is larger than " + most + " bytes");
            }
        }
    }

    private static ApiException named(HttpCall call, Exception e, boolean timedOut) {
        for (Map.Entry<Class<? extends Throwable>, String> never : NEVER_SENT.entrySet()) {
            if (never.getKey().isInstance(e)) {
                return new ApiException.Unavailable(call + ": " + never.getValue() + ", " + e.getMessage(), 0, e);
            }
        }
        String why = timedOut || e instanceof java.net.SocketTimeoutException ? "no answer in time" : "no answer";
        return new ApiException.Unproven(call + ": " + why + ", " + e.getClass().getSimpleName(), e);
    }

    private static final Map<Class<? extends Throwable>, String> NEVER_SENT = Map.of(
            ConnectException.class, "refused",
            ConnectTimeoutException.class, "not connected in time",
            UnknownHostException.class, "unknown host",
            NoRouteToHostException.class, "no route",
            SSLHandshakeException.class, "no TLS");

    private static @Nullable String header(Message message, String name) {
        return message.getHeader(name, String.class);
    }

    @Override
    public void close() {
        timer.shutdown(); // no call begins any more; those under way keep their deadline
        ServiceHelper.stopService(producer, endpoint);
    }
}
