package io.github.pyb.python;

import io.github.pyb.process.ProcessResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What it means that an executable gave no answer: the reason in words that its user can do something with. */
final class Silence {

    /** What Windows has for a command that there is not, and its Store for a Python that is not installed. */
    private static final int NOT_INSTALLED = 9009;

    /** POSIX: a process that a signal has ended has this and the signal's number as its exit code. */
    private static final int SIGNALS = 128;

    private static final int LAST_SIGNAL = 64;

    private Silence() {}

    static Rejected explain(Path executable, ProcessResult result) {
        return new Rejected(reason(executable, result.exitCode(), result.tail()), result.tail());
    }

    static String reason(Path executable, int exitCode, List<String> said) {
        boolean alias = executable.toString().toLowerCase(Locale.ROOT).contains("windowsapps");
        if (alias && (exitCode == NOT_INSTALLED || any(said, line -> line.contains("Microsoft Store")))) {
            return "is no Python but a stub that leads to the Microsoft Store; install Python, or switch the stub off in"
                    + " the settings of Windows, under \"App execution aliases\"";
        }
        if (any(said, line -> line.equals("Unknown option: -I"))) {
            return "is a Python 2, and " + Interpreter.OLDEST + " is the oldest that can be used";
        }
        String line = telling(said);
        if (any(said, Silence::isOfLoader)) {
            return "does not start, because a library that it needs is missing: "
                    + said.stream().filter(Silence::isOfLoader).findFirst().orElse(line);
        }
        if (exitCode == 0) {
            return "is no Python: asked for its version it said " + (line.isEmpty() ? "nothing" : "\"" + line + "\"");
        }
        boolean signal = exitCode > SIGNALS && exitCode <= SIGNALS + LAST_SIGNAL;
        String end = signal ? "was ended by signal " + (exitCode - SIGNALS) : "failed with exit code " + exitCode;
        return end + " when it was asked for its version" + (line.isEmpty() ? "" : ": " + line);
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
