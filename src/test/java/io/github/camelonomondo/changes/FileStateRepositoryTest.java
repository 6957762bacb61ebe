package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.sim.SimId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file after many scans, crashes and full disks, and what is read of it. */
class FileStateRepositoryTest {

    private static final Instant SEEN = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void leavesOutALineThatWasCutAmidACharacterAndGoesOn() throws IOException {
        Path file = folder.resolve("state");
        var bytes = new ByteArrayOutputStream();
        bytes.write(line("000000001").getBytes(UTF_8));
        byte[] cut = line("000000002").getBytes(UTF_8);
        bytes.write(cut, 0, new String(cut, UTF_8).indexOf('ü') + 1);
        Files.write(file, bytes.toByteArray());

        for (int start = 1; start <= 2; start++) {
            var state = new FleetState(SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT));
            var repository = new FileStateRepository(file);
            repository.restore(state);
            repository.release();

            assertThat(state.size()).isEqualTo(1);
            assertThat(state.find(1)).isNotNegative();
        }
    }

    @Test
    void leavesAFileAsItIsThatHoldsSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("important.txt"), "of somebody else\n");
        var repository = new FileStateRepository(file);

        assertThatThrownBy(() -> repository.restore(new FleetState(SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT))))
                .hasMessageContaining(file + " is no state file");

        assertThat(file).hasContent("of somebody else\n");
    }

    @Test
    void isCheckedAndLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("fleet.jsonl"), line("000000001"));

        new FileStateRepository(file).check();
        new FileStateRepository(folder.resolve("new/fleet.jsonl")).check();

        assertThat(file).hasContent(line("000000001").strip());
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        assertThatThrownBy(() -> new FileStateRepository(folder).check())
                .hasMessage("the state file " + folder + " cannot be written: it is a folder");
    }

    @Test
    void holdsNoMoreThanSomeLinesOfEachSimHoweverLongItRuns() throws IOException {
        // Given
        Path file = folder.resolve("fleet.jsonl");
        var repository = new FileStateRepository(file);
        var state = fleet();
        repository.restore(state);

        // When
        int most = 0;
        for (int scan = 1; scan <= 100; scan++) {
            see(repository, state, scan, 200);
            if (scan % 20 > 10) { // others end early
                repository.completed(new Progress(scan, true, SEEN));
            }
            most = Math.max(most, Files.readAllLines(file).size());
        }
        repository.release();

        // Then
        assertThat(most).isBetween(2 * (200 + 1_000), 3 * 200 + 2 * 1_000 + 200 + 1);
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void restoresFromARewrittenFileWhatTheScansKnew() throws IOException {
        // Given
        Path file = folder.resolve("fleet.jsonl");
        var repository = new FileStateRepository(file);
        var state = fleet();
        repository.restore(state);
        see(repository, state, 1, 300);
        repository.completed(new Progress(1, true, SEEN));
        remove(repository, state, 2, "000000300");

        // When
        int last = 10;
        for (int scan = 3; scan <= last; scan++) {
            see(repository, state, scan, 299);
        }
        List<String> known = views(state);
        repository.release();

        // Then
        assertThat(Files.readAllLines(file)).hasSize(299 + 1);
        var restored = fleet();
        Progress progress = new FileStateRepository(file).restore(restored);
        assertThat(views(restored)).isEqualTo(known).hasSize(299);
        assertThat(known)
                .contains(
                        "1 " + last + " " + last + " " + SEEN.plusSeconds(last).toEpochMilli()
                                + " {\"id\":\"000000001\",\"label\":\"pümp " + last + "\"}");
        assertThat(progress).isEqualTo(new Progress(last, true, SEEN));
    }

    @Test
    void losesNothingIfACrashCutsARewrite() throws IOException {
        // Given
        Path file = folder.resolve("fleet.jsonl");
        Files.writeString(file, line("000000001") + line("000000002"));
        Path cut = folder.resolve("fleet.jsonl." + UUID.randomUUID() + ".new");
        Files.writeString(cut, line("000000001").substring(0, 40));
        Path ofSomebodyElse = Files.writeString(folder.resolve("fleet.jsonl.my.new"), "");

        // When
        var state = fleet();
        new FileStateRepository(file).restore(state);

        // Then
        assertThat(views(state)).hasSize(2);
        assertThat(cut).doesNotExist();
        assertThat(ofSomebodyElse).exists();
    }

    @Test
    void goesOnAndLosesNothingWhileItCannotBeRewritten() throws IOException {
        // Given
        Path there = Files.createDirectory(folder.resolve("there"));
        Path away = folder.resolve("away");
        Path file = there.resolve("fleet.jsonl");
        var repository = new FileStateRepository(file);
        var state = fleet();
        repository.restore(state);

        // When
        Files.move(there, away);
        for (int scan = 1; scan <= 30; scan++) {
            see(repository, state, scan, 200);
        }
        Files.move(away, there);
        int withoutRoom = Files.readAllLines(file).size();
        for (int scan = 31; scan <= 50; scan++) {
            see(repository, state, scan, 200);
        }
        repository.release();

        // Then
        var restored = fleet();
        new FileStateRepository(file).restore(restored);
        assertThat(withoutRoom).isEqualTo(30 * 200 + 1);
        assertThat(views(restored)).isEqualTo(views(state)).hasSize(200);
    }

    @Test
    void isReadAndAddedToThoughItCannotBeRewritten() throws IOException {
        // Given
        Path file = folder.resolve("f".repeat(250)); // with more behind it no file can be made
        Files.writeString(file, line("000000001") + line("000000002").substring(0, 40));
        var repository = new FileStateRepository(file);
        var state = fleet();

        // When
        repository.restore(state);
        see(repository, state, 2, 3);
        repository.release();

        // Then
        var restored = fleet();
        new FileStateRepository(file).restore(restored);
        assertThat(views(restored)).isEqualTo(views(state)).hasSize(3);
    }

    @Test
    void isNotBegunIfItCannotBeWritten() {
        Path file = folder.resolve("f".repeat(250));

        assertThatThrownBy(() -> new FileStateRepository(file).restore(fleet())).isInstanceOf(IOException.class);

        assertThat(file).doesNotExist();
    }

    @Test
    void overwritesNothingOfAnotherThatLeadsNow() throws IOException {
        // Given
        Path file = folder.resolve("fleet.jsonl");
        var former = new FileStateRepository(file);
        var formerState = fleet();
        former.restore(formerState);
        see(former, formerState, 1, 200);
        var leader = new FileStateRepository(file);
        var state = fleet();
        leader.restore(state);
        see(leader, state, 2, 210);

        // When
        assertThatThrownBy(() -> see(former, formerState, 2, 200)).isInstanceOf(LeadershipLostException.class);
        former.release();
        see(leader, state, 3, 220);
        leader.release();

        // Then
        var restored = fleet();
        new FileStateRepository(file).restore(restored);
        assertThat(views(restored)).isEqualTo(views(state)).hasSize(220);
    }

    private static FleetState fleet() {
        return new FleetState(SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT));
    }

    /** All differ, in one page. */
    private static void see(FileStateRepository repository, FleetState state, int scan, int sims) throws IOException {
        List<SimChange> changes = IntStream.rangeClosed(1, sims)
                .mapToObj(number -> change(Operation.CHANGED, "%09d".formatted(number), scan))
                .toList();
        for (SimChange change : changes) {
            state.restore(change.json().getBytes(UTF_8), change.revision(), scan, change.seenAt());
        }
        repository.applied(new ChangeSet(scan, changes));
    }

    private static void remove(FileStateRepository repository, FleetState state, int scan, String sim)
            throws IOException {
        state.remove(new SimId(sim));
        repository.applied(new ChangeSet(scan, List.of(change(Operation.REMOVED, sim, scan))));
    }

    private static SimChange change(Operation op, String sim, int scan) {
        String json = "{\"id\":\"" + sim + "\",\"label\":\"pümp " + scan + "\"}";
        return new SimChange(
                new SimId(sim), op, List.of(), Map.of(), Map.of(), json, scan, SEEN.plusSeconds(scan), null, scan);
    }

    private static List<String> views(FleetState state) {
        return state.slots()
                .mapToObj(slot -> state.id(slot) + " " + state.revision(slot) + " " + state.scan(slot) + " "
                        + state.seenAt(slot) + " " + new String(state.json(slot), UTF_8))
                .sorted()
                .toList();
    }

    private static String line(String sim) {
        return "{\"id\":\"" + sim
                + "\",\"revision\":1,\"scan\":1,\"seenAt\":\"2026-11-22T10:00:00Z\",\"sim\":\"{\\\"id\\\":\\\"" + sim
                + "\\\",\\\"label\\\":\\\"ü\\\"}\"}\n";
    }
}
