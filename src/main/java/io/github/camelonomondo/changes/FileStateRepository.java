package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.sim.SimId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state in a file, one line for every change that was taken in; only the last of a SIM counts. The others are
 * left out at each start, and whenever they are about twice as many as the SIMs. A line that a crash cut short is left
 * out too: what it held comes again.
 */
public final class FileStateRepository implements StateRepository {

    private static final Logger LOG = LoggerFactory.getLogger(FileStateRepository.class);

    /** A small fleet is not worth rewriting for a few lines. */
    private static final int FEW = 1_000;

    private final StateFile file;

    /** That of the scans, on whose thread alone it is read here. */
    private @Nullable FleetState fleet;

    private Progress progress = Progress.NONE;

    /** Lines since the file was last rewritten, or could not be. */
    private long added;

    public FileStateRepository(Path file) {
        this.file = new StateFile(file);
    }

    /**
     * Leaves the file as it is, and its folder able to take it.
     *
     * @throws IOException if it could not be read or written, in words that name it
     */
    public void check() throws IOException {
        file.check();
    }

    @Override
    public Progress restore(FleetState state) throws IOException {
        release();
        state.clear();
        fleet = state;
        progress = Progress.NONE;
        file.prepare();
        if (!read(state)) {
            file.replace(stream -> write(state, stream));
            file.open();
        } else if (!rewrite(state)) {
            add("\n", 1); // ends a line that was cut, so that the next is none of it
        }
        return progress;
    }

    @Override
    public void applied(ChangeSet changes) throws IOException {
        var text = new StringBuilder();
        for (SimChange change : changes.changes()) {
            String sim = change.sim().value();
            text.append(
                    change.op() == Operation.REMOVED
                            ? SimJson.MAPPER.createObjectNode().put("id", sim).toString() + '\n'
                            : line(sim, change.revision(), change.scan(), change.seenAt(), change.json()));
        }
        progress = atLeast(changes.scan());
        add(text.toString(), changes.changes().size());
    }

    @Override
    public void completed(Progress completed) throws IOException {
        progress = completed;
        add(line(completed), 1);
    }

    @Override
    public void release() {
        file.close();
    }

    private void add(String lines, int count) throws IOException {
        file.append(lines);
        added += count;
        FleetState state = fleet;
        if (state != null && added > 2L * (state.size() + FEW)) {
            rewrite(state);
        }
    }

    /** False if it could not: then the file is as it was, and lines are added to it as before. */
    private boolean rewrite(FleetState state) throws IOException {
        added = 0;
        try {
            file.replace(stream -> write(state, stream));
            return true;
        } catch (IOException e) {
            LOG.atWarn().log("the state file {} could not be rewritten, so it grows: {}", file, e.toString());
            return false;
        } finally {
            file.open();
        }
    }

    private void write(FleetState state, OutputStream stream) throws IOException {
        for (int slot : state.slots().toArray()) {
            String line = line(
                    PageComparison.simId(state.id(slot)).value(),
                    state.revision(slot),
                    state.scan(slot),
                    Instant.ofEpochMilli(state.seenAt(slot)),
                    new String(state.json(slot), UTF_8));
            stream.write(line.getBytes(UTF_8));
        }
        stream.write(line(progress).getBytes(UTF_8));
    }

    /** False if there was nothing to read. */
    private boolean read(FleetState state) throws IOException {
        try (BufferedReader reader = file.reader()) {
            String line = reader.readLine();
            if (line == null) {
                return false;
            }
            if (!isOurs(line)) {
                throw new IOException(file + " is no state file, or its beginning is damaged; it is left as it is");
            }
            for (; line != null; line = reader.readLine()) {
                take(line, state);
            }
            return true;
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

    private void take(String line, FleetState state) {
        JsonNode node;
        try {
            node = SimJson.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            LOG.atWarn().log("a line of the state file is cut and left out");
            return;
        }
        int scan = node.path("scan").intValue();
        String id = node.path("id").asText();
        if (node.has("snapshotDone")) {
            String startedAt = node.path("startedAt").textValue();
            progress = new Progress(
                    scan,
                    node.path("snapshotDone").booleanValue(),
                    startedAt == null ? null : Instant.parse(startedAt));
        } else if (node.has("sim")) {
            restore(node, state);
            progress = atLeast(scan);
        } else if (SimId.matches(id)) {
            state.remove(new SimId(id));
        }
    }

    private static void restore(JsonNode node, FleetState state) {
        byte[] json = node.path("sim").asText().getBytes(UTF_8);
        Instant seenAt = Instant.parse(node.path("seenAt").asText());
        if (!state.restore(
                json, node.path("revision").intValue(), node.path("scan").intValue(), seenAt)) {
            LOG.atWarn().log("a line of the state file holds no SIM and is left out");
        }
    }

    private Progress atLeast(int scan) {
        return new Progress(Math.max(progress.scan(), scan), progress.snapshotDone(), progress.startedAt());
    }

    private static String line(String sim, int revision, int scan, Instant seenAt, String json) {
        ObjectNode line = SimJson.MAPPER
                .createObjectNode()
                .put("id", sim)
                .put("revision", revision)
                .put("scan", scan)
                .put("seenAt", seenAt.toString())
                .put("sim", json);
        return line.toString() + '\n';
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
