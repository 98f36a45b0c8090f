package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Installs requirements with pip. The user's pip configuration (files and {@code PIP_*} variables) is honoured, but for
 * what would send packages elsewhere than into the environment.
 */
final class PipInstaller {

    /**
     * Variables of pip that change where it installs to, what it installs besides, or whether it does so at all. Two of
     * them can also be set in a configuration file, which only a variable overrides.
     */
    private static final String[] MISLEADING = {
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_PYTHON",
        "PIP_DRY_RUN",
        "PIP_REQUIREMENT",
        "PIP_EDITABLE",
        "PIP_UPGRADE",
        "PIP_REPORT",
        "PIP_NO_DEPS",
        "PIP_NO_DEPENDENCIES"
    };

    private final ProcessRunner runner;
    private final BuildLog log;
    private final Interpreter interpreter;
    private final Path python;
    private final EnvironmentSettings settings;
    private final EnvironmentChanges changes;

    /**
     * @param python the interpreter of the environment
     * @param changes how the environment of children differs from ours
     */
    PipInstaller(
            ProcessRunner runner,
            BuildLog log,
            Interpreter interpreter,
            Path python,
            EnvironmentSettings settings,
            EnvironmentChanges changes) {
        this.runner = runner;
        this.log = log;
        this.interpreter = interpreter;
        this.python = python;
        this.settings = settings;
        this.changes = changes;
    }

    /** What no pip should see, be it ours or one that a backend starts. */
    static EnvironmentChanges undisturbed(EnvironmentChanges changes) {
        return changes.without(MISLEADING)
                .with("PIP_USER", "0")
                .with("PIP_REQUIRE_VIRTUALENV", "0")
                .with("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    }

    /**
     * Installs requirements and what they need.
     *
     * @param fresh whether this is the first installation into the environment; then nothing that is visible from
     *     elsewhere counts as installed
     * @throws UserProblem if pip fails
     */
    void install(List<String> requirements, boolean fresh) throws UserProblem, MachineProblem, InterruptedException {
        PipSource pip = PipSource.choose(interpreter, python);
        log.debug("installing with " + pip.words());
        Path file = writeRequirements(requirements);
        List<String> command = new ArrayList<>(pip.command());
        command.add("install");
        if (fresh) {
            command.add("--ignore-installed");
        }
        // No questions: nobody could answer them. No bytecode: the environment is not worth it.
        command.addAll(List.of("--use-pep517", "--no-warn-script-location", "--no-compile", "--no-input"));
        command.addAll(List.of("-r", file.toString()));
        for (Path constraints : settings.constraints()) {
            command.addAll(List.of("-c", constraints.toString()));
        }
        ProcessSpec spec = new ProcessSpec(
                "pip",
                command,
                settings.temporaryDirectory(),
                undisturbed(changes),
                settings.timeout(),
                ProcessSpec.Output.DEBUG,
                List.of(file));
        ProcessResult result = runner.run(spec);
        if (!result.succeeded()) {
            runner.replayIfHidden(spec, result);
            throw failed(requirements, result, settings.timeout());
        }
    }

    /**
     * In a file, because pip honours environment markers there, and because a requirement cannot be taken for an option
     * there. The first line tells pip the encoding, which it would otherwise guess from the locale.
     */
    private Path writeRequirements(List<String> requirements) throws MachineProblem {
        String text = requirements.stream()
                .map(requirement -> requirement.strip() + "\n")
                .collect(Collectors.joining("", "# -*- coding: utf-8 -*-\n", ""));
        try {
            Path file = Files.createTempFile(settings.temporaryDirectory(), "requirements-", ".txt");
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the list of requirements", settings.temporaryDirectory(), e);
        }
    }

    private static UserProblem failed(List<String> requirements, ProcessResult result, @Nullable Duration timeout) {
        String listed = String.join(", ", requirements);
        Explanation explanation = result.timedOut()
                ? Explanation.of("installing the build requirements was ended because it took longer than "
                        + Durations.words(timeout == null ? result.elapsed() : timeout))
                : Explanation.of("the build requirements could not be installed (pip ended with exit code "
                        + result.exitCode() + ")");
        return new UserProblem(
                result.timedOut() ? ProblemKind.TIMEOUT : ProblemKind.INSTALL_FAILED,
                explanation
                        .line("required", listed)
                        .output(result.tail())
                        .attempt(
                                result.timedOut()
                                        ? "allow it more time: -Dpyb.timeout=SECONDS"
                                        : "check \"requires\" in pyproject.toml, the constraints, and whether pip reaches"
                                                + " a package index (its own configuration and PIP_INDEX_URL count)"));
    }
}
