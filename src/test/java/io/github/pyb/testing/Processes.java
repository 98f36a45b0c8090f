package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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

    /** The processes, but this one, whose command or environment names a path; on Linux. */
    public static List<String> naming(Path path) {
        List<String> found = new ArrayList<>();
        ProcessHandle.allProcesses().map(ProcessHandle::pid).forEach(pid -> {
            boolean names = Stream.of("cmdline", "environ")
                    .anyMatch(file ->
                            content(Path.of("/proc", pid.toString(), file)).contains(path.toString()));
            if (names && pid != ProcessHandle.current().pid() && isAlive(pid.toString())) {
                found.add(pid.toString());
            }
        });
        return found;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
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
