package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.changes.compare.SimFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file whose last line was cut, as where a disk was full. */
class FileStateRepositoryTest {

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

    private static String line(String sim) {
        return "{\"id\":\"" + sim
                + "\",\"revision\":1,\"scan\":1,\"seenAt\":\"2026-11-22T10:00:00Z\",\"sim\":\"{\\\"id\\\":\\\"" + sim
                + "\\\",\\\"label\\\":\\\"ü\\\"}\"}\n";
    }
}
