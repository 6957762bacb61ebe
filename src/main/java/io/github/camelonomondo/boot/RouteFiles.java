package io.github.camelonomondo.boot;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The route files that a pattern, or several with commas between them, match. Those of the class path are named one by one: to find them Camel would read the
 * whole packaged jar, byte by byte, at each start.
 */
final class RouteFiles {

    private static final String CLASS_PATH = "classpath:";

    private RouteFiles() {}

    /**
     * What Camel is to read.
     *
     * @throws SettingException if it is none, or no pattern of files
     */
    static String of(String patterns) {
        return Stream.of(patterns.split(",", -1)).map(RouteFiles::filesOf).collect(Collectors.joining(","));
    }

    private static String filesOf(String pattern) {
        List<Resource> files = matching(pattern);
        if (files.isEmpty()) {
            throw new SettingException(
                    "onomondo.routes", pattern, "a pattern that matches at least one file is allowed");
        }
        String folder = pattern.substring(0, pattern.lastIndexOf('/') + 1);
        // "**" at the end matches files in folders below, too.
        if (!folder.startsWith(CLASS_PATH) || folder.contains("*") || folder.contains("?") || pattern.contains("**")) {
            return pattern;
        }
        return files.stream()
                .map(file -> folder + file.getFilename())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Without a wildcard it is one, whether it is there or not; a folder is none. */
    private static List<Resource> matching(String pattern) {
        try {
            // As Camel does: of all that is on the class path.
            String everywhere = pattern.replaceFirst("^" + CLASS_PATH, "classpath*:");
            return Stream.of(new PathMatchingResourcePatternResolver().getResources(everywhere))
                    .filter(Resource::isReadable)
                    .toList();
        } catch (IOException e) {
            throw new SettingException("onomondo.routes", pattern, "a pattern of route files, " + e.getMessage());
        }
    }
}
