package io.github.pyb.testing;

import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.python.Interpreter;
import io.github.pyb.python.InterpreterFinder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Real interpreters for tests. Where there is none, tests that need one say so and are skipped. */
public final class Pythons {

    private Pythons() {}

    private static final class Found {
        static final Optional<Interpreter> PYTHON = find();
    }

    /** The interpreter that a user of this machine would get. */
    public static Interpreter any() {
        return Found.PYTHON.orElseGet(() -> Assumptions.abort("SKIPPED: there is no Python on this machine"));
    }

    private static Optional<Interpreter> find() {
        Host host = new Host();
        RecordingLog log = new RecordingLog();
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            Path here = Path.of("").toAbsolutePath();
            return Optional.of(new InterpreterFinder(host, log, runner, here)
                    .find(System.getProperty("pyb.test.python", ""), here));
        } catch (UserProblem e) {
            return Optional.empty();
        } catch (Exception e) {
            throw new AssertionError("looking for a Python failed", e);
        }
    }
}
