package io.github.pyb.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is in a directory at one moment, without the contents; two of them tell what has changed. */
public final class TreeSnapshot {

    /** What a look at an entry tells; of directories and links only what they are, as their time says nothing. */
    private record Seen(
            boolean directory,
            long size,
            @Nullable FileTime time,
            @Nullable Object key) {

        // Written out, because for a record's own a JVM makes code first, which takes long.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Seen seen
                    && directory == seen.directory
                    && size == seen.size
                    && Objects.equals(time, seen.time)
                    && Objects.equals(key, seen.key);
        }

        @Override
        public int hashCode() {
            return Objects.hash(directory, size, time, key);
        }
    }

    /**
     * What has changed, each path relative and in alphabetical order.
     *
     * @param present what is new or not what it was
     * @param gone what is there no longer
     */
    public record Changes(List<String> present, List<String> gone) {

        public Changes {
            present = List.copyOf(present);
            gone = List.copyOf(gone);
        }
    }

    private final Map<String, Seen> entries;

    private TreeSnapshot(Map<String, Seen> entries) {
        this.entries = entries;
    }

    /**
     * Looks at everything below a directory; links are not followed.
     *
     * @param spared the name of an entry of the directory itself that does not count
     * @throws Unstorable if a name cannot be written down in this locale
     */
    public static TreeSnapshot of(Path root, String spared) throws IOException, Unstorable {
        Map<String, Seen> entries = new TreeMap<>();
        List<Path> unnamable = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (directory.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                if (directory.equals(root.resolve(spared))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = root.relativize(file).toString();
                if (!root.resolve(name).equals(file)) {
                    unnamable.add(file);
                }
                boolean directory = attributes.isDirectory();
                entries.put(
                        name.replace(file.getFileSystem().getSeparator(), "/"),
                        directory
                                ? new Seen(true, 0, null, null)
                                : new Seen(
                                        false, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
                return FileVisitResult.CONTINUE;
            }
        });
        if (!unnamable.isEmpty()) {
            throw new Unstorable("this locale cannot name the file " + unnamable.get(0));
        }
        return new TreeSnapshot(entries);
    }

    /** A directory with nothing in it. */
    public static TreeSnapshot ofNothing() {
        return new TreeSnapshot(Map.of());
    }

    /** What has changed between this moment and a later one. */
    public Changes until(TreeSnapshot later) {
        List<String> present = later.entries.entrySet().stream()
                .filter(entry -> !Objects.equals(entries.get(entry.getKey()), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> gone = entries.keySet().stream()
                .filter(path -> !later.entries.containsKey(path))
                .toList();
        return new Changes(present, gone);
    }

    /** The size of all the files that have changed. */
    public long size(Changes changes) {
        return changes.present().stream()
                .map(entries::get)
                .filter(Objects::nonNull)
                .mapToLong(Seen::size)
                .sum();
    }
}
