package io.github.pyb.fs;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Removes directories. Links and junctions are removed themselves, never what they point to; a directory that another
 * file system is mounted on is left alone with all that it holds; where the system allows it (Linux, macOS) every step
 * is taken relative to an open directory, so that a directory that somebody replaces by a link in the middle cannot
 * lead us astray. What cannot be removed is reported, all of it at once.
 */
public final class TreeRemoval {

    /** Left-overs that a message names. */
    private static final int NAMED = 10;

    /** Windows refuses to delete a file that a virus scanner or a dying process still holds; that passes. */
    private static final int ATTEMPTS = 5;

    private final MountPoints mountPoints;
    private final List<String> leftovers = new ArrayList<>();
    private @Nullable IOException firstError;
    private int failures;

    private TreeRemoval(MountPoints mountPoints) {
        this.mountPoints = mountPoints;
    }

    /** Removes a file, a link, or a directory with everything in it. Nothing happens if it is not there. */
    public static void remove(Path path) throws MachineProblem {
        TreeRemoval removal = new TreeRemoval(MountPoints.current());
        removal.removeEntry(null, realParent(path), path.getFileName());
        removal.report(path);
    }

    /** Removes everything in a directory but the entries of those names, and not the directory itself. */
    public static void removeContent(Path directory, Set<String> spared) throws MachineProblem {
        removeContent(directory, spared, MountPoints.current());
    }

    static void removeContent(Path directory, Set<String> spared, MountPoints mountPoints) throws MachineProblem {
        TreeRemoval removal = new TreeRemoval(mountPoints);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            removal.removeEntries(stream, directory.toRealPath(), spared);
        } catch (NoSuchFileException e) {
            // Nothing there, nothing to do.
            return;
        } catch (IOException e) {
            removal.failed(directory, e);
        }
        removal.report(directory);
    }

    private static Path realParent(Path path) throws MachineProblem {
        Path parent =
                Objects.requireNonNull(path.toAbsolutePath().getParent(), "the root of a file system is never removed");
        try {
            return parent.toRealPath();
        } catch (NoSuchFileException e) {
            return parent;
        } catch (IOException e) {
            throw MachineProblem.of("cannot remove " + path, parent, e);
        }
    }

    private void removeEntries(DirectoryStream<Path> stream, Path directory, Set<String> spared) {
        for (Path entry : stream) {
            Path name = entry.getFileName();
            if (!spared.contains(name.toString())) {
                removeEntry(stream instanceof SecureDirectoryStream<Path> secure ? secure : null, directory, name);
            }
        }
    }

    /**
     * @param parent the open parent directory, where the system has such a thing
     * @param directory the parent's real path
     */
    private void removeEntry(@Nullable SecureDirectoryStream<Path> parent, Path directory, Path name) {
        Path path = directory.resolve(name);
        try {
            BasicFileAttributes attributes = attributes(parent, path, name);
            boolean realDirectory = attributes.isDirectory() && !attributes.isSymbolicLink() && !attributes.isOther();
            if (!realDirectory) {
                delete(parent, path, name, false);
            } else if (mountPoints.isMountPoint(path)) {
                failed(path, new IOException("another file system is mounted there"));
            } else {
                removeDirectory(parent, path, name);
            }
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
            return;
        } catch (IOException e) {
            failed(path, e);
        }
    }

    private void removeDirectory(@Nullable SecureDirectoryStream<Path> parent, Path path, Path name)
            throws IOException {
        int failuresBefore = failures;
        makeWritable(parent, path, name);
        try (DirectoryStream<Path> stream = parent == null
                ? Files.newDirectoryStream(path)
                : parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            removeEntries(stream, path, Set.of());
        }
        // If something below is still there, that is the news, not that its directory is not empty.
        if (failures == failuresBefore) {
            delete(parent, path, name, true);
        }
    }

    /** A directory without write permission would keep its entries; it is ours, so it is made writable. */
    private static void makeWritable(@Nullable SecureDirectoryStream<Path> parent, Path path, Path name)
            throws IOException {
        PosixFileAttributeView view = parent == null
                ? Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : parent.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            Set<PosixFilePermission> permissions =
                    new HashSet<>(view.readAttributes().permissions());
            if (permissions.addAll(Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE))) {
                view.setPermissions(permissions);
            }
        }
    }

    private static BasicFileAttributes attributes(@Nullable SecureDirectoryStream<Path> parent, Path path, Path name)
            throws IOException {
        return parent == null
                ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    private static void delete(@Nullable SecureDirectoryStream<Path> parent, Path path, Path name, boolean directory)
            throws IOException {
        if (parent == null) {
            deletePatiently(path);
        } else if (directory) {
            parent.deleteDirectory(name);
        } else {
            parent.deleteFile(name);
        }
    }

    private static void deletePatiently(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.deleteIfExists(path);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                clearReadOnly(path);
                LockSupport.parkNanos(attempt * 50_000_000L);
            }
        }
    }

    /** Windows does not delete a file with that attribute. */
    private static void clearReadOnly(Path path) throws IOException {
        DosFileAttributeView view =
                Files.getFileAttributeView(path, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setReadOnly(false);
        }
    }

    private void failed(Path path, IOException error) {
        failures++;
        if (firstError == null) {
            firstError = error;
        }
        if (leftovers.size() < NAMED) {
            leftovers.add(path + ": " + MachineProblem.reasonAlone(error));
        }
    }

    private void report(Path path) throws MachineProblem {
        if (failures == 0) {
            return;
        }
        String more = failures > leftovers.size() ? "\n... and " + (failures - leftovers.size()) + " more" : "";
        throw new MachineProblem(
                ProblemKind.MACHINE,
                Explanation.of("cannot remove everything in " + path)
                        .line("left", String.join("\n", leftovers) + more)
                        .attempt("end the processes that use these files, or remove them by hand"),
                firstError);
    }
}
