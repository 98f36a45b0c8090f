package io.github.pyb.fs;

import io.github.pyb.fs.OwnedDirectory.Finding;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/** One attempt to get hold of a directory, which may take many rounds. */
final class DirectoryClaim {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration REMINDER = Duration.ofSeconds(60);

    /** A wait shorter than this is not worth a line. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Path path;
    private final Path control;
    private final Ownership wanted;
    private final Waiting waiting;
    private final long start = System.nanoTime();
    private long nextNotice = start + PATIENCE.toNanos();
    private boolean created;
    private boolean controlCreated;

    /** Set if a build before us, which we waited for, made the directory: then it is not the user's. */
    private boolean createdByOther;

    DirectoryClaim(Path path, Ownership wanted, Waiting waiting) {
        this.path = path;
        this.control = path.resolve(OwnedDirectory.CONTROL);
        this.wanted = wanted;
        this.waiting = waiting;
    }

    OwnedDirectory claim() throws IOException, UserProblem, MachineProblem, InterruptedException {
        while (true) {
            Finding finding = OwnedDirectory.inspect(path);
            if (finding instanceof Finding.Foreign foreign) {
                throw OwnedDirectory.foreign(path, foreign.firstEntries());
            }
            if (finding instanceof Finding.Owned owned && !owned.ownership().existedBefore()) {
                createdByOther = true;
            }
            if (finding instanceof Finding.Missing) {
                createDirectory();
            }
            Optional<DirectoryLock> lock =
                    createControl() ? DirectoryLock.tryAcquire(control.resolve(OwnedDirectory.LOCK)) : Optional.empty();
            if (lock.isPresent()) {
                return moveIn(lock.get());
            }
            pause();
        }
    }

    private void createDirectory() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(path, privateMode());
            created = true;
        } catch (FileAlreadyExistsException e) {
            // Another build of ours was a moment faster; the lock will decide.
            created = false;
        }
    }

    /** @return false if the directory vanished in the meantime */
    private boolean createControl() throws IOException {
        try {
            Files.createDirectory(control, privateMode());
            controlCreated = true;
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** With the lock in hand, looks again: what was seen before may be outdated. */
    private OwnedDirectory moveIn(DirectoryLock lock) throws IOException, UserProblem, MachineProblem {
        boolean done = false;
        try {
            Finding finding = OwnedDirectory.inspect(path);
            if (finding instanceof Finding.Foreign foreign) {
                throw OwnedDirectory.foreign(path, foreign.firstEntries());
            }
            Optional<Ownership> found =
                    finding instanceof Finding.Owned owned ? Optional.of(owned.ownership()) : Optional.empty();
            if (found.isPresent() && found.get().kind() != wanted.kind()) {
                throw new UserProblem(
                        ProblemKind.LOCATION_REFUSED,
                        Explanation.of("the directory serves this plugin for something else ("
                                        + found.get().kind().word() + ")")
                                .where(path)
                                .attempt("name another directory"));
            }
            boolean existedBefore = found.map(Ownership::existedBefore).orElse(!created && !createdByOther);
            done = true;
            return new OwnedDirectory(path, lock, found, wanted.existedBefore(existedBefore));
        } finally {
            if (!done) {
                leave(lock);
            }
        }
    }

    /** Takes away what we brought, in case somebody filled the directory while we were about to claim it. */
    private void leave(DirectoryLock lock) throws IOException {
        if (controlCreated) {
            Files.deleteIfExists(control.resolve(OwnedDirectory.LOCK));
        }
        lock.close();
        if (controlCreated) {
            Files.deleteIfExists(control);
        }
    }

    private void pause() throws IOException, UserProblem, InterruptedException {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        String holder = OwnedDirectory.inspect(path) instanceof Finding.Owned owned
                ? owned.ownership().builder().project() + " (goal "
                        + owned.ownership().builder().goal() + ", process "
                        + owned.ownership().builder().pid() + ")"
                : "another build";
        if (waited.compareTo(waiting.limit()) >= 0) {
            throw new UserProblem(
                    ProblemKind.LOCATION_BUSY,
                    Explanation.of("another build still uses the directory after " + Durations.words(waited))
                            .where(path)
                            .line("used by", holder)
                            .attempt("wait for that build, end it, or give each build a directory of its own"));
        }
        if (System.nanoTime() - nextNotice > 0) {
            nextNotice = System.nanoTime() + REMINDER.toNanos();
            waiting.notice().accept("waiting for " + path + ", which is in use by " + holder);
        }
        Thread.sleep(POLL.toMillis());
    }

    private static FileAttribute<?>[] privateMode() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
