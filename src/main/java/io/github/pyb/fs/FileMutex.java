package io.github.pyb.fs;

import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A lock on a file that stays where it is, between threads, JVMs and containers. */
public final class FileMutex implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Path file;
    private final DirectoryLock lock;

    private FileMutex(Path file, DirectoryLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param file created if need be, in a directory that exists
     * @throws UserProblem if somebody else holds it for too long
     */
    public static FileMutex acquire(Path file, Waiting waiting) throws IOException, UserProblem, InterruptedException {
        long start = System.nanoTime();
        boolean told = false;
        while (true) {
            Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(file);
            if (lock.isPresent()) {
                return new FileMutex(file, lock.get());
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(waiting.limit()) >= 0) {
                throw new UserProblem(
                        ProblemKind.LOCATION_BUSY,
                        Explanation.of("another build still holds the lock after " + Durations.words(waited))
                                .where(file)
                                .attempt("wait for that build, or end it"));
            }
            if (!told) {
                told = true;
                waiting.notice().accept("waiting for another build, which holds " + file);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
