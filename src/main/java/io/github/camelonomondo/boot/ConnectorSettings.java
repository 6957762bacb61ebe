package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.ApiKey;
import io.github.camelonomondo.api.ApiSettings;
import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.api.KeyText;
import io.github.camelonomondo.commands.BatchLimit;
import io.github.camelonomondo.commands.CommandProcessing;
import io.github.camelonomondo.kafka.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;

/**
 * What an operator may set; the contract's table says what each means. Refuses what cannot work.
 *
 * @param callsPerMinute of the whole group; 0 = unlimited
 * @param ignoredFields names of fields a change in which alone makes no event
 */
@ConfigurationProperties("onomondo")
public record ConnectorSettings(
        Api api,
        int callsPerMinute,
        int inFlight,
        @DurationUnit(ChronoUnit.SECONDS) Duration callTimeout,
        int maxAttempts,
        Scan scan,
        Commands commands,
        Set<String> ignoredFields,
        String topicPrefix,
        String group,
        String routes) {

    /** What is left of the 20 s of a stop is for calls that take longer than those before. */
    private static final Duration IN_TIME =
            CommandProcessing.TO_FINISH.multipliedBy(3).dividedBy(4);

    /** A tag takes two calls, however long they are. */
    private static final long LOOK_AND_BULK = 2;

    /** That the largest batch needs. */
    private static final int MOST_CALLS = 2 * CommandProcessing.LARGEST_BATCH;

    public ConnectorSettings {
        requireCallsPerMinute(callsPerMinute);
        within("onomondo.in-flight", inFlight, 1, 256);
        within("onomondo.max-attempts", maxAttempts, 1, 100);
        given("onomondo.call-timeout", callTimeout, "10ms to 2m is allowed");
        if (callTimeout.toMillis() < 10 || callTimeout.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new SettingException("onomondo.call-timeout", callTimeout, "10ms to 2m is allowed");
        }
        if (!group.matches("[a-zA-Z0-9._-]{1,200}")) {
            throw new SettingException(
                    "onomondo.group", group, "1 to 200 letters, digits, '.', '_' and '-' are allowed");
        }
        if (!topicPrefix.matches("[a-zA-Z0-9._-]{0,100}")) {
            throw new SettingException(
                    "onomondo.topic-prefix", topicPrefix, "up to 100 letters, digits, '.', '_' and '-' are allowed");
        }
        requireForeign(commands.replyTopics(), new Topics(topicPrefix));
    }

    /** A stranger's command would write there. Results have theirs anyway, and get no copy. */
    private static void requireForeign(List<String> replyTopics, Topics own) {
        var ours = Set.of(
                own.commands(),
                own.deadLetters(),
                own.events(),
                own.state(),
                own.checkpoint(),
                own.notifications(),
                own.control());
        for (String topic : replyTopics) {
            if (ours.contains(topic)) {
                throw new SettingException(
                        "onomondo.commands.reply-topics", topic, "topics that are not the connector's own are allowed");
            }
        }
    }

    /** An empty variable is bound as null where no value of the type is empty. */
    public static void given(String property, @Nullable Object value, String allowed) {
        if (value == null) {
            throw new SettingException(property, "", allowed);
        }
    }

    static void requireCallsPerMinute(int callsPerMinute) {
        within("onomondo.calls-per-minute", callsPerMinute, 0, 1_000_000);
    }

    private static void within(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new SettingException(property, value, "a whole number from " + least + " to " + most + " is allowed");
        }
    }

    /**
     * How the API is reached.
     *
     * @param url base URL
     * @param allowHttp plain http to other hosts than this one
     * @param token the key, or empty
     * @param tokenFile a file that holds it, or null
     */
    record Api(
            URI url,
            boolean allowHttp,
            String token,
            @Nullable Path tokenFile,
            AuthForm auth) {
        private static final String AN_HTTPS_URL =
                "an https URL is allowed, without user and query, with a port up to 65535";

        Api {
            given("onomondo.api.auth", auth, "one of bearer, raw, auto is allowed");
            given("onomondo.api.url", url, AN_HTTPS_URL);
            if (!ApiSettings.isBase(url)) {
                throw new SettingException("onomondo.api.url", url, AN_HTTPS_URL);
            }
            if (!allowHttp && !ApiSettings.isSafe(url)) {
                throw new SettingException(
                        "onomondo.api.url",
                        url,
                        "plain http is allowed to loopback only, or with ONOMONDO_API_ALLOW_HTTP=true");
            }
            requireKey(KeyText.keyIn(token), tokenFile);
        }

        private static void requireKey(String token, @Nullable Path file) {
            if (!token.isEmpty()) {
                String flaw = KeyText.flawOf(token);
                if (flaw != null) {
                    throw new SettingException("ONOMONDO_API_TOKEN: " + flaw);
                }
            } else if (file == null || file.toString().isEmpty()) {
                throw new SettingException("ONOMONDO_API_TOKEN is missing: the API key, or ONOMONDO_API_TOKEN_FILE"
                        + " with the file that holds it, is required");
            } else {
                String flaw = KeyText.flawIn(file);
                if (flaw != null) {
                    throw new SettingException(
                            "onomondo.api.token-file", file, flaw + ", a file that holds the API key is required");
                }
            }
        }

        /** The token, or what its file holds if there is none. */
        ApiKey key() {
            String key = KeyText.keyIn(token);
            return key.isEmpty() ? ApiKey.in(Objects.requireNonNull(tokenFile)) : ApiKey.of(key);
        }

        /** Neither key nor file content. */
        @Override
        public String toString() {
            return "Api[" + url + "]";
        }
    }

    /**
     * How the fleet is scanned.
     *
     * @param interval from start to start; zero for never
     * @param pageSize SIMs per page
     */
    record Scan(@DurationUnit(ChronoUnit.SECONDS) Duration interval, int pageSize) {
        private static final String INTERVAL = "onomondo.scan.interval";
        private static final Duration LONGEST_INTERVAL = Duration.ofDays(366);

        Scan {
            requireInterval(interval, interval);
            within("onomondo.scan.page-size", pageSize, 1, 5000);
        }

        /** @param written as it is to be shown */
        static void requireInterval(Duration interval, Object written) {
            String allowed = "0 or a duration such as 60s is allowed, up to " + LONGEST_INTERVAL.toDays() + "d";
            given(INTERVAL, interval, allowed);
            boolean isTooShort = !interval.isZero() && interval.compareTo(Duration.ofMillis(1)) < 0;
            if (isTooShort || interval.compareTo(LONGEST_INTERVAL) > 0) {
                throw new SettingException(INTERVAL, written, allowed);
            }
        }
    }

    /**
     * How commands are applied.
     *
     * @param tags by bulk, or exactly by a call per tag
     * @param replyTopics that a command may ask its result to be copied to
     */
    record Commands(boolean enabled, TagMode tags, List<String> replyTopics) {
        Commands {
            given("onomondo.commands.tags", tags, "one of bulk, exact is allowed");
        }

        /** See the contract, section 3. */
        enum TagMode {
            BULK,
            EXACT
        }
    }

    /**
     * Records per batch: 20 s of one connector's share of the budget. There is room for one more to join while the batch is
     * in hand of a lone one.
     *
     * @param callsPerMinute of all connectors together, as it is now; 0 for no limit
     * @param connectors that share it
     */
    int batchSize(int callsPerMinute, int connectors) {
        if (callsPerMinute == 0) {
            return CommandProcessing.LARGEST_BATCH;
        }
        int perCall = commands.tags() == Commands.TagMode.EXACT ? 1 : 20;
        return (int)
                Math.min(CommandProcessing.LARGEST_BATCH, (long) callsInHand(callsPerMinute, connectors) * perCall);
    }

    private static int callsInHand(int callsPerMinute, int connectors) {
        return callsPerMinute == 0 ? Integer.MAX_VALUE : Math.max(1, callsPerMinute / Math.max(2, connectors) / 3);
    }

    /**
     * What a batch may need, look-ups included: 20 s of the same share, and not much less of time.
     *
     * @param callsPerMinute of all connectors together, as it is now; 0 for no limit
     * @param connectors that share it
     * @param call how long one takes
     */
    BatchLimit batchLimit(int callsPerMinute, int connectors, Duration call) {
        long inARow = Math.max(LOOK_AND_BULK, IN_TIME.toNanos() / call.toNanos());
        long calls = Math.min(callsInHand(callsPerMinute, connectors), inARow * inFlight);
        boolean isNone = calls >= MOST_CALLS && inARow >= MOST_CALLS;
        return isNone ? BatchLimit.NONE : new BatchLimit((int) calls, (int) Math.min(inARow, MOST_CALLS));
    }
}
