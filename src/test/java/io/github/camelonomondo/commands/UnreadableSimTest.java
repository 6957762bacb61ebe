package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.SimId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One SIM that the API cannot show holds up all others: is it the SIM, or is the API away? */
class UnreadableSimTest {

    private static final int ATTEMPTS = 5;
    private static final int ENOUGH = 2 * ATTEMPTS;
    private static final SimId SIM = new SimId("000000001");

    private final List<CommandResult> results = new ArrayList<>();
    private boolean simAway = true;
    private boolean othersAway;
    private boolean listsAway;
    private boolean tagsAway;
    private ApiException fault = new ApiException.Unavailable("GET was answered with status 500", 500, "broken", null);
    private SimLookup lookup;
    private CommandBatch.BatchTools tools;
    private Lookup wanted;

    @BeforeEach
    void wantTheTagsOfASim() {
        var model = new ModelApi(2, 0, new Random(1));
        OnomondoApi api = (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("causedBy")) {
                        return proxy;
                    }
                    boolean isAway = switch (method.getName()) {
                        case "getSim" -> othersAway || (simAway && SIM.equals(arguments[0]));
                        case "listSims" -> listsAway;
                        case "listTags" -> tagsAway;
                        default -> false;
                    };
                    if (isAway) {
                        throw fault;
                    }
                    try {
                        return method.invoke(model, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        var names = new TagNames();
        names.refresh(api);
        var fleet = new FleetPages();
        lookup = new SimLookup(api, names, fleet, ATTEMPTS);
        var retry = new RetryRule(ATTEMPTS, Duration.ofSeconds(30), Duration.ZERO);
        tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, false, fleet);
        wanted = lookupOf("{\"type\":\"tag\",\"tag\":\"t1\"}");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new ApiException.Unavailable("status 500", 500, "broken", null), ErrorCode.ATTEMPTS_EXHAUSTED),
                Arguments.of(new ApiException.Unproven("not the JSON that it should be", null), ErrorCode.UNPROVEN));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void failsItsCommandIfAnotherCouldBeReadEachTime(ApiException how, ErrorCode code) {
        fault = how;
        readInVain(ENOUGH - 1);

        lookup.read(wanted);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo(CommandResult.Status.FAILED);
            assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo(code);
        });
        assertThat(wanted.batch().isSettled()).isTrue();
    }

    @Test
    void isNoOutageWhileAnotherCanBeRead() {
        wanted.batch().failing().failed(wanted);
        wanted.batch().failing().failed(new Object());

        readInVain(1);

        assertThat(wanted.batch().failing().areAnOutage()).isFalse();
    }

    @Test
    void waitsWhileOthersCannotBeReadEither() {
        othersAway = true;
        readInVain(100);

        othersAway = false;
        listsAway = true;
        readInVain(100);

        assertThat(results).isEmpty();
    }

    @Test
    void beginsToCountAnewWhenOthersCouldNotBeReadOnce() {
        readInVain(ENOUGH - 1);
        othersAway = true;
        readInVain(1);
        othersAway = false;
        readInVain(ENOUGH - 1);

        assertThat(results).isEmpty();
    }

    @Test
    void failsCommandsThatNameATagIfTheTagsCannotBeReadThoughSimsCan() {
        simAway = false;
        tagsAway = true;
        wanted = lookupOf("{\"type\":\"tag\",\"tag\":\"a new one\"}");
        othersAway = true;
        readInVain(100);
        othersAway = false;
        readInVain(ENOUGH - 1);

        lookup.read(wanted);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo(CommandResult.Status.FAILED);
            assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
        });
        assertThat(wanted.batch().isSettled()).isTrue();
    }

    /** The first look-up of a batch of this one command. */
    private Lookup lookupOf(String json) {
        var command = (Parsed.Accepted) new CommandParser().parse(Records.keyed("000000001", json));
        return new CommandBatch(Clock.systemUTC(), tools, List.of(command.command()), results::add)
                .takeLookups()
                .get(0);
    }

    private void readInVain(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> lookup.read(wanted)).isSameAs(fault);
        }
    }
}
