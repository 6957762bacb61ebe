package io.github.camelonomondo.image;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the archive of loaded classes (CDS) that an image starts faster with: a connector on this machine says which
 * classes those are, and the JVM of the image, which is the only one that can, loads and writes them.
 */
public final class ClassArchive {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SIM = "000000007";
    private static final String LIST = "/tmp/classes.list";
    private static final String ARCHIVE = "/tmp/connector.jsa";

    private ClassArchive() {}

    /** Arguments: the image, the executable jar it was made from, and the file to write. The image is removed in the end. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path archive = Path.of(args[2]);
        Files.createDirectories(archive.toAbsolutePath().getParent());
        Path work = Files.createTempDirectory("class-archive");
        try {
            Path list = work.resolve("classes.list");
            live(extracted(Path.of(args[1]), work), list);
            write(args[0], list, archive);
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
        System.out.printf("classes for %s: %d MB%n", args[0], Files.size(archive) / 1_000_000);
        System.exit(0); // whatever the broker left running
    }

    /** A start and a little of everything: what is loaded meanwhile is in the list. */
    private static void live(Path jar, Path list) throws IOException, InterruptedException {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(100)).limit(600).start();
                var topics = new Topics(broker.bootstrapServers());
                var connector = ConnectorProcess.start(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                                "ONOMONDO_API_URL", api.url(),
                                "ONOMONDO_API_TOKEN", "key-of-the-connector"),
                        List.of("-XX:DumpLoadedClassList=" + list, "-Xshare:off"),
                        "-jar",
                        jar.toString())) {
            connector.awaitReady();
            topics.send("onomondo.sim.commands", SIM, """
                    {"id": "c-1", "type": "relabel", "sim": "000000007", "label": "pump-17"}""");
            topics.flush();
            topics.await("onomondo.sim.command-results", PATIENCE, found -> !found.isEmpty());
            topics.await("onomondo.sim.events", PATIENCE, found -> found.size() >= 100);
            connector.read("/observe/metrics");
            connector.terminate();
        }
    }

    private static Path extracted(Path jar, Path work) {
        Docker.Ended ended = Docker.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                work.resolve("extracted").toString()));
        if (!ended.ok()) {
            throw new IllegalStateException("cannot extract " + jar + ": " + ended.output());
        }
        return work.resolve("extracted").resolve(jar.getFileName());
    }

    private static void write(String image, Path list, Path archive) throws IOException {
        String container = Docker.call(
                "create",
                "--entrypoint",
                "java",
                image,
                "-Xshare:dump",
                // Only this collector's archive has objects too; every one can read them.
                "-XX:+UseG1GC",
                // Classes for libraries that are not there cannot be loaded, here as little as at a start.
                "-Xlog:cds=error",
                "-XX:SharedClassListFile=" + LIST,
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-cp",
                "@/app/jib-classpath-file");
        try {
            Docker.call("cp", list.toString(), container + ":" + LIST);
            Docker.call("start", "-a", container);
            Files.deleteIfExists(archive); // it may only be read
            Docker.call("cp", container + ":" + ARCHIVE, archive.toString());
        } finally {
            Docker.call("rm", container);
        }
        Docker.call("image", "rm", image);
    }
}
