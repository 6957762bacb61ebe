package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.TlsKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.http.common.HttpConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What of the application's own HTTP component counts for our calls, and what must not. */
class OwnHttpTest {

    private static final String KEY = "s3cr3t-k3y-0f-0urs";
    private static final SimId ONE = new SimId("000000001");
    private static final int LIMIT = 500;

    private static final Map<String, Object> OF_CONNECTIONS = Map.ofEntries(
            Map.entry("clientConnectionManager", new PoolingHttpClientConnectionManager()),
            Map.entry("connectionStateDisabled", true),
            Map.entry("connectionTimeToLive", 7L),
            Map.entry("contentCompressionDisabled", true),
            Map.entry("nonProxyHosts", "a.example"),
            Map.entry("proxyAuthDomain", "domain"),
            Map.entry("proxyAuthHost", "b.example"),
            Map.entry("proxyAuthMethod", "NTLM"),
            Map.entry("proxyAuthNtHost", "c.example"),
            Map.entry("proxyAuthPassword", "password"),
            Map.entry("proxyAuthPort", 8),
            Map.entry("proxyAuthScheme", "http"),
            Map.entry("proxyAuthUsername", "user"),
            Map.entry("proxyHost", "d.example"),
            Map.entry("proxyPort", 9),
            Map.entry("sslContextParameters", new SSLContextParameters()),
            Map.entry("useGlobalSslContextParameters", true),
            Map.entry("useSystemProperties", true),
            Map.entry("x509HostnameVerifier", NoopHostnameVerifier.INSTANCE));

    /** What a call says and how its answer is read is ours; so are its timeouts, and how many there are at once. */
    private static final Set<String> FOR_OTHERS = Set.of(
            "allowJavaSerializedObject",
            "authCachingDisabled",
            "automaticRetriesDisabled",
            "autowiredEnabled",
            "connectTimeout",
            "connectionRequestTimeout",
            "connectionsPerRoute",
            "contentTypeCharsetEnabled",
            "cookieManagementDisabled",
            "cookieStore",
            "copyHeaders",
            "defaultUserAgentDisabled",
            "followRedirects",
            "headerFilterStrategy",
            "httpActivityListener",
            "httpBinding",
            "httpClientConfigurer", // combined with ours by HttpTransport
            "httpConfiguration",
            "httpContext",
            "lazyStartProducer",
            "logHttpActivity",
            "maxTotalConnections",
            "redirectHandlingDisabled",
            "responsePayloadStreamingThreshold",
            "responseTimeout",
            "skipControlHeaders",
            "skipRequestHeaders",
            "skipResponseHeaders",
            "soTimeout",
            "userAgent");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CallBudget budget = new CallBudget(0, 16);
    private final SimulatedOnomondo server =
            new SimulatedOnomondo(Fleet.of(5)).acceptOnly(KEY).limit(LIMIT).start();

    @AfterEach
    void stop() {
        context.stop();
        server.close();
    }

    @Test
    void connectsByEachOptionThatIsAboutConnectionsAndKnowsWhichAreNot() throws Exception {
        InputStream catalog =
                HttpComponent.class.getResourceAsStream("/META-INF/org/apache/camel/component/http/http.json");
        var options = new ArrayList<String>();
        new ObjectMapper()
                .readTree(catalog)
                .path("componentProperties")
                .fieldNames()
                .forEachRemaining(options::add);
        assertThat(options)
                .as("options that Camel has, and those decided upon")
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(OF_CONNECTIONS.keySet().stream(), FOR_OTHERS.stream())
                                .toList());
        var theirs = new HttpComponent();
        theirs.setCamelContext(context);
        PropertyBindingSupport.bindProperties(context, theirs, new HashMap<>(OF_CONNECTIONS));

        HttpComponent ours = OwnHttp.connectingAs(theirs);

