package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.benchmark.bare.BareApplication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The connector's jar with {@link BareApplication} in the place of the connector: the same jars in the same order. */
final class BareJar {

    private static final String CLASSES = "BOOT-INF/classes/";
    private static final List<String> RESOURCES = List.of("application.properties", "routes/bare.camel.yaml");

    private BareJar() {}

    static Path of(Path connector, Path target) {
        try (var source = new JarFile(connector.toFile());
                var out = new JarOutputStream(Files.newOutputStream(target), manifest(source))) {
            for (var entry : source.stream().filter(BareJar::isOfAnyApplication).toList()) {
                out.putNextEntry(new ZipEntry(entry)); // jars within the jar stay as they are: not compressed
                source.getInputStream(entry).transferTo(out);
            }
            var main = BareApplication.class.getName().replace('.', '/') + ".class";
            add(out, main, "/" + main);
            for (String resource : RESOURCES) {
                add(out, resource, "/benchmark/bare/" + resource);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(JarFile source) throws IOException {
        var manifest = new Manifest(source.getManifest());
        manifest.getMainAttributes().put(new Attributes.Name("Start-Class"), BareApplication.class.getName());
        return manifest;
    }

    private static boolean isOfAnyApplication(ZipEntry entry) {
        var name = entry.getName();
        return !name.startsWith("META-INF/") && (!name.startsWith(CLASSES) || name.equals(CLASSES));
    }

    private static void add(JarOutputStream out, String name, String resource) throws IOException {
        out.putNextEntry(new ZipEntry(CLASSES + name));
        try (InputStream in = BareJar.class.getResourceAsStream(resource)) {
            in.transferTo(out);
        }
        out.closeEntry();
    }
}
