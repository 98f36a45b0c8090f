package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Looks after processes that tests have started. */
public final class Processes {

    private Processes() {}

    /** Whether a process runs; one that has ended and was not collected yet does not. */
    public static boolean isAlive(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat"))
                    .replaceFirst(".*\\) ", "")
                    .startsWith("Z");
        } catch (IOException e) {
            return ProcessHandle.of(Long.parseLong(pid))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
        }
    }

    /** Waits until a process has written that many lines to a file; up to a minute. */
    public static void awaitLines(Path file, int count) {
        for (int i = 0; i < 3000; i++) {
            try {
                if (Files.exists(file) && Files.readAllLines(file).size() >= count) {
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("there are still less than " + count + " lines in " + file);
    }
}
