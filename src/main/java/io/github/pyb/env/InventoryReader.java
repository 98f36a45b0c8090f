package io.github.pyb.env;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
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
import java.util.List;
import java.util.Optional;

/**
 * Asks an interpreter what is installed for it. Only it can know: its search path depends on its build, its environment
 * and the user's variables.
 */
final class InventoryReader {

    private static final String SCRIPT = "inventory.py";

    private final ProcessRunner runner;
    private final EnvironmentSettings settings;

    InventoryReader(ProcessRunner runner, EnvironmentSettings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    /** @param changes the same as for the hooks, so that both see the same packages */
    Inventory read(Interpreter interpreter, EnvironmentChanges changes)
            throws UserProblem, MachineProblem, InterruptedException {
        Path answer = settings.temporaryDirectory().resolve("inventory.json");
        ProcessSpec spec = new ProcessSpec(
                "inventory",
                List.of(
                        interpreter.executable().toString(),
                        "-c",
                        Resources.text(InventoryReader.class, SCRIPT),
                        answer.toString()),
                settings.temporaryDirectory(),
                changes,
                settings.timeout(),
                ProcessSpec.Output.DEBUG,
                List.of());
        ProcessResult result = runner.run(spec);
        if (!result.succeeded()) {
            runner.replayIfHidden(spec, result);
            throw failed(interpreter, result);
        }
        return inventory(answer).orElseThrow(() -> failed(interpreter, result));
    }

    private static Optional<Inventory> inventory(Path answer) throws MachineProblem {
        try {
            return Inventory.parse(Files.readString(answer));
        } catch (IOException e) {
            throw MachineProblem.of("cannot read what is installed for the interpreter", answer, e);
        }
    }

    private static UserProblem failed(Interpreter interpreter, ProcessResult result) {
        return new UserProblem(
                result.timedOut() ? ProblemKind.TIMEOUT : ProblemKind.ENVIRONMENT_FAILED,
                Explanation.of("the interpreter does not tell what is installed for it"
                                + (result.timedOut() ? " in time" : " (exit code " + result.exitCode() + ")"))
                        .where(interpreter.describe())
                        .output(result.tail())
                        .attempt("let pyb make an environment for the build: isolation (-Dpyb.isolation=true)"));
    }
}
