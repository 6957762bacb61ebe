package io.github.camelonomondo.component;

import io.github.camelonomondo.api.ApiKey;
import io.github.camelonomondo.api.ApiSettings;
import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.api.CallObserver;
import io.github.camelonomondo.api.HttpOnomondoApi;
import io.github.camelonomondo.api.KeyText;
import io.github.camelonomondo.api.OnomondoApi;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates {@link OnomondoEndpoint}s, which share one {@link OnomondoApi} and so one budget. */
@Component("onomondo")
public class OnomondoComponent extends DefaultComponent {

    private static final long SHORTEST_CALL = 10;

    /** 0, 0s, 00, PT0S, 0h0m: of what else Camel makes 0, it could not read. */
    private static final Pattern ZERO = Pattern.compile("[ptdhms\\s]*0[0tdhms\\s]*", Pattern.CASE_INSENSITIVE);

    @Metadata(defaultValue = "https://api.onomondo.com", description = "Base URL of the API.")
    private String apiUrl = "https://api.onomondo.com";

    @Metadata(label = "security", description = "Plain http, and with it the key, also to other hosts than this one.")
    private boolean allowHttp;

    @Metadata(label = "security", secret = true, description = "The API key.")
    private @Nullable String token;

    @Metadata(label = "security", description = "A file that holds the API key; read again when it changes.")
    private @Nullable String tokenFile;

    @Metadata(label = "security", defaultValue = "AUTO", description = "How the key is sent.")
    private AuthForm auth = AuthForm.AUTO;

    @Metadata(defaultValue = "600", description = "At most so many calls begin in any 60 s; 0 for no limit.")
    private int callsPerMinute = 600;

    @Metadata(label = "advanced", defaultValue = "16", description = "Calls under way at most.")
    private int inFlight = 16;

    @Metadata(defaultValue = "10000", javaType = "java.time.Duration", description = "For one call and its answer.")
    private long callTimeout = 10_000;

    @Metadata(autowired = true, label = "advanced", description = "The API to call, instead of the options above.")
    private @Nullable OnomondoApi api;

    private @Nullable HttpOnomondoApi own;
    private @Nullable CallBudget ownBudget;
    private boolean stopped;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new OnomondoEndpoint(uri, this, operation(remaining));
        Object interval = parameters.get("scanInterval");
        setProperties(endpoint, parameters);
        // Camel makes 0 of text that is no duration, and 0 switches the scans off.
        boolean isNone = interval instanceof String text
                && !text.startsWith("#")
                && !ZERO.matcher(text).matches();
        if (isNone && endpoint.getScanInterval() == 0) {
            throw new IllegalArgumentException("onomondo:" + remaining + " has scanInterval=" + interval
                    + ": a time such as 60s, or 0 for no scans, is allowed");
        }
        return endpoint;
    }

    private static OnomondoOperation operation(String name) {
        return Arrays.stream(OnomondoOperation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "onomondo:" + name + " is none of " + Arrays.toString(OnomondoOperation.values())));
    }

    /** The API that all endpoints call; made of the options at the first use if none was given. */
    synchronized OnomondoApi api() {
        if (api != null) {
            return api;
        }
        if (own == null) {
            if (stopped) {
                throw new IllegalStateException("the onomondo component is stopped");
            }
            var settings = new ApiSettings(url(), auth, callsPerMinute, inFlight, Duration.ofMillis(callTimeout));
            require(callsPerMinute >= 0, "callsPerMinute=" + callsPerMinute + ": 0, for no limit, or more is allowed");
            require(inFlight >= 1, "inFlight=" + inFlight + ": 1 or more is allowed");
            require(callTimeout >= SHORTEST_CALL, "callTimeout=" + callTimeout + ": 10 ms or more is allowed");
            var budget = new CallBudget(callsPerMinute, inFlight);
            own = new HttpOnomondoApi(getCamelContext(), settings, key(), budget, CallObserver.none());
            ownBudget = budget;
        }
        return own;
    }

    private URI url() {
        String given = "apiUrl=" + ApiSettings.shown(apiUrl);
        String wanted = given + ": a URL such as https://api.onomondo.com is allowed";
        try {
            var url = new URI(apiUrl);
            require(ApiSettings.isBase(url), wanted);
            require(
                    allowHttp || ApiSettings.isSafe(url),
                    given + ": plain http is allowed to loopback only, or with allowHttp=true");
            return url;
        } catch (URISyntaxException e) { // its message would show all of it
            throw wrong(wanted);
        }
    }

    private static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw wrong(otherwise);
        }
    }

    private static IllegalArgumentException wrong(String option) {
        return new IllegalArgumentException("the onomondo component has " + option);
    }

    private ApiKey key() {
        String key = token == null ? "" : KeyText.keyIn(token);
        if (!key.isEmpty()) {
            String flaw = KeyText.flawOf(key);
            require(flaw == null, "a token that is none: " + flaw);
            return ApiKey.of(key);
        }
        if (tokenFile != null) {
            var file = Path.of(tokenFile);
            String flaw = KeyText.flawIn(file);
            require(flaw == null, "tokenFile=" + tokenFile + ": a file that holds the key is allowed, " + flaw);
            return ApiKey.in(file);
        }
        throw new IllegalArgumentException("the onomondo component needs token or tokenFile");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        stopped(false);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        stopped(true);
    }

    private synchronized void stopped(boolean now) {
        stopped = now;
        if (now && ownBudget != null) {
            ownBudget.end(Duration.ZERO); // whoever waits for it would wait in vain
            ownBudget = null;
        }
        if (now && own != null) {
            own.close();
            own = null;
        }
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = apiUrl;
    }

    public boolean isAllowHttp() {
        return allowHttp;
    }

    public void setAllowHttp(boolean allowHttp) {
        this.allowHttp = allowHttp;
    }

    public @Nullable String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public @Nullable String getTokenFile() {
        return tokenFile;
    }

    public void setTokenFile(@Nullable String tokenFile) {
        this.tokenFile = tokenFile;
    }

    public AuthForm getAuth() {
        return auth;
    }

    public void setAuth(AuthForm auth) {
        this.auth = auth;
    }

    public int getCallsPerMinute() {
        return callsPerMinute;
    }

    public void setCallsPerMinute(int callsPerMinute) {
        this.callsPerMinute = callsPerMinute;
    }

    public int getInFlight() {
        return inFlight;
    }

    public void setInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    public long getCallTimeout() {
        return callTimeout;
    }

    public void setCallTimeout(long callTimeout) {
        this.callTimeout = callTimeout;
    }

    public @Nullable OnomondoApi getApi() {
        return api;
    }

    public void setApi(@Nullable OnomondoApi api) {
        this.api = api;
    }
}
