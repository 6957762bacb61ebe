package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.changes.compare.SimJson;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state in a file, one line for every change that was taken in; only the last of a SIM counts, and each start
 * leaves out the others. A line that a crash cut short is left out too: what it held comes again.
 */
public final class FileStateRepository implements StateRepository {

    private static final Logger LOG = LoggerFactory.getLogger(FileStateRepository.class);

    private final Path file;
    private @Nullable FileOutputStream out;

    public FileStateRepository(Path file) {
        this.file = file;
    }

    /**
     * Leaves the file as it is, and its folder able to take it.
     *
     * @throws IOException if it could not be read or written, in words that name it
     */
    public void check() throws IOException {
        try {
            createFolder();
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            if (Files.exists(file) && !Files.isReadable(file)) {
                throw new IOException("it may not be read");
            }
            Files.newOutputStream(fresh()).close();
            Files.delete(fresh());
        } catch (IOException e) {
            throw new IOException("the state file " + file + " cannot be written: " + wordsOf(e), e);
        }
    }

    @Override
    public Progress restore(FleetState state) throws IOException {
        release();
        state.clear();
        createFolder();
        Map<String, String> lines = new LinkedHashMap<>();
        Progress progress = Progress.NONE;
        if (Files.exists(file)) {
            // A line that was cut may end amid a character: replaced, it is left out like any that is not whole.
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                boolean isFirst = true;
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (isFirst && !isOurs(line)) {
                        throw new IOException(
                                file + " is no state file, or its beginning is damaged; it is left as it is");
                    }
                    isFirst = false;
                    progress = take(line, lines, progress);
                }
            }
        }
        lines.values().forEach(line -> restore(line, state));
        rewrite(lines, progress);
        out = new FileOutputStream(file.toFile(), true);
        return progress;
    }

    @Override
    public void applied(ChangeSet changes) throws IOException {
        var text = new StringBuilder();
        for (SimChange change : changes.changes()) {
            ObjectNode line =
                    SimJson.MAPPER.createObjectNode().put("id", change.sim().value());
            if (change.op() != Operation.REMOVED) {
                line.put("revision", change.revision())
                        .put("scan", change.scan())
                        .put("seenAt", change.seenAt().toString())
                        .put("sim", change.json());
            }
            text.append(line).append('\n');
        }
        append(text.toString());
    }

    @Override
    public void completed(Progress progress) throws IOException {
        append(line(progress));
    }

    @Override
    public void release() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.atWarn().log("state file could not be closed: {}", e.toString());
            }
            out = null;
        }
    }

    private static boolean isOurs(String line) {
        try {
            JsonNode node = SimJson.MAPPER.readTree(line);
            return node.has("snapshotDone") || node.has("id");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static Progress take(String line, Map<String, String> lines, Progress progress) {
        try {
            JsonNode node = SimJson.MAPPER.readTree(line);
            if (node.has("snapshotDone")) {
                String startedAt = node.path("startedAt").textValue();
                return new Progress(
                        node.path("scan").intValue(),
                        node.path("snapshotDone").booleanValue(),
                        startedAt == null ? null : Instant.parse(startedAt));
            }
            String id = node.path("id").asText();
            lines.remove(id);
            if (node.has("sim")) {
                lines.put(id, line);
            }
            return new Progress(
                    Math.max(progress.scan(), node.path("scan").intValue()),
                    progress.snapshotDone(),
                    progress.startedAt());
        } catch (JsonProcessingException e) {
            LOG.atWarn().log("a line of the state file is cut and left out");
            return progress;
        }
    }

    private static void restore(String line, FleetState state) {
        try {
            JsonNode node = SimJson.MAPPER.readTree(line);
            byte[] json = node.path("sim").asText().getBytes(UTF_8);
            Instant seenAt = Instant.parse(node.path("seenAt").asText());
            if (!state.restore(
                    json, node.path("revision").intValue(), node.path("scan").intValue(), seenAt)) {
                LOG.atWarn().log("a line of the state file holds no SIM and is left out");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line that was read cannot be read again", e);
        }
    }

    private static String wordsOf(IOException e) {
        return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    }

    private void createFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    /** What is written first, to take the place of the file when it is whole. */
    private Path fresh() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private void rewrite(Map<String, String> lines, Progress progress) throws IOException {
        Path fresh = fresh();
        try (OutputStream stream = Files.newOutputStream(fresh)) {
            for (String line : lines.values()) {
                stream.write((line + '\n').getBytes(UTF_8));
            }
            stream.write(line(progress).getBytes(UTF_8));
        }
        Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private void append(String text) throws IOException {
        if (out == null) {
            throw new IllegalStateException("the state file is not open");
        }
        out.write(text.getBytes(UTF_8));
        out.getFD().sync();
    }

    private static String line(Progress progress) {
        ObjectNode line = SimJson.MAPPER
                .createObjectNode()
                .put("scan", progress.scan())
                .put("snapshotDone", progress.snapshotDone());
        if (progress.startedAt() != null) {
            line.put("startedAt", progress.startedAt().toString());
        }
        return line.toString() + '\n';
    }
}
