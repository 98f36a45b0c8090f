package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
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
 * environment ({@code VIRTUAL_ENV}), else {@code python3} or {@code python} on {@code PATH}, else a CPython that Maven
 * resolves. The first one that answers and fits is taken; the reasons against the others are told at debug level, and all
 * together if none fits.
 */
public final class InterpreterFinder {

    /** Where Linux distributions keep the certificates that they trust. */
    private static final List<Path> CERTIFICATES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private final Host host;
    private final BuildLog log;
    private final InterpreterProbe probe;
    private final Provisioning provisioning;
    private final CPythonStore store;
    private final Set<Path> asked = new HashSet<>();
    private final Map<String, String> rejections = new LinkedHashMap<>();

    /**
     * @param runner runs the candidates
     * @param sourceTree where candidates are started, because shims look for a version file there
     * @param provisioning how interpreters are had that the machine does not have
     */
    public InterpreterFinder(
            Host host, BuildLog log, ProcessRunner runner, Path sourceTree, Provisioning provisioning) {
        this.host = host;
        this.log = log;
        this.provisioning = provisioning;
        this.store = new CPythonStore(
                host, log, runner, provisioning.directory(), provisioning.source(), provisioning.patience());
        this.probe = new InterpreterProbe(runner, sourceTree);
    }

    private record Candidate(Path path, String origin) {}

    /**
     * Finds an interpreter and says in one line which and why.
     *
     * @throws UserProblem if none fits; it lists what was tried
     */
    public Interpreter find(PythonWish wish) throws UserProblem, MachineProblem, InterruptedException {
        PythonRequest request = PythonRequest.parse(wish.python(), wish.base(), host);
        Optional<Specifiers> providable = providable(request, wish);
        boolean never = provisioning.provision() == Provision.NEVER;
        if (request instanceof PythonRequest.FromMaven && never) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("python (-Dpyb.python=" + wish.python()
                                    + ") asks for an interpreter from Maven, which"
                                    + " provision (-Dpyb.provision=never) forbids")
                            .attempt("change one of the two"));
        }
        if (request instanceof PythonRequest.FromMaven || provisioning.provision() == Provision.ALWAYS) {
            if (providable.isPresent()) {
                return provide(providable.get(), "as asked for").orElseThrow(() -> notFound(request));
            }
        }
        for (Candidate candidate : candidates(request, wish)) {
            Optional<Interpreter> interpreter = ask(candidate, request, wish);
            if (interpreter.isPresent()) {
                log.info("Python: " + interpreter.get().describe() + " (" + candidate.origin() + ")");
                return interpreter.get();
            }
        }
        if (providable.isPresent() && !never) {
            Optional<Interpreter> interpreter = provide(providable.get(), "resolved by Maven, as no other fits");
            if (interpreter.isPresent()) {
                return interpreter.get();
            }
        }
        throw notFound(request);
    }

    /** The versions that Maven may resolve for a request; nothing if it names an interpreter of the machine, or PyPy. */
    private static Optional<Specifiers> providable(PythonRequest request, PythonWish wish) {
        if (request instanceof PythonRequest.FromMaven maven) {
            return Optional.of(maven.specifiers());
        }
        if (request instanceof PythonRequest.Any) {
            return Optional.of(wish.requiresPython().orElseGet(PythonRequest::anyVersion));
        }
        if (request instanceof PythonRequest.OfVersion version
                && !version.implementation().equals(Optional.of("pypy"))) {
            return Optional.of(version.specifiers());
        }
        return Optional.empty();
    }

    private Optional<Interpreter> provide(Specifiers specifiers, String origin)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<CPythonRelease> release = store.choose(specifiers);
        if (release.isEmpty()) {
            rejections.put("a CPython that Maven resolves", "does not fit: " + store.whyNone(specifiers));
            return Optional.empty();
        }
        String coordinates = release.get().coordinates();
        try {
            Interpreter interpreter = probe.probe(store.install(release.get())).with(certificates());
            log.info("Python: " + interpreter.describe() + " (" + origin + ": " + coordinates + ")");
            return Optional.of(interpreter);
        } catch (InterpreterProbe.Rejected e) {
            rejections.put(coordinates, e.reason());
            return Optional.empty();
        } catch (UserProblem e) {
            rejections.put(
                    coordinates, "cannot be had: " + e.explanation().text().replace("\n", "\n  "));
            return Optional.empty();
        }
    }

    /** The OpenSSL in these interpreters looks for certificates where they were on the machine that built it. */
    private Map<String, String> certificates() {
        boolean told = host.variable("SSL_CERT_FILE").isPresent()
                || host.variable("SSL_CERT_DIR").isPresent();
        return told
                ? Map.of()
                : CERTIFICATES.stream()
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .map(file -> Map.of("SSL_CERT_FILE", file.toString()))
                        .orElse(Map.of());
    }

    private List<Candidate> candidates(PythonRequest request, PythonWish wish) {
        List<Candidate> candidates = new ArrayList<>();
        if (request instanceof PythonRequest.Executable executable) {
            return List.of(new Candidate(executable.path(), "as asked for"));
        }
        if (request instanceof PythonRequest.Command command) {
            addFromPath(candidates, command.name());
            return candidates;
        }
        wish.toolchains().forEach(path -> candidates.add(new Candidate(path, "from toolchains.xml")));
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

    private Optional<Interpreter> ask(Candidate candidate, PythonRequest request, PythonWish wish)
            throws InterruptedException {
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
            checkProject(interpreter, request, wish);
            return Optional.of(interpreter);
        } catch (InterpreterProbe.Rejected e) {
            log.debug("Python: not " + shown + " (" + candidate.origin() + "): it " + e.reason());
            rejections.put(shown, e.reason());
            return Optional.empty();
        }
    }

    /** What was chosen by name the user answers for; of what is merely found, something else may fit. */
    private void checkProject(Interpreter interpreter, PythonRequest request, PythonWish wish)
            throws InterpreterProbe.Rejected {
        Optional<Specifiers> required = wish.requiresPython();
        if (required.isEmpty() || required.get().contains(interpreter.version())) {
            return;
        }
        String mismatch = interpreter.version() + ", but the project says that it runs on " + required.get()
                + " (requires-python)";
        if (!(request instanceof PythonRequest.Any)) {
            log.warn("The interpreter is Python " + mismatch);
        } else {
            throw new InterpreterProbe.Rejected("is " + mismatch);
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
        Explanation explanation = Explanation.of(request.notFound());
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