        var introspection = PluginHelper.getBeanIntrospection(context);
        for (String option : OF_CONNECTIONS.keySet()) {
            assertThat(introspection.getOrElseProperty(ours, option, null, false))
                    .as(option)
                    .isNotNull()
                    .isEqualTo(introspection.getOrElseProperty(theirs, option, null, false));
        }
    }

    @ParameterizedTest
    @MethodSource("optionsForOthers")
    void callsTheSameWhateverTheApplicationWantsOfItsOwnCalls(Consumer<HttpComponent> option) {
        option.accept(context.getComponent("http", HttpComponent.class));

        try (var api = api(server.url())) {
            api.updateSim(ONE, "{\"label\":\"pump\"}".getBytes(UTF_8), Priority.COMMANDS);
        }

        assertThat(server.calls().all()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("PATCH");
            assertThat(call.path()).isEqualTo("/sims/000000001");
        });
        assertThat(server.fleet().label("000000001")).isEqualTo("pump");
        assertThat(budget.figures().left()).as("as the API says").isEqualTo(LIMIT - 1);
    }

    static Stream<Named<Consumer<HttpComponent>>> optionsForOthers() {
        return Stream.of(
                named("skipControlHeaders", http -> http.setSkipControlHeaders(true)),
                named("skipRequestHeaders", http -> http.setSkipRequestHeaders(true)),
                named("skipResponseHeaders", http -> http.setSkipResponseHeaders(true)),
                named("headerFilterStrategy, out", http -> http.setHeaderFilterStrategy(filter("out"))),
                named("headerFilterStrategy, in", http -> http.setHeaderFilterStrategy(filter("in"))),
                named("httpActivityListener", http -> http.setHttpActivityListener(new Spoilsport())),
                named("httpContext", http -> http.setHttpContext(impatience())),
                named("httpConfiguration", http -> http.setHttpConfiguration(credentials())),
                named("redirects, cookies, agent", http -> {
                    http.setFollowRedirects(true);
                    http.setUserAgent("another");
                    http.setAllowJavaSerializedObject(true);
                    http.setContentTypeCharsetEnabled(false);
                }));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void keepsTheKeyOutOfALogOfAllThatTheApplicationCalls(CapturedOutput log) {
        context.getComponent("http", HttpComponent.class).setLogHttpActivity(true);

        try (var api = api(server.url())) {
            api.getSim(ONE, Priority.COMMANDS);
        }

        assertThat(log.getAll()).doesNotContain(KEY);
    }

    @Test
    void isNotCalledAgainWithCredentialsOfTheApplication() throws IOException {
        var sent = new CopyOnWriteArrayList<String>();
        HttpServer asking = serving(HttpServer.create(), http -> {
            sent.add(http.getRequestHeaders().getFirst("Authorization"));
            http.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"all\"");
            respond(http, 401, "{}");
        });
        var theirs = new BasicCredentialsProvider();
        theirs.setCredentials(
                new AuthScope(null, -1), new UsernamePasswordCredentials("application", "pass".toCharArray()));
        context.getComponent("http", HttpComponent.class)
                .setHttpClientConfigurer(client -> client.setDefaultCredentialsProvider(theirs));

        try (var api = api(urlOf(asking))) {
            assertThatThrownBy(() -> api.getSim(ONE, Priority.COMMANDS)).isInstanceOf(ApiException.Unauthorized.class);
        } finally {
            asking.stop(0);
        }

        assertThat(sent).containsExactly("Bearer " + KEY);
    }

    @Test
    void goesThroughTheProxyOfTheApplication() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        HttpServer proxy = serving(HttpServer.create(), http -> {
            asked.add(http.getRequestURI().toString());
            respond(http, 200, "{\"id\":\"000000001\"}");
        });
        HttpComponent http = context.getComponent("http", HttpComponent.class);
        http.setProxyHost(proxy.getAddress().getHostString());
        http.setProxyPort(proxy.getAddress().getPort());

        try (var api = api("http://api.invalid")) {
            api.getSim(ONE, Priority.COMMANDS);
        } finally {
            proxy.stop(0);
        }

        assertThat(asked).containsExactly("http://api.invalid/sims/000000001");
    }

    @Test
    void believesTheCertificatesThatTheApplicationBelieves(@TempDir Path folder) throws Exception {
        var keys = TlsKeys.in(folder, "changeit");
        var serverSide = new SSLContextParameters();
        serverSide.setKeyManagers(new KeyManagersParameters());
        serverSide.getKeyManagers().setKeyStore(store(keys.keys(), keys.password()));
        serverSide.getKeyManagers().setKeyPassword(keys.password());
        HttpsServer secure = HttpsServer.create();
        secure.setHttpsConfigurator(new HttpsConfigurator(serverSide.createSSLContext(context)));
        serving(secure, http -> respond(http, 200, "{\"id\":\"000000001\"}"));
        var trust = new SSLContextParameters();
        trust.setTrustManagers(new TrustManagersParameters());
        trust.getTrustManagers().setKeyStore(store(keys.trust(), keys.password()));
        context.getComponent("https", HttpComponent.class).setSslContextParameters(trust);

        try (var api = api(urlOf(secure).replace("http:", "https:"))) {
            assertThat(new String(api.getSim(ONE, Priority.COMMANDS), UTF_8)).contains("000000001");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void leavesTheConnectionsOfTheApplicationOpen() {
        var connections = new PoolingHttpClientConnectionManager();
        context.getComponent("http", HttpComponent.class).setClientConnectionManager(connections);

        for (int i = 0; i < 2; i++) {
            try (var api = api(server.url())) {
                api.getSim(ONE, Priority.COMMANDS);
            }
        }

        assertThat(connections.getTotalStats().getAvailable()).isEqualTo(1);
        assertThat(server.calls().count(Call::isRead)).isEqualTo(2);
    }

    @Test
    void tellsOfAnAnswerThatCameAfterTheCloseWhatItSays() {
        context.getComponent("http", HttpComponent.class)
                .setClientConnectionManager(new PoolingHttpClientConnectionManager());
        server.acceptOnly("another");
        try (var api = api(server.url())) {
            server.next(1).run(api::close);

            assertThatThrownBy(() -> api.getSim(ONE, Priority.COMMANDS)).isInstanceOf(ApiException.Unauthorized.class);
        }
    }

    private HttpOnomondoApi api(String url) {
        context.start();
        var settings = new ApiSettings(URI.create(url), AuthForm.BEARER, 0, 16, Duration.ofSeconds(10));
        return new HttpOnomondoApi(context, settings, ApiKey.of(KEY), budget, CallObserver.none());
    }

    private static HeaderFilterStrategy filter(String way) {
        var strategy = new DefaultHeaderFilterStrategy();
        if (way.equals("out")) {
            strategy.setOutFilterPattern(".*");
        } else {
            strategy.setInFilterPattern(".*");
        }
        return strategy;
    }

    private static HttpClientContext impatience() {
        var one = HttpClientContext.create();
        one.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(1))
                .setResponseTimeout(Timeout.ofNanoseconds(1))
                .setExpectContinueEnabled(true)
                .build());
        return one;
    }

    private static HttpConfiguration credentials() {
        var basic = new HttpConfiguration();
        basic.setAuthMethod("Basic");
        basic.setAuthUsername("application");
        basic.setAuthPassword("pass");
        basic.setAuthDomain("domain");
        return basic;
    }

    private static KeyStoreParameters store(Path file, String password) {
        var store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(password);
        return store;
    }

    private static <S extends HttpServer> S serving(S server, HttpHandler handler) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static String urlOf(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void respond(HttpExchange http, int status, String body) throws IOException {
        try (http) {
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(status, body.length());
            http.getResponseBody().write(body.getBytes(UTF_8));
        }
    }

    /** Would see the key, and ends the call. */
    private static final class Spoilsport implements HttpActivityListener {
        @Override
        public void onRequestSubmitted(
                Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
            throw new IllegalStateException(List.of(request.getHeaders()).toString());
        }

        @Override
        public void onResponseReceived(
                Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long took) {
            throw new IllegalStateException(List.of(response.getHeaders()).toString());
        }
    }
}
