package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.ErrorCode;
import java.util.List;
import java.util.stream.Stream;

/** Hears of commands, for metrics. Called on working threads; must not block or throw. */
public interface CommandObserver {

    /** All that {@link #dead} may give as a reason. */
    List<String> REASONS =
            Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList();

    /** A record was read. */
    void received();

    /** A command is done: its result is on Kafka. */
    void done(String status);

    /** A command became a dead letter. */
    void dead(String reason);

    /** An answer did not say what became of so many SIMs. */
    void unproven(int sims);

    /** A bulk call was answered. */
    void bulk(int sims);
}
