package io.github.pyb.python;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.json.Json;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks an executable what kind of Python it is. */
final class InterpreterProbe {

    private static final String ANSWER = "pyb-probe: ";

    /** A healthy interpreter answers in a tenth of a second; a virus scanner may hold it up. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ProcessRunner runner;
    private final Path directory;

    /** @param directory where the executable is started: shims choose an interpreter by it */
    InterpreterProbe(ProcessRunner runner, Path directory) {
        this.runner = runner;
        this.directory = directory;
    }

    /** An executable that is no usable interpreter; the message is the reason, the rest of a sentence. */
    static final class Rejected extends Exception {
        private static final long serialVersionUID = 1L;

        Rejected(String reason) {
            super(reason);
        }

        String reason() {
            return Objects.requireNonNull(getMessage());
        }
    }

    Interpreter probe(Path executable) throws Rejected, InterruptedException {
        ProcessResult result;
        try {
            result = runner.run(new ProcessSpec(
                    "probe",
                    List.of(executable.toString(), "-I", "-c", Resources.text(InterpreterProbe.class, "probe.py")),
                    directory,
                    EnvironmentChanges.none()
                            .without("__PYVENV_LAUNCHER__")
                            .with("PYTHONIOENCODING", "utf-8:backslashreplace"),
                    TIMEOUT,
                    ProcessSpec.Output.DEBUG,
                    List.of()));
        } catch (MachineProblem e) {
            throw new Rejected(e.explanation().what());
        }
        if (result.timedOut()) {
            throw new Rejected("does not answer");
        }
        Optional<String> answer =
                result.tail().stream().filter(line -> line.startsWith(ANSWER)).reduce((first, last) -> last);
        if (!result.succeeded() || answer.isEmpty()) {
            String said = result.tail().isEmpty()
                    ? ""
                    : ": " + result.tail().get(result.tail().size() - 1);
            throw new Rejected(
                    "does not answer as a Python of version 3 does (exit code " + result.exitCode() + ")" + said);
        }
        return interpreter(answer.get().substring(ANSWER.length()));
    }

    private static Interpreter interpreter(String json) throws Rejected {
        try {
            if (!(Json.parse(json) instanceof Map<?, ?> answer)) {
                throw new Rejected("gives an answer that cannot be understood");
            }
            Interpreter interpreter = new Interpreter(
                    Path.of(text(answer, "executable")),
                    version(answer),
                    text(answer, "implementation"),
                    text(answer, "platform"),
                    truth(answer, "free_threaded"),
                    truth(answer, "debug"),
                    truth(answer, "venv"),
                    pip(answer.get("pip")),
                    paths(answer.get("pip_wheels")),
                    Map.of());
            if (interpreter.version().compareTo(Interpreter.OLDEST) < 0) {
                throw new Rejected("is Python " + interpreter.version() + ", older than " + Interpreter.OLDEST);
            }
            return interpreter;
        } catch (Json.InvalidJson | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new Rejected("gives an answer that cannot be understood: " + e.getMessage());
        }
    }

    /** {@code sys.version_info}: three numbers, the release level, and its serial. */
    private static Version version(Map<?, ?> answer) {
        List<?> parts = (List<?>) Objects.requireNonNull(answer.get("version"));
        String release = parts.get(0) + "." + parts.get(1) + "." + parts.get(2);
        String level = switch (String.valueOf(parts.get(3))) {
            case "alpha" -> "a" + parts.get(4);
            case "beta" -> "b" + parts.get(4);
            case "candidate" -> "rc" + parts.get(4);
            default -> "";
        };
        return Version.parse(release + level).orElseThrow(() -> new IllegalArgumentException("version " + parts));
    }

    private static Optional<Interpreter.Pip> pip(@Nullable Object answer) {
        if (!(answer instanceof Map<?, ?> pip)) {
            return Optional.empty();
        }
        Optional<Version> version = pip.get("version") instanceof String text ? Version.parse(text) : Optional.empty();
        return Optional.of(new Interpreter.Pip(version, Path.of(text(pip, "directory")), truth(pip, "bundled")));
    }

    private static List<Path> paths(@Nullable Object answer) {
        List<Path> paths = new ArrayList<>();
        if (answer instanceof List<?> items) {
            items.forEach(item -> paths.add(Path.of((String) item)));
        }
        return paths;
    }

    private static String text(Map<?, ?> answer, String key) {
        return (String) Objects.requireNonNull(answer.get(key), key);
    }

    private static boolean truth(Map<?, ?> answer, String key) {
        return Boolean.TRUE.equals(answer.get(key));
    }
}
