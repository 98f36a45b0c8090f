package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes directory trees for tests, and describes them so that they can be compared. */
public final class Trees {

    private Trees() {}

    /** Writes a file, and the directories above it. */
    public static Path write(Path file, String... lines) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String... lines) {
        return lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    }

    /** Copies a project as it would be checked out: without what builds have left in it. */
    public static Path copy(Path project, Path to) {
        try (Stream<Path> paths = Files.walk(project)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path relative = project.relativize(path);
                if (StreamSupport.stream(relative.spliterator(), false).anyMatch(Path.of("target")::equals)) {
                    continue;
                }
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to.resolve(relative));
                } else {
                    Files.copy(path, to.resolve(relative));
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file can have that name, which depends on the system and on the locale that the tests run in. */
    public static boolean canName(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Every entry below a directory with its kind, its time stamp and its content. */
    public static Map<String, String> describe(Path directory) {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                entries.put(directory.relativize(path).toString(), describeEntry(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** The same with the time stamps of directories as well, but for the directory itself and what is left out of it. */
    public static Map<String, String> describeWithTimes(Path directory, String leftOut) {
        Map<String, String> entries = describe(directory);
        entries.keySet().removeIf(name -> name.isEmpty() || Path.of(name).startsWith(leftOut));
        entries.replaceAll(
                (name, text) -> text.equals("directory") ? "directory of " + time(directory.resolve(name)) : text);
        return entries;
    }

    private static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describeEntry(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(path)) {
            return "directory";
        }
        return "file of " + time + ": " + Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
