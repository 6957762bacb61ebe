package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.AuthForm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class ConnectorSettingsTest {

    @Test
    void refusesAFileOfTheKeyThatIsEmpty(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "\n");

        assertThatThrownBy(() -> new ConnectorSettings.Api(
                        URI.create("https://api.onomondo.com"), false, "", file, AuthForm.AUTO))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "ONOMONDO_API_TOKEN_FILE=" + file + ": it is empty, a file that holds the API key is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\nother", "s3cret other", "s3cret\0", "s3cr\u00e9t"})
    void refusesAKeyThatIsNoneAndDoesNotShowIt(String key, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), key);
        String flaw = ": it has a blank, a line end or another character than visible ASCII in it";

        assertThatThrownBy(() -> api(key, null))
                .isInstanceOf(SettingException.class)
                .hasMessage("ONOMONDO_API_TOKEN" + flaw);
        assertThatThrownBy(() -> api("", file))
                .isInstanceOf(SettingException.class)
                .hasMessage("ONOMONDO_API_TOKEN_FILE=" + file + flaw + ", a file that holds the API key is required");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThatThrownBy(() -> api("s".repeat(100_000), null))
                .isInstanceOf(SettingException.class)
                .hasMessage("ONOMONDO_API_TOKEN: it has 100000 characters, 4096 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Bearer ", "\uFEFF"})
    void readsTheKeyFromItsFileIfTheTokenHoldsNone(String none, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "k3y\n");

        assertThat(api(none, file).key().current()).isEqualTo("k3y");
        assertThat(api(" t0ken ", file).key().current()).isEqualTo("t0ken");
    }

    private static ConnectorSettings.Api api(String token, @Nullable Path file) {
        return new ConnectorSettings.Api(URI.create("https://api.onomondo.com"), false, token, file, AuthForm.AUTO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.0005S", "P367D", "PT9999999H"})
    void refusesAnIntervalThatIsNone(String interval) {
        assertThatThrownBy(() -> new ConnectorSettings.Scan(Duration.parse(interval), 1000))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_SCAN_INTERVAL=")
                .hasMessageEndingWith(": 0 or a duration such as 60s is allowed, up to 366d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.001S", "PT1M", "P366D"})
    void takesIntervalsFromAMillisecondToAYear(String interval) {
        assertThatCode(() -> new ConnectorSettings.Scan(Duration.parse(interval), 1000))
                .doesNotThrowAnyException();
    }

    @Test
    void showsADurationAsItWasWritten() {
        assertThatThrownBy(() -> new ConnectorSettings.Scan(Duration.ofSeconds(-5), 1000))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_SCAN_INTERVAL=-5s: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            onomondo.api.url       | ONOMONDO_API_URL=: an https URL is allowed, without user and query, with a port up to 65535
            onomondo.api.auth      | ONOMONDO_API_AUTH=: one of bearer, raw, auto is allowed
            onomondo.call-timeout  | ONOMONDO_CALL_TIMEOUT=: 10ms to 2m is allowed
            onomondo.scan.interval | ONOMONDO_SCAN_INTERVAL=: 0 or a duration such as 60s is allowed, up to 366d
            onomondo.commands.tags | ONOMONDO_COMMANDS_TAGS=: one of bulk, exact is allowed
            """)
    void refusesAVariableThatIsEmptyByItsName(String property, String line) throws IOException {
        assertThatThrownBy(() -> bind(property, ""))
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessage(line);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:99999, http://127.0.0.1:99999",
        "http://127.0.0.1:0, http://127.0.0.1:0",
        "https://me:s3cret@api.onomondo.com, https://***@api.onomondo.com",
        "https://me:s3cret@my_api, https://***@my_api",
        "me:s3cret@api.onomondo.com, ***@api.onomondo.com",
        "me:s3://cret@api.onomondo.com, ***@api.onomondo.com",
        "https:/me:s3cret@api.onomondo.com, ***@api.onomondo.com"
    })
    void refusesAUrlThatNobodyCanCallOrThatHoldsAPassword(String url, String shown) {
        assertThatThrownBy(() -> bind("onomondo.api.url", url))
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_API_URL=" + shown + ": an https URL is allowed, ");
    }

    @ParameterizedTest
    @CsvSource({"onomondo.topic-prefix, up to 100 letters", "onomondo.group, 1 to 200 letters"})
    void saysHowLongANameMayBe(String property, String allowed) {
        assertThatThrownBy(() -> bind(property, "x".repeat(240)))
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("x: " + allowed + ", digits, '.', '_' and '-' are allowed");
    }

    @Test
    void refusesToCopyResultsToATopicOfItsOwn() throws IOException {
        assertThatThrownBy(() -> bind("onomondo.commands.reply-topics", "replies,onomondo.connector.control"))
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessage("ONOMONDO_COMMANDS_REPLY_TOPICS=onomondo.connector.control: topics that are not the"
                        + " connector's own are allowed");
        assertThat(bind("onomondo.commands.reply-topics", "replies,onomondo.sim.command-results")
                        .commands()
                        .replyTopics())
                .hasSize(2);
    }

    @Test
    void takesTheBrokersFromEitherNameOfTheirSetting() throws IOException {
        for (String name : new String[] {"KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers"}) {
            var environment = defaultEnvironment();
            environment.getPropertySources().addFirst(new MapPropertySource("set", Map.of(name, "b:9092")));

            assertThat(environment.getProperty("camel.component.kafka.brokers"))
                    .as(name)
                    .isEqualTo("b:9092");
        }
    }

    /** Binding fills in what it can, and does not end with the key in a message where it cannot. */
    @Test
    void takesAKeyThatHoldsAPlaceholderOfNothingAsItIs() throws IOException {
        var environment = defaultEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("set", Map.of("ONOMONDO_API_TOKEN", "s3${nothing}cret")));

        assertThat(Binder.get(environment)
                        .bind("onomondo", ConnectorSettings.class)
                        .get()
                        .api()
                        .key()
                        .current())
                .isEqualTo("s3${nothing}cret");
    }

    private static ConnectorSettings bind(String property, String value) throws IOException {
        var settings = new HashMap<String, Object>(defaults());
        settings.put("onomondo.api.token", "key");
        settings.put(property, value);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("onomondo", ConnectorSettings.class);
    }

    private static Map<String, Object> defaults() throws IOException {
        var environment = defaultEnvironment();
        return Stream.of(((EnumerablePropertySource<?>)
                                environment.getPropertySources().get("defaults"))
                        .getPropertyNames())
                .filter(name -> name.startsWith("onomondo."))
                .collect(Collectors.toMap(name -> name, environment::getRequiredProperty));
    }

    private static StandardEnvironment defaultEnvironment() throws IOException {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new YamlPropertySourceLoader()
                        .load("defaults", new ClassPathResource("application.yaml"))
                        .get(0));
        return environment;
    }
}
