package io.github.pyb.python;

import io.github.pyb.process.ProcessResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What it means that an executable gave no answer: the reason in words that its user can do something with. */
final class Silence {

    /** What Windows has for a command that there is not, and its Store for a Python that is not installed. */
    private static final int NOT_INSTALLED = 9009;

    /** POSIX: a process that a signal has ended has this and the signal's number as its exit code. */
    private static final int SIGNALS = 128;

    private static final int LAST_SIGNAL = 64;

    /** So much of a program that there is a zero in it, whatever the system. */
    private static final int HEADER = 64;

    private Silence() {}

    static Rejected explain(Path executable, ProcessResult result) {
        Optional<String> known = known(executable, result.exitCode(), result.tail());
        return known.isPresent()
                ? new Rejected(known.get())
                : new Rejected(ending(result.exitCode(), result.tail()), result.tail());
    }

    /** The kinds of silence that have a name. */
    static Optional<String> known(Path executable, int exitCode, List<String> said) {
        boolean alias = executable.toString().toLowerCase(Locale.ROOT).contains("windowsapps");
        if (alias && (exitCode == NOT_INSTALLED || any(said, line -> line.contains("Microsoft Store")))) {
            return Optional.of(
                    "is no Python but a stub that leads to the Microsoft Store; install Python, or switch the"
                            + " stub off in the settings of Windows, under \"App execution aliases\"");
        }
        if (any(said, line -> line.equals("Unknown option: -I"))) {
            return Optional.of("is a Python 2, and " + Interpreter.OLDEST + " is the oldest that can be used");
        }
        Optional<String> library = said.stream().filter(Silence::isOfLoader).findFirst();
        if (library.isPresent()) {
            return Optional.of("does not start, because a library that it needs is missing: " + library.get());
        }
        if (any(said, line -> line.endsWith("No module named 'encodings'"))) {
            return Optional.of(
                    "does not find its standard library; it was moved or copied without it, or an environment"
                            + " was made from an interpreter that is gone");
        }
        // Java gives to the shell what the system does not know how to start, and the shell complains.
        if (any(said, line -> line.startsWith(executable + ": ")) && isBinary(executable)) {
            return Optional.of("is a program for another kind of machine");
        }
        if (exitCode == 0) {
            String line = telling(said);
            return Optional.of(
                    "is no Python: asked for its version it said " + (line.isEmpty() ? "nothing" : "\"" + line + "\""));
        }
        return Optional.empty();
    }

    /** How it ended, and the line that says most. */
    private static String ending(int exitCode, List<String> said) {
        boolean signal = exitCode > SIGNALS && exitCode <= SIGNALS + LAST_SIGNAL;
        String end = signal ? "was ended by signal " + (exitCode - SIGNALS) : "failed with exit code " + exitCode;
        String line = telling(said);
        return end + " when it was asked for its version" + (line.isEmpty() ? "" : ": " + line);
    }

    private static boolean isBinary(Path executable) {
        try (InputStream stream = Files.newInputStream(executable)) {
            for (byte octet : stream.readNBytes(HEADER)) {
                if (octet == 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOfLoader(String line) {
        return line.contains("error while loading shared libraries")
                || line.contains("Library not loaded")
                || line.contains("Error loading shared library");
    }

    /** The one line that says most: Python ends with it, most others begin with it. */
    private static String telling(List<String> said) {
        List<String> lines = said.stream().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        return lines.stream()
                .filter(line -> line.startsWith("Fatal Python error"))
                .findFirst()
                .orElseGet(() ->
                        any(lines, line -> line.startsWith("Traceback")) ? lines.get(lines.size() - 1) : lines.get(0));
    }

    private static boolean any(List<String> lines, Predicate<String> predicate) {
        return lines.stream().anyMatch(predicate);
    }
}
