package io.github.pyb.fs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stood in a directory at one moment: kinds, sizes and time stamps, no contents, so that it costs little. Two of
 * them tell what was written in between. Version control and virtual environments are not looked into, and no link is
 * followed; what cannot be read is passed over, because somebody who only watches must not be in the way.
 */
public final class TreeSnapshot {

    /** What happened to an entry. */
    public enum Kind {
        NEW,
        CHANGED,
        REMOVED
    }

    /**
     * A difference.
     *
     * @param entry relative to the directory
     */
    public record Change(Kind kind, Path entry) {}

    /** A directory has neither size nor time: both only say that something in it has changed. */
    private record State(String kind, long size, FileTime time) {

        // Written out, because for a record's own a JVM makes code first, which takes long.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state
                    && kind.equals(state.kind)
                    && size == state.size
                    && time.equals(state.time);
        }

        @Override
        public int hashCode() {
            return Objects.hash(kind, size, time);
        }
    }

    private static final State DIRECTORY = new State("directory", 0, FileTime.fromMillis(0));

    private final NavigableMap<Path, State> entries;

    private TreeSnapshot(NavigableMap<Path, State> entries) {
        this.entries = entries;
    }

    /**
     * Looks at a directory.
     *
     * @param excluded directories that are not looked into although they stand in it
     */
    public static TreeSnapshot of(Path directory, Set<Path> excluded) throws IOException {
        NavigableMap<Path, State> entries = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (path.equals(directory)) {
                    return FileVisitResult.CONTINUE;
                }
                if (excluded.contains(path) || SynchronisedCopy.isNeverSource(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                entries.put(directory.relativize(path), DIRECTORY);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                entries.put(directory.relativize(path), state(attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return new TreeSnapshot(entries);
    }

    private static State state(BasicFileAttributes attributes) {
        String kind = attributes.isSymbolicLink() ? "link" : attributes.isRegularFile() ? "file" : "other";
        return new State(kind, attributes.size(), attributes.lastModifiedTime());
    }

    /** What is different in a later snapshot of the same directory, in the order of the paths. */
    public List<Change> changesTo(TreeSnapshot later) {
        NavigableMap<Path, Change> changes = new TreeMap<>();
        later.entries.forEach((entry, state) -> {
            State before = entries.get(entry);
            if (before == null) {
                changes.put(entry, new Change(Kind.NEW, entry));
            } else if (!before.equals(state)) {
                changes.put(entry, new Change(Kind.CHANGED, entry));
            }
        });
        for (Path entry : entries.keySet()) {
            if (!later.entries.containsKey(entry)) {
                changes.put(entry, new Change(Kind.REMOVED, entry));
            }
        }
        return new ArrayList<>(changes.values());
    }
}
