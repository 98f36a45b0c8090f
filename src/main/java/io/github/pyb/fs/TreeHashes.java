package io.github.pyb.fs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The contents of a source tree, by their hashes: of all that {@link SynchronisedCopy} would copy. A file that the system
 * says nobody has touched since it was hashed is not read again; where the system does not note every change (only POSIX
 * systems do, with a time that no program can set), all files are.
 */
public final class TreeHashes {

    /** Changes within the resolution of time stamps do not show in them. */
    private static final Duration CAUTION = Duration.ofSeconds(2);

    /**
     * An entry.
     *
     * @param content what counts: the hash of a file, the text of a link
     * @param state by what a file is known that nobody has touched; empty if there is no such thing
     */
    public record Entry(String content, String state) {}

    private final Path root;
    private final Set<Path> excluded;
    private final Map<String, Entry> before;
    private final Instant trusted;
    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    private TreeHashes(Path root, Set<Path> excluded, Map<String, Entry> before, Instant trusted) {
        this.root = root;
        this.excluded = excluded;
        this.before = before;
        this.trusted = trusted;
    }

    /**
     * Hashes a tree.
     *
     * @param excluded directories that are not part of the source although they stand in it
     * @param before what was found before; none for reading all files
     * @param time when that was found
     * @return entries by their paths, with slashes
     * @throws IOException if something cannot be read, or something that counts lies elsewhere
     */
    public static Map<String, Entry> of(Path directory, Set<Path> excluded, Map<String, Entry> before, Instant time)
            throws IOException {
        Set<Path> real = new HashSet<>();
        for (Path path : excluded) {
            real.add(Files.exists(path) ? path.toRealPath() : path);
        }
        TreeHashes hashes = new TreeHashes(directory.toRealPath(), real, before, time.minus(CAUTION));
        hashes.walk();
        return Collections.unmodifiableMap(hashes.entries);
    }

    private void walk() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (!path.equals(root)) {
                    if (isLeftOut(path)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    entries.put(name(path), new Entry("directory", ""));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (!SynchronisedCopy.isVersionControl(path.getFileName().toString())) {
                    add(path, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private boolean isLeftOut(Path directory) {
        return excluded.contains(directory)
                || SynchronisedCopy.isNeverSource(directory)
                || SynchronisedCopy.isCache(directory.getFileName().toString());
    }

    private void add(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            entries.put(name(path), new Entry(link(path), ""));
        } else if (attributes.isRegularFile()) {
            entries.put(name(path), file(path));
        }
    }

    /** What a link points to counts as well, if that is not hashed where it stands. */
    private String link(Path link) throws IOException {
        String text = "link to " + Files.readSymbolicLink(link);
        if (Files.isRegularFile(link)) {
            return text + " " + content(link);
        }
        if (Files.isDirectory(link)) {
            Path pointee = link.toRealPath();
            if (!pointee.startsWith(root)) {
                throw new IOException(name(link) + " is a link to a directory that is not part of the sources");
            }
            for (Path path = pointee; path != null && !path.equals(root); path = path.getParent()) {
                if (isLeftOut(path)) {
                    throw new IOException(name(link) + " is a link to a directory that is no source");
                }
            }
        }
        return text;
    }

    private Entry file(Path path) throws IOException {
        Optional<FileTime> changed = changed(path);
        if (changed.isEmpty()) {
            return new Entry(content(path), "");
        }
        String state = state(path);
        Entry known = before.get(name(path));
        if (known != null
                && known.state().equals(state)
                && changed.get().toInstant().isBefore(trusted)) {
            return new Entry(known.content(), state);
        }
        return new Entry(content(path), state);
    }

    /** When the file or anything that is said of it was changed, if the system notes that. */
    private static Optional<FileTime> changed(Path path) throws IOException {
        try {
            Object time = Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            return time instanceof FileTime fileTime ? Optional.of(fileTime) : Optional.empty();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String state(Path path) throws IOException {
        Map<String, Object> known =
                Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,dev,mode", LinkOption.NOFOLLOW_LINKS);
        return new TreeMap<>(known).values().toString();
    }

    /** The copy has who may execute a file, and no other permissions of the original. */
    private static String content(Path path) throws IOException {
        return Sha256.of(path) + (Files.isExecutable(path) ? " executable" : "");
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }
}
