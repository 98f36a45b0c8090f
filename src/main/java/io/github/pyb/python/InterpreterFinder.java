package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settles which interpreter builds the project: what the {@code python} parameter asks for, else the active virtual
 * environment ({@code VIRTUAL_ENV}), else {@code python3} or {@code python} on {@code PATH}. The first one that answers
 * and fits is taken; the reasons against the others are told at debug level, and all together if none fits.
 */
public final class InterpreterFinder {

    private final Host host;
    private final BuildLog log;
    private final InterpreterProbe probe;
    private final Set<Path> asked = new HashSet<>();
    private final Map<String, String> rejections = new LinkedHashMap<>();

    /**
     * @param runner runs the candidates
     * @param sourceTree where candidates are started, because shims look for a version file there
     */
    public InterpreterFinder(Host host, BuildLog log, ProcessRunner runner, Path sourceTree) {
        this.host = host;
        this.log = log;
        this.probe = new InterpreterProbe(runner, sourceTree);
    }

    private record Candidate(Path path, String origin) {}

    /**
     * Finds an interpreter and says in one line which and why.
     *
     * @param python the parameter's value; empty if nothing was said
     * @param base what a relative path is relative to
     * @throws UserProblem if none fits; it lists what was tried
     */
    public Interpreter find(String python, Path base) throws UserProblem, InterruptedException {
        PythonRequest request = PythonRequest.parse(python, base, host);
        for (Candidate candidate : candidates(request)) {
            Optional<Interpreter> interpreter = ask(candidate, request);
            if (interpreter.isPresent()) {
                log.info("Python: " + interpreter.get().describe() + " (" + candidate.origin() + ")");
                return interpreter.get();
            }
        }
        throw notFound(request);
    }

    private List<Candidate> candidates(PythonRequest request) {
        List<Candidate> candidates = new ArrayList<>();
        if (request instanceof PythonRequest.Executable executable) {
            return List.of(new Candidate(executable.path(), "as asked for"));
        }
        if (request instanceof PythonRequest.Command command) {
            addFromPath(candidates, command.name());
            return candidates;
        }
        addVirtualEnvironment(candidates);
        List<String> commands =
                request instanceof PythonRequest.OfVersion version ? version.commands() : List.of("python3", "python");
        commands.forEach(command -> addFromPath(candidates, command));
        return candidates;
    }

    private void addVirtualEnvironment(List<Candidate> candidates) {
        host.variable("VIRTUAL_ENV").ifPresent(root -> {
            Path executable =
                    host.isWindows() ? Path.of(root, "Scripts", "python.exe") : Path.of(root, "bin", "python");
            candidates.add(new Candidate(executable, "from VIRTUAL_ENV"));
        });
    }

    private void addFromPath(List<Candidate> candidates, String command) {
        for (Path path : host.findOnPath(command)) {
            candidates.add(new Candidate(path, command + " on PATH"));
        }
    }

    private Optional<Interpreter> ask(Candidate candidate, PythonRequest request) throws InterruptedException {
        String shown = candidate.path().toString();
        try {
            if (!asked.add(realPath(candidate.path()))) {
                // One file under several names needs no second question.
                return Optional.empty();
            }
            if (!Files.exists(candidate.path())) {
                throw new InterpreterProbe.Rejected("does not exist");
            }
            if (Files.isDirectory(candidate.path())) {
                throw new InterpreterProbe.Rejected("is a directory");
            }
            Interpreter interpreter = probe.probe(candidate.path());
            if (request instanceof PythonRequest.OfVersion version && !version.isMetBy(interpreter)) {
                throw new InterpreterProbe.Rejected("is " + interpreter.implementation() + " " + interpreter.version());
            }
            return Optional.of(interpreter);
        } catch (InterpreterProbe.Rejected e) {
            log.debug("Python: not " + shown + " (" + candidate.origin() + "): it " + e.reason());
            rejections.put(shown, e.reason());
            return Optional.empty();
        }
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private UserProblem notFound(PythonRequest request) {
        Explanation explanation = Explanation.of(
                request instanceof PythonRequest.OfVersion version
                        ? "no Python interpreter of version " + version.text() + " was found"
                        : request instanceof PythonRequest.Executable executable
                                ? "the Python interpreter " + executable.path() + " cannot be used"
                                : request instanceof PythonRequest.Command command
                                        ? "the command " + command.name() + " is no usable Python interpreter"
                                        : "no Python interpreter was found");
        if (rejections.isEmpty()) {
            explanation = explanation.line("looked on", host.searchPath().isEmpty() ? "an empty PATH" : "PATH");
        }
        for (Map.Entry<String, String> rejection : rejections.entrySet()) {
            explanation = explanation.line("tried", rejection.getKey() + ": it " + rejection.getValue());
        }
        return new UserProblem(
                ProblemKind.INTERPRETER_NOT_FOUND,
                explanation.attempt("install Python " + Interpreter.OLDEST
                        + " or later, or name one: -Dpyb.python=/path/to/python3 (or a version such as 3.12)"));
    }
}
