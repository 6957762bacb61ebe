package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.SimId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A command that adds or removes tags by calls of their own, where the API refuses them. */
class TagsOneByOneTest {

    private static final int ATTEMPTS = 5;
    private static final SimId SIM = new SimId("000000001");

    private final List<CommandResult> results = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Duration look = Duration.ZERO;
    private boolean isUnreadable;
    private boolean areOthersUnreadable;
    private int removals;
    private int looks;
    private Caused caused = Caused.BY_NOBODY;
    private String refusal = "no_such_tag_here";
    private final ExactTags tags = new ExactTags(api(), ATTEMPTS);

    @Test
    void areNoopThoughTheyExpireWhileItIsLookedWhetherTheyAreThere() {
        look = Duration.ofSeconds(2);

        tags.apply(due("{\"type\":\"untag\",\"tag\":\"t1\",\"expires\":\"2026-11-22T10:00:01Z\"}"));

        assertThat(results).extracting(CommandResult::status).containsExactly(Status.NOOP);
    }

    @Test
    void waitWhileNoSimCanBeRead() {
        isUnreadable = true;
        areOthersUnreadable = true;
        DueTags due = due("{\"type\":\"untag\",\"tag\":\"t1\"}");

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> tags.apply(due)).isInstanceOf(ApiException.Unavailable.class);
        }
        isUnreadable = false;
        tags.apply(due);

        assertThat(results).extracting(CommandResult::status).containsExactly(Status.NOOP);
    }

    @Test
    void beginNoLookWhileWhatFollowsCouldNotBeTold() {
        DueTags due = due("{\"type\":\"untag\",\"tag\":\"t1\"}");
        due.batch().beginWhile(() -> true, () -> removals == 0);

        assertThatThrownBy(() -> tags.apply(due)).isInstanceOf(ApiException.Unavailable.class);

        assertThat(looks).isZero();
        assertThat(results).isEmpty();
    }

    @Test
    void failIfTheirSimCannotBeReadAgainAndAgainThoughOthersCan() {
        isUnreadable = true;
        refusal = "something_not_found";
        DueTags due = due("{\"type\":\"untag\",\"tag\":\"t1\"}");

        for (int i = 1; i < 2 * ATTEMPTS; i++) {
            assertThatThrownBy(() -> tags.apply(due)).isInstanceOf(ApiException.Unavailable.class);
        }
        assertThat(results).isEmpty();
        tags.apply(due);

        assertThat(results).extracting(CommandResult::status).containsExactly(Status.FAILED);
    }

    private DueTags due(String json) {
        var names = new TagNames();
        names.refresh(new ModelApi(1, 0, new Random(1)));
        var retry = new RetryRule(ATTEMPTS, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, true, new FleetPages());
        var command = (Parsed.Accepted) new CommandParser().parse(Records.keyed("000000001", json));
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        return new CommandBatch(clock, tools, List.of(command.command()), results::add)
                .takeTagChanges()
                .get(0);
    }

    /** Refuses to remove a tag. */
    private OnomondoApi api() {
        var model = new ModelApi(2, 0, new Random(1));
        return (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "causedBy":
                            caused = (Caused) arguments[0];
                            return proxy;
                        case "removeTag":
                            removals++;
                            throw new ApiException.Refused("DELETE", new Refusal(400, refusal, null));
                        case "getSim":
                            if (!caused.isWanted()) {
                                throw new ApiException.Unwanted("GET");
                            }
                            looks++;
                            now = now.plus(look);
                            if (SIM.equals(arguments[0]) ? isUnreadable : areOthersUnreadable) {
                                throw new ApiException.Unavailable("GET was answered with status 500", 500, null);
                            }
                            break;
                        default:
                    }
                    try {
                        return method.invoke(model, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
