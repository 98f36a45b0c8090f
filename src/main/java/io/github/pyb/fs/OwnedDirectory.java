package io.github.pyb.fs;

import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A directory that is provably ours: it holds a marker that says who made it, and a lock that says who uses it now.
 * Held by one build at a time. Both stand within the directory, in {@code .pyb}, so that they need no other writable
 * place and mean the same to every process that can see the directory.
 *
 * <p>Nothing is removed but by a holder, and the marker is removed last: whatever a removal leaves behind is still
 * recognised as ours by the next build.
 */
public final class OwnedDirectory implements AutoCloseable {

    /** The directory with marker and lock. */
    public static final String CONTROL = ".pyb";

    private static final String MARKER = "owner.properties";
    static final String LOCK = "lock";
    private static final int NAMED_ENTRIES = 3;

    /** A directory is somebody else's only if it looks like that every time. */
    private static final int LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** What stands at a place, seen without touching it. */
    public sealed interface Finding {
        /** There is nothing of that name. */
        record Missing() implements Finding {}

        /** A directory with nothing in it (or with a lock that a killed build left before it wrote its marker). */
        record Empty() implements Finding {}

        /** A directory with our marker. */
        record Owned(Ownership ownership) implements Finding {}

        /** A directory with something in it, and not ours. */
        record Foreign(List<String> firstEntries) implements Finding {}
    }

    private final Path path;
    private final Path control;
    private final DirectoryLock lock;
    private final Optional<Ownership> found;
    private Ownership ownership;
    private boolean held = true;

    OwnedDirectory(Path path, DirectoryLock lock, Optional<Ownership> found, Ownership ownership) {
        this.path = path;
        this.control = path.resolve(CONTROL);
        this.lock = lock;
        this.found = found;
        this.ownership = ownership;
    }

    /**
     * Looks at a directory without touching it.
     *
     * @param path a directory, or a path at which there is nothing
     */
    public static Finding inspect(Path path) throws IOException {
        Finding finding = look(path);
        // Another build may be moving out, or in: what was seen of its files and of its marker need not fit together.
        for (int look = 1; look < LOOKS && finding instanceof Finding.Foreign; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            finding = look(path);
        }
        return finding;
    }

    private static Finding look(Path path) throws IOException {
        Path control = path.resolve(CONTROL);
        List<String> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            for (Path entry : stream) {
                entries.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            return new Finding.Missing();
        }
        if (Files.isDirectory(control, LinkOption.NOFOLLOW_LINKS)) {
            Optional<Ownership> ownership = Ownership.read(control.resolve(MARKER));
            if (ownership.isPresent()) {
                return new Finding.Owned(ownership.get());
            }
            if (holdsAtMostALock(control)) {
                entries.remove(CONTROL);
            }
        }
        if (entries.isEmpty()) {
            return new Finding.Empty();
        }
        return new Finding.Foreign(
                entries.stream().sorted().limit(NAMED_ENTRIES).toList());
    }

    private static boolean holdsAtMostALock(Path control) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(control)) {
            for (Path entry : stream) {
                // A marker that was being written when its writer was killed has a staging name.
                String name = entry.getFileName().toString();
                if (!name.equals(LOCK) && !name.startsWith("." + MARKER)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /**
     * Takes hold of an empty directory, or of one of ours, until {@link #close}. A missing directory is created, for
     * nobody but its owner to enter; missing parents are created and stay. Whoever gets hold of it decides by what was
     * {@link #found} in it, and then either moves in with {@link #occupy} or just closes it, which leaves it as it was.
     *
     * @param wanted who we are; its {@code existedBefore} is worked out here
     * @throws UserProblem if there is something in the directory that is not ours, or another build holds it for longer
     *     than we are willing to wait
     */
    public static OwnedDirectory claim(Path path, Ownership wanted, Waiting waiting)
            throws UserProblem, MachineProblem, InterruptedException {
        try {
            return new DirectoryClaim(path, wanted, waiting).claim();
        } catch (IOException e) {
            throw MachineProblem.of("cannot set up the directory", path, e);
        }
    }

    /** The refusal of a directory that holds something which is not ours. */
    public static UserProblem foreign(Path path, List<String> firstEntries) {
        return new UserProblem(
                ProblemKind.LOCATION_REFUSED,
                Explanation.of("the directory is not empty and was not made by this plugin, so it was left untouched")
                        .where(path)
                        .line("it holds", String.join(", ", firstEntries))
                        .attempt("name an empty directory, or one that does not exist yet"));
    }

    public Path path() {
        return path;
    }

    /** The name of this use of the directory, another one each time. */
    public String id() {
        return ownership.id();
    }

    /** The same of the use before us, if that was killed. */
    public Optional<String> abandoned() {
        return found.filter(before -> before.state() == Ownership.State.IN_USE).map(Ownership::id);
    }

    /** What the marker said before we came, if there was one. */
    public Optional<Ownership> found() {
        return found;
    }

    /** Writes our marker. From here on the directory is ours; if it cannot be written, the directory is given up. */
    public void occupy() throws MachineProblem {
        try {
            mark(ownership);
        } catch (MachineProblem e) {
            close();
            throw e;
        }
    }

    /** Says in the marker that the directory is kept, and why. */
    public void keep(String reason) throws MachineProblem {
        mark(ownership.in(Ownership.State.KEPT, reason));
    }

    private void mark(Ownership now) throws MachineProblem {
        ownership = now;
        try {
            now.write(control.resolve(MARKER));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the marker", control.resolve(MARKER), e);
        }
    }

    /** Removes everything but marker and lock. */
    public void clear() throws MachineProblem {
        TreeRemoval.removeContent(path, Set.of(CONTROL));
    }

    /**
     * Removes everything, and the directory itself if it was not there before us; then gives it up. If something cannot
     * be removed, the marker stays and says so.
     */
    public void removeAndClose() throws MachineProblem {
        try {
            try {
                clear();
            } catch (MachineProblem e) {
                mark(ownership.in(Ownership.State.LEFTOVER, e.explanation().what()));
                throw e;
            }
            removeControl();
        } finally {
            close();
        }
    }

    private void removeControl() throws MachineProblem {
        boolean windows = FileSystems.getDefault().getSeparator().equals("\\");
        if (windows) {
            // Here a directory cannot go while a file in it is open.
            close();
        }
        try {
            TreeRemoval.removeContent(control, Set.of(LOCK));
            Files.deleteIfExists(control.resolve(LOCK));
            Files.deleteIfExists(control);
            if (!ownership.existedBefore()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            // The next build has moved in already. The place is its own now.
            return;
        } catch (IOException e) {
            throw MachineProblem.of("cannot remove the directory", path, e);
        }
    }

    /** Gives it up as it is, unless that was done already; the marker says why, if it can be written. */
    public void release(String reason) throws MachineProblem {
        try {
            if (held) {
                keep(reason);
            }
        } catch (MachineProblem e) {
            // The disk is full, for instance, and what was built is none the worse. It looks as if we had been killed.
            return;
        } finally {
            close();
        }
    }

    @Override
    public void close() throws MachineProblem {
        held = false;
        try {
            lock.close();
        } catch (IOException e) {
            throw MachineProblem.of("cannot give up the lock", control.resolve(LOCK), e);
        }
    }
}
