package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settles which uv installs: the one that the user names, else the one that the variable {@code UV} names, else the first
 * one on {@code PATH} that works. What is named has to work; nothing else is taken in its place.
 */
final class UvFinder {

    /** It answers in a hundredth of a second; a virus scanner may hold it up. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Host host;
    private final BuildLog log;
    private final ProcessRunner runner;
    private final Path directory;

    /** @param directory where candidates are started: shims choose a version by it */
    UvFinder(Host host, BuildLog log, ProcessRunner runner, Path directory) {
        this.host = host;
        this.log = log;
        this.runner = runner;
        this.directory = directory;
    }

    private record Candidate(String path, String origin) {}

    /** A candidate that does not do; the message is the reason, the rest of a sentence. */
    private static final class Rejected extends Exception {
        private static final long serialVersionUID = 1L;

        Rejected(String reason) {
            super(reason);
        }
    }

    /**
     * Finds uv and says in one line which and why.
     *
     * @param changes how the environment of children differs from ours
     * @throws UserProblem if there is none; it says where was looked
     */
    UvSource find(Optional<Path> named, EnvironmentChanges changes)
            throws UserProblem, MachineProblem, InterruptedException {
        List<String> rejections = new ArrayList<>();
        for (Candidate candidate : candidates(named, changes)) {
            try {
                UvSource uv = ask(candidate, changes);
                log.info("Installer: uv " + uv.version() + ", " + uv.executable() + " (" + candidate.origin() + ")");
                return uv;
            } catch (Rejected e) {
                rejections.add(candidate.path() + " (" + candidate.origin() + ") " + e.getMessage());
            }
        }
        throw notFound(rejections);
    }

    private List<Candidate> candidates(Optional<Path> named, EnvironmentChanges changes) {
        if (named.isPresent()) {
            return List.of(new Candidate(named.get().toString(), "the parameter uvExecutable"));
        }
        String variable = changes.applyTo(host).getOrDefault("UV", "");
        if (!variable.isEmpty()) {
            return List.of(new Candidate(variable, "the variable UV"));
        }
        return host.findOnPath("uv").stream()
                .map(path -> new Candidate(path.toString(), "uv on PATH"))
                .toList();
    }

    private UvSource ask(Candidate candidate, EnvironmentChanges changes)
            throws Rejected, MachineProblem, InterruptedException {
        Path executable = executable(candidate.path());
        ProcessResult result = runner.run(new ProcessSpec(
                "uv --version",
                List.of(executable.toString(), "--version"),
                directory,
                changes,
                TIMEOUT,
                ProcessSpec.Output.DEBUG,
                List.of()));
        Optional<String> answer = result.tail().stream()
                .filter(line -> line.matches("uv [0-9].*"))
                .findFirst();
        if (!result.succeeded() || answer.isEmpty()) {
            String said = result.tail().isEmpty()
                    ? ""
                    : ": " + result.tail().get(result.tail().size() - 1);
            throw new Rejected("does not answer as uv does (exit code " + result.exitCode() + ")" + said);
        }
        return new UvSource(executable, answer.get().split(" ", 3)[1]);
    }

    private static Path executable(String text) throws Rejected {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new Rejected("is not a path");
        }
        if (!path.isAbsolute()) {
            throw new Rejected("is not an absolute path");
        }
        if (!Files.isRegularFile(path)) {
            throw new Rejected(Files.exists(path) ? "is not a file" : "does not exist");
        }
        if (!Files.isExecutable(path)) {
            throw new Rejected("cannot be executed");
        }
        return path;
    }

    private static UserProblem notFound(List<String> rejections) {
        Explanation explanation = Explanation.of("there is no uv that could install the build requirements");
        for (String rejection : rejections) {
            explanation = explanation.line("not", rejection);
        }
        if (rejections.isEmpty()) {
            explanation = explanation.line(
                    "looked at",
                    "the parameter uvExecutable and the variable UV, which are not set, and PATH, which has no uv");
        }
        return new UserProblem(
                ProblemKind.INSTALL_FAILED,
                explanation
                        .attempt("install uv (python3 -m pip install uv, or pipx install uv) so that it is on PATH")
                        .attempt("or say where it is: uvExecutable (-Dpyb.uvExecutable=PATH) or the variable UV")
                        .attempt("or install with pip: installer (-Dpyb.installer=pip)"));
    }
}
