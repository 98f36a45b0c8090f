package io.github.pyb.env;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates a virtual environment (PEP 405) as the interpreter's own {@code venv} module does it, without pip in it: pip's
 * installer ({@code ensurepip}) would cost three seconds. Where it is known what {@code venv} makes, that is written here;
 * otherwise the module is run, which costs a tenth of a second.
 */
final class EnvironmentCreator {

    private static final String SCRIPT = "create_environment.py";

    private final Host host;
    private final ProcessRunner runner;
    private final BuildLog log;
    private final Interpreter interpreter;
    private final EnvironmentChanges changes;
    private final Path temporaryDirectory;
    private final @Nullable Duration timeout;

    EnvironmentCreator(
            Host host,
            ProcessRunner runner,
            BuildLog log,
            Interpreter interpreter,
            EnvironmentChanges changes,
            Path temporaryDirectory,
            @Nullable Duration timeout) {
        this.host = host;
        this.runner = runner;
        this.log = log;
        this.interpreter = interpreter;
        this.changes = changes;
        this.temporaryDirectory = temporaryDirectory;
        this.timeout = timeout;
    }

    EnvironmentLayout create(Path root) throws UserProblem, MachineProblem, InterruptedException {
        Path venv = interpreter.venv().orElseThrow(this::withoutVenv);
        EnvironmentLayout layout;
        try {
            layout = write(venv, root);
            log.debug("Environment: written, as " + venv + " would make it");
        } catch (VenvNeeded e) {
            log.debug("Environment: made by venv, because " + e.reason());
            layout = make(root);
        }
        try {
            new ScriptRepair(layout).repair();
            return layout;
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    private UserProblem withoutVenv() {
        return new UserProblem(
                ProblemKind.ENVIRONMENT_FAILED,
                Explanation.of("the Python interpreter has no venv module, so no environment can be made with it")
                        .where(interpreter.executable())
                        .attempt("install the rest of its standard library (on Debian and Ubuntu: apt install"
                                + " python3-venv), or name another interpreter with -Dpyb.python"));
    }

    private EnvironmentLayout write(Path venv, Path root) throws VenvNeeded {
        try {
            return host.isWindows()
                    ? WindowsEnvironment.plan(host, interpreter, venv, root).write()
                    : WrittenEnvironment.plan(host, interpreter, venv, root).write();
        } catch (IOException e) {
            // It copies where there can be no links; and of a full disk it tells as well.
            throw new VenvNeeded("it cannot be written: " + MachineProblem.reason(e));
        }
    }

    /** Runs the module. */
    private EnvironmentLayout make(Path root) throws UserProblem, MachineProblem, InterruptedException {
        Path answer = temporaryDirectory.resolve("environment.json");
        ProcessSpec spec = new ProcessSpec(
                "venv",
                List.of(
                        interpreter.executable().toString(),
                        "-I",
                        "-c",
                        Resources.text(EnvironmentCreator.class, SCRIPT),
                        root.toString(),
                        answer.toString()),
                temporaryDirectory,
                changes,
                timeout,
                ProcessSpec.Output.DEBUG,
                List.of());
        ProcessResult result = runner.run(spec);
        if (!result.succeeded()) {
            runner.replayIfHidden(spec, result);
            throw failed(root, result);
        }
        return layout(root, answer);
    }

    private UserProblem failed(Path root, ProcessResult result) {
        return new UserProblem(
                result.timedOut() ? ProblemKind.TIMEOUT : ProblemKind.ENVIRONMENT_FAILED,
                Explanation.of("the environment could not be created"
                                + (result.timedOut()
                                        ? " in time"
                                        : " (venv ended with exit code " + result.exitCode() + ")"))
                        .where(root)
                        .line("python", interpreter.describe())
                        .output(result.tail())
                        .attempt("check that the disk has room and that this interpreter is complete"));
    }

    private static EnvironmentLayout layout(Path root, Path answer) throws MachineProblem {
        try {
            if (Json.parse(Files.readString(answer)) instanceof Map<?, ?> parts) {
                EnvironmentLayout layout = new EnvironmentLayout(
                        root,
                        path(parts, "python"),
                        path(parts, "scripts"),
                        path(parts, "purelib"),
                        path(parts, "platlib"));
                if (!Files.exists(layout.python())) {
                    throw new IOException("the new environment has no interpreter at " + layout.python());
                }
                return layout;
            }
            throw new IOException("the interpreter did not say what it has made");
        } catch (Json.InvalidJson e) {
            throw failed(root, new IOException(e));
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    private static MachineProblem failed(Path root, IOException cause) {
        return MachineProblem.of("the environment could not be created", root, cause);
    }

    private static Path path(Map<?, ?> parts, String key) {
        return Path.of((String) Objects.requireNonNull(parts.get(key), key));
    }
}
