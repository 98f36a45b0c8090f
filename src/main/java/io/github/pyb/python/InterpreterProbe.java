package io.github.pyb.python;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Asks an executable what kind of Python it is. */
final class InterpreterProbe {

    /** A healthy interpreter answers in a tenth of a second; a virus scanner may hold it up. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ANSWER = "pyb-probe: ";

    private final ProcessRunner runner;
    private final Path directory;
    private final Duration patience;

    /**
     * @param directory where the executable is started: shims choose an interpreter by it
     * @param patience how long it may take to answer
     */
    InterpreterProbe(ProcessRunner runner, Path directory, Duration patience) {
        this.runner = runner;
        this.directory = directory;
        this.patience = patience;
    }

    /** What is put to an interpreter. Other questions have other answers. */
    static String question() {
        return Resources.text(InterpreterProbe.class, "probe.py");
    }

    /**
     * Tells the question of one release of this plugin from that of another. A checksum and no hash, because each build needs
     * it, and a young JVM takes as long for the hash of some kilobytes as for everything else about a known interpreter.
     */
    static String fingerprint() {
        CRC32 checksum = new CRC32();
        checksum.update(question().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    /** The answer, as the executable gives it. */
    String ask(Path executable) throws Rejected, MachineProblem, InterruptedException {
        ProcessResult result = run(executable);
        if (result.timedOut()) {
            throw new Rejected("did not say what it is within " + Durations.words(patience), result.tail());
        }
        Optional<String> answer =
                result.tail().stream().filter(line -> line.startsWith(ANSWER)).reduce((first, last) -> last);
        if (!result.succeeded() || answer.isEmpty()) {
            throw Silence.explain(executable, result);
        }
        return answer.get().substring(ANSWER.length());
    }

    private ProcessResult run(Path executable) throws Rejected, MachineProblem, InterruptedException {
        try {
            return runner.run(new ProcessSpec(
                    "probe",
                    List.of(executable.toString(), "-I", "-c", question()),
                    directory,
                    EnvironmentChanges.none()
                            .without("__PYVENV_LAUNCHER__")
                            .with("PYTHONIOENCODING", "utf-8:backslashreplace"),
                    patience,
                    ProcessSpec.Output.DEBUG,
                    List.of()));
        } catch (MachineProblem e) {
            if (e.kind() == ProblemKind.INTERRUPTED) {
                throw e;
            }
            // Java's own message repeats what the reader knows already before it comes to the point.
            String reason = e.explanation().what().replaceFirst("^.*(error=\\d+, |: )", "");
            throw new Rejected("cannot be started: " + reason
                    + (reason.equals("No such file or directory")
                            ? " (the program that its first line names, or the loader of another C library)"
                            : ""));
        }
    }
}
