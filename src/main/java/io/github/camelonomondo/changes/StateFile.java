package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that are added one after the other, and now and then replaced by others. What was added is on the disk.
 * A crash or a loss of power cuts the last line at worst, and leaves either what was there before a replacement or all
 * that took its place. Not thread-safe.
 */
final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path path;

    /**
     * Written first, to take the place of the file when it is whole. No two have the same: who led before may write
     * still when another already does.
     */
    private final Path fresh;

    private final Pattern anyFresh;
    private @Nullable FileOutputStream out;

    /** Which file it is that is added to, whatever its name; null if the file system does not tell. */
    private @Nullable Object key;

    StateFile(Path path) {
        String name = String.valueOf(path.getFileName());
        this.path = path;
        this.fresh = path.resolveSibling(name + '.' + UUID.randomUUID() + ".new");
        this.anyFresh = Pattern.compile(Pattern.quote(name) + "\\.[0-9a-f-]{36}\\.new");
    }

    /** Leaves the file as it is, and its folder able to take it; fails in words that name it. */
    void check() throws IOException {
        try {
            createFolder();
            if (Files.isDirectory(path)) {
                throw new IOException("it is a folder");
            }
            if (Files.exists(path) && !Files.isReadable(path)) {
                throw new IOException("it may not be read");
            }
            Files.newOutputStream(fresh).close();
            Files.delete(fresh);
        } catch (IOException e) {
            throw new IOException("the state file " + path + " cannot be written: " + wordsOf(e), e);
        }
    }

    /** Makes its folder, and clears away what crashes left there half written. */
    void prepare() throws IOException {
        Path folder = createFolder();
        try (DirectoryStream<Path> leftOver = Files.newDirectoryStream(folder, this::isFresh)) {
            for (Path each : leftOver) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.atWarn().log("what a crash left beside the state file could not be cleared away: {}", e.toString());
        }
    }

    /** Nothing if it is not there. */
    BufferedReader reader() throws IOException {
        // A line that was cut may end amid a character: replaced, it is left out like any that is not whole.
        return new BufferedReader(
                Files.exists(path) ? new InputStreamReader(Files.newInputStream(path), UTF_8) : Reader.nullReader());
    }

    /** From now on lines can be added. Does nothing if they can already. */
    void open() throws IOException {
        if (out == null) {
            out = new FileOutputStream(path.toFile(), true);
            key = keyOf(path);
        }
    }

    /**
     * Returns when it is safe.
     *
     * @throws LeadershipLostException if another process has replaced the file: what is added to the old one nobody reads
     */
    void append(String lines) throws IOException {
        if (out == null) {
            throw new IllegalStateException("the state file is not open");
        }
        out.write(lines.getBytes(UTF_8));
        out.getFD().sync();
        requireOurs();
    }

    /** What a file is to hold. */
    interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * The file holds {@code content} and nothing else once this returns, and is closed. If it fails the file is as it was,
     * and may be closed or not.
     *
     * @throws LeadershipLostException if another process has replaced the file since lines can be added
     */
    void replace(Content content) throws IOException {
        try {
            write(content);
            requireOurs();
            close(); // not every system moves a file to where an open one is
            Files.move(fresh, path, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh); // it would take the room from the lines to come
        }
        syncFolder();
    }

    void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.atWarn().log("state file could not be closed: {}", e.toString());
            }
            out = null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private void write(Content content) throws IOException {
        try (var file = new FileOutputStream(fresh.toFile());
                var stream = new BufferedOutputStream(file)) {
            content.writeTo(stream);
            stream.flush();
            file.getFD().sync(); // else a loss of power may leave the name, and nothing in it
        }
    }

    /** False once another process has put its own in place: what it has written since is not ours to overwrite. */
    private boolean isOurs() throws IOException {
        return out == null || !Files.exists(path) || Objects.equals(key, keyOf(path));
    }

    private void requireOurs() throws IOException {
        if (!isOurs()) {
            throw new LeadershipLostException("another process has replaced the state file " + path);
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private boolean isFresh(Path path) {
        return anyFresh.matcher(String.valueOf(path.getFileName())).matches();
    }

    private Path createFolder() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        return folder == null ? path : Files.createDirectories(folder);
    }

    private void syncFolder() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                // not every system can; where none does, a loss of power may bring back the file before
            }
        }
    }

    private static String wordsOf(IOException e) {
        return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    }
}
