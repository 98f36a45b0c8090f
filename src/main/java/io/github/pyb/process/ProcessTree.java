package io.github.pyb.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Everything that a build has started, found and ended. Children of children are known to the system only while their
 * parent lives; a process that was started in the background by one that is gone already belongs to nobody. On Linux it
 * is still found, by a variable that all processes of one build inherit (Jenkins finds left-over processes the same
 * way); elsewhere it is not.
 */
final class ProcessTree {

    /** Name of the variable by which the processes of one build are found. */
    static final String COOKIE_NAME = "PYB_BUILD_COOKIE";

    private static final int ROUNDS = 20;

    /** The program that Java starts first, and that becomes the wanted one then. */
    private static final String HELPER = "jspawnhelper";

    private static final String SEPARATOR = ",";

    private final Path procDirectory;
    private final String cookie;

    /**
     * @param procDirectory {@code /proc}; a directory that does not exist means that there is none
     * @param cookie one of the values of {@link #COOKIE_NAME} in the processes of this build
     */
    ProcessTree(Path procDirectory, String cookie) {
        this.procDirectory = procDirectory;
        this.cookie = cookie;
    }

    /** What the variable says if a process is to be found by each of some cookies. */
    static String joined(List<String> cookies) {
        return String.join(SEPARATOR, cookies);
    }

    /**
     * Ends the roots, all their descendants and all other processes with the cookie: politely first, so that compilers
     * remove their temporary files, then by force. Looks again until nothing new has come up.
     *
     * @param grace how long processes may take to end by themselves
     * @return processes that are still there, normally none
     */
    Set<ProcessHandle> kill(Set<ProcessHandle> roots, Duration grace) {
        // An interrupt must not cut this short; whoever asked for it sees the interrupt afterwards.
        boolean interrupted = Thread.interrupted();
        try {
            return killUninterrupted(roots, grace);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Set<ProcessHandle> killUninterrupted(Set<ProcessHandle> roots, Duration grace) {
        Set<ProcessHandle> victims = find(roots);
        victims.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + grace.toNanos();
        while (anyAlive(victims) && System.nanoTime() < deadline) {
            pause();
        }
        for (int round = 0; round < ROUNDS; round++) {
            // Parents that die by force can no longer start children, so this comes to an end.
            victims.addAll(find(victims));
            if (!anyAlive(victims)) {
                return Set.of();
            }
            victims.stream().filter(this::isAlive).forEach(ProcessHandle::destroyForcibly);
            pause();
        }
        return victims.stream().filter(this::isAlive).collect(Collectors.toSet());
    }

    /**
     * Waits until whatever is just being started has become what it is to be. Until then it does not have the variable, and it goes on
     * if the JVM that has started it is killed. It takes a thousandth of a second as a rule.
     *
     * @param atMost how long that may take
     */
    void awaitStarts(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Set<Path> starting = starting();
        while (starting.stream().anyMatch(this::isStarting) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private Set<Path> starting() {
        Set<Path> starting = new LinkedHashSet<>();
        if (Files.isDirectory(procDirectory)) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(procDirectory, "[0-9]*")) {
                for (Path process : processes) {
                    if (isStarting(process)) {
                        starting.add(process);
                    }
                }
            } catch (IOException e) {
                // The list of processes changes while it is read; what is gone is not being started.
                return starting;
            }
        }
        return starting;
    }

    private boolean isStarting(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip()
                    .equals(HELPER);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether anything that the build has started is still alive. */
    boolean hasLeftovers() {
        return !leftovers().isEmpty();
    }

    /** What the build has started and is still alive. */
    Set<ProcessHandle> leftovers() {
        return withCookie().stream().filter(this::isAlive).collect(Collectors.toSet());
    }

    /** Whether it is certain that nothing of all that is alive. */
    boolean isOver() {
        return Files.isDirectory(procDirectory) && !hasLeftovers();
    }

    private Set<ProcessHandle> find(Set<ProcessHandle> roots) {
        Set<ProcessHandle> found = new LinkedHashSet<>(roots);
        found.addAll(withCookie());
        for (ProcessHandle process : Set.copyOf(found)) {
            process.descendants().forEach(found::add);
        }
        return found;
    }

    private Set<ProcessHandle> withCookie() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        if (!Files.isDirectory(procDirectory)) {
            return found;
        }
        long ourselves = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(procDirectory, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != ourselves && hasCookie(process.resolve("environ"))) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // The list of processes changes while it is read; what is gone needs no killing.
            return found;
        }
        return found;
    }

    private boolean hasCookie(Path environ) {
        String content;
        try {
            content = Files.readString(environ, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Somebody else's process, or one that has just ended.
            return false;
        }
        String name = COOKIE_NAME + "=";
        int start = content.startsWith(name) ? 0 : content.indexOf("\0" + name) + 1;
        if (start == 0 && !content.startsWith(name)) {
            return false;
        }
        int end = content.indexOf('\0', start);
        String cookies = content.substring(start + name.length(), end < 0 ? content.length() : end);
        return List.of(cookies.split(SEPARATOR, -1)).contains(cookie);
    }

    private boolean anyAlive(Set<ProcessHandle> processes) {
        return processes.stream().anyMatch(this::isAlive);
    }

    /** A zombie has ended; in a container without an init process nobody may ever collect it. */
    private boolean isAlive(ProcessHandle process) {
        return process.isAlive() && state(process.pid()).filter("Z"::equals).isEmpty();
    }

    private Optional<String> state(long pid) {
        try {
            String stat = Files.readString(
                    procDirectory.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            int afterName = stat.lastIndexOf(')');
            return afterName < 0 ? Optional.empty() : Optional.of(stat.substring(afterName + 2, afterName + 3));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
}
