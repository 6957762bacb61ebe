import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Puts first, of the jars in the packaged connector, those that most classes of a start are in. Boot sorts them by name, and a class
 * is looked for in one after the other: a hundred for each, in the order of names. The build runs this file as it is.
 */
public final class JarOrder {

    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String INDEX = "BOOT-INF/classpath.idx";

    /** By the number of their classes that a start loads, as {@code -Xlog:class+load} shows them: 1,584 to some 50. */
    private static final List<String> FIRST = List.of(
            "kafka-clients",
            "spring-boot",
            "spring-core",
            "camel-api",
            "jackson-databind",
            "tomcat-embed-core",
            "spring-boot-autoconfigure",
            "spring-context",
            "spring-web",
            "spring-beans",
            "camel-core-model",
            "spring-webmvc",
            "spring-boot-actuator",
            "spring-boot-actuator-autoconfigure",
            "camel-support",
            "snakeyaml",
            "snakeyaml-engine",
            "logback-core",
            "httpclient5",
            "httpcore5",
            "micrometer-core",
            "camel-spring-boot",
            "jackson-core",
            "camel-core-reifier",
            "camel-base-engine",
            "logback-classic",
            "spring-aop",
            "jackson-datatype-jsr310",
            "jackson-annotations",
            "camel-base",
            "jakarta.servlet-api",
            "camel-core-processor",
            "camel-kafka",
            "camel-core-languages",
            "camel-util");

    private JarOrder() {}

    public static void main(String[] args) throws IOException {
        var jar = Path.of(args[0]);
        var ordered = jar.resolveSibling(jar.getFileName() + ".ordered");
        try (var from = new ZipFile(jar.toFile());
                var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(ordered)))) {
            requireAll(from);
            List<ZipEntry> entries = from.stream()
                    .sorted(Comparator.comparingInt(entry -> place(entry.getName())))
                    .collect(Collectors.toList());
            for (ZipEntry entry : entries) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                copy(entry, entry.getName().equals(INDEX) ? index(content) : content, to);
            }
        }
        Files.move(ordered, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A jar that has another name now would be looked for in its old place in vain, and nobody would see it. */
    private static void requireAll(ZipFile jar) {
        Set<String> there =
                jar.stream().map(entry -> library(entry.getName())).collect(Collectors.toSet());
        List<String> gone =
                FIRST.stream().filter(name -> !there.contains(name)).collect(Collectors.toList());
        if (!gone.isEmpty()) {
            throw new IllegalStateException(jar.getName() + " has no library called " + gone + ": see src/build/JarOrder.java");
        }
    }

    /** What is no library stays before them. */
    private static int place(String name) {
        if (!name.startsWith(LIBRARIES) || name.equals(LIBRARIES)) {
            return -1;
        }
        int place = FIRST.indexOf(library(name));
        return place < 0 ? FIRST.size() : place;
    }

    /** Without its folder and its version. */
    private static String library(String entry) {
        return entry.startsWith(LIBRARIES) ? entry.substring(LIBRARIES.length()).replaceFirst("-[0-9].*", "") : entry;
    }

    /** The order of the extracted layout. Lines are like {@code - "BOOT-INF/lib/camel-api-4.18.0.jar"}. */
    private static byte[] index(byte[] content) {
        return new String(content, UTF_8)
                .lines()
                .sorted(Comparator.comparingInt(line -> place(line.replaceAll("^- \"|\"$", ""))))
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    private static void copy(ZipEntry entry, byte[] content, ZipOutputStream to) throws IOException {
        var same = new ZipEntry(entry);
        if (entry.getMethod() == ZipEntry.DEFLATED) {
            same.setSize(content.length);
            same.setCompressedSize(-1);
            same.setCrc(crc(content));
        }
        to.putNextEntry(same);
        to.write(content);
        to.closeEntry();
    }

    private static long crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }
}
