package io.github.pyb.env;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything by which environments are compared: names, kinds, targets of links, permissions, contents, and some times. */
final class EnvironmentDescription {

    private EnvironmentDescription() {}

    /** Every entry by its name, with the time of those that are older than the tests. */
    static Map<String, String> of(Path root) throws IOException {
        // What is older was not written by a test.
        Instant beginning = Instant.now().minusSeconds(3600);
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                entries.put(root.relativize(path).toString(), describe(path, beginning));
            }
        }
        return entries;
    }

    private static String describe(Path path, Instant beginning) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (Files.isDirectory(path)) {
            return "directory " + permissions;
        }
        FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        String age = time.toInstant().isBefore(beginning) ? time.toString() : "new";
        return "file " + permissions + " " + age + "\n" + Files.readString(path, StandardCharsets.ISO_8859_1);
    }
}
