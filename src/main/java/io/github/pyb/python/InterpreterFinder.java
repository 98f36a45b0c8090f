package io.github.pyb.python;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.KnownAnswers;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Candidates.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private final KnownInterpreters known;
    private final Candidates candidates;
    private final Provisioning provisioning;
    private final CPythonStore store;
    private final Set<Path> passedOver = new HashSet<>();
    private final Map<String, Rejected> rejections = new LinkedHashMap<>();
    private boolean unresolved;

    /**
     * @param runner runs the candidates
     * @param sourceTree where candidates are started, because shims look for a version file there
     * @param provisioning how interpreters are had that the machine does not have
     */
    public InterpreterFinder(
            Host host, BuildLog log, ProcessRunner runner, Path sourceTree, Provisioning provisioning) {
        this(host, log, runner, sourceTree, provisioning, InterpreterProbe.PATIENCE);
    }

    /** @param patience how long a candidate may take to say what it is */
    InterpreterFinder(
            Host host,
            BuildLog log,
            ProcessRunner runner,
            Path sourceTree,
            Provisioning provisioning,
            Duration patience) {
        this.host = host;
        this.log = log;
        this.provisioning = provisioning;
        this.store = new CPythonStore(
                host, log, runner, provisioning.directory(), provisioning.source(), provisioning.patience());
        this.candidates = new Candidates(host, new WindowsLauncher(host, runner, sourceTree));
        this.known = new KnownInterpreters(
                host,
                log,
                new InterpreterProbe(runner, sourceTree, patience),
                new KnownAnswers(provisioning.directory().resolveSibling("probe")));
    }

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
        Optional<Interpreter> found = firstOf(candidates.list(request, wish), request, wish);
        if (found.isEmpty()) {
            found = firstOf(candidates.registered(request), request, wish);
        }
        if (found.isPresent()) {
            return found.get();
        }
        if (providable.isPresent() && !never) {
            Optional<Interpreter> interpreter = provide(providable.get(), "resolved by Maven, as no other fits");
            if (interpreter.isPresent()) {
                return interpreter.get();
            }
        }
        throw notFound(request);
    }

    private Optional<Interpreter> firstOf(List<Candidate> candidates, PythonRequest request, PythonWish wish)
            throws MachineProblem, InterruptedException {
        for (Candidate candidate : candidates) {
            Optional<Interpreter> interpreter = ask(candidate, request, wish);
            if (interpreter.isPresent()) {
                log.info("Python: " + interpreter.get().describe() + " (" + candidate.origin() + ")");
                return interpreter;
            }
        }
        return Optional.empty();
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
            rejections.put("a CPython that Maven resolves", new Rejected("does not fit: " + store.whyNone(specifiers)));
            return Optional.empty();
        }
        String coordinates = release.get().coordinates();
        try {
            Interpreter interpreter = known.ask(store.install(release.get())).with(certificates());
            log.info("Python: " + interpreter.describe() + " (" + origin + ": " + coordinates + ")");
            return Optional.of(interpreter);
        } catch (Rejected e) {
            rejections.put(coordinates, e);
            return Optional.empty();
        } catch (UserProblem e) {
            unresolved = true;
            rejections.put(
                    coordinates,
                    new Rejected("cannot be had: " + e.explanation().text().replace("\n", "\n  ")));
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

    private Optional<Interpreter> ask(Candidate candidate, PythonRequest request, PythonWish wish)
            throws MachineProblem, InterruptedException {
        Path path = candidate.path();
        try {
            checkFile(path);
            if (passedOver.contains(realPath(path))) {
                // Under another name it is of the same version.
                return Optional.empty();
            }
            Interpreter interpreter = known.ask(path);
            passedOver.add(realPath(interpreter.executable()));
            if (!realPath(interpreter.executable()).equals(realPath(path))) {
                log.debug("Python: " + path + " stands for " + interpreter.executable());
            }
            if (request instanceof PythonRequest.OfVersion version && !version.isMetBy(interpreter)) {
                throw new Rejected("is " + interpreter.implementation() + " " + interpreter.version());
            }
            checkProject(interpreter, request, wish);
            return Optional.of(interpreter);
        } catch (Rejected e) {
            log.debug("Python: not " + path + " (" + candidate.origin() + "): it " + e.reason());
            rejections.putIfAbsent(path.toString(), e);
            return Optional.empty();
        }
    }

    /** What needs no process to be seen. */
    private void checkFile(Path path) throws Rejected {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new Rejected("is a link that leads nowhere");
        }
        if (!Files.exists(path)) {
            throw new Rejected("does not exist");
        }
        if (Files.isDirectory(path)) {
            throw new Rejected("is a directory; what is wanted is the executable in it, "
                    + (host.isWindows() ? "python.exe" : "bin/python3") + " as a rule");
        }
        if (!Files.isExecutable(path)) {
            throw new Rejected("is not executable");
        }
    }

    /** What was chosen by name the user answers for; of what is merely found, something else may fit. */
    private void checkProject(Interpreter interpreter, PythonRequest request, PythonWish wish) throws Rejected {
        Optional<Specifiers> required = wish.requiresPython();
        if (required.isEmpty() || required.get().contains(interpreter.version())) {
            return;
        }
        String mismatch = interpreter.version() + ", but the project says that it runs on " + required.get()
                + " (requires-python)";
        if (!(request instanceof PythonRequest.Any)) {
            log.warn("The interpreter is Python " + mismatch);
        } else {
            throw new Rejected("is " + mismatch);
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
        Explanation explanation;
        if (request instanceof PythonRequest.Executable) {
            explanation = unusable(request);
        } else if (request instanceof PythonRequest.Command command && rejections.isEmpty()) {
            explanation = Explanation.of("there is no command " + command.name() + " on PATH")
                    .attempt("name another one: -Dpyb.python=python3, or a file: -Dpyb.python=./" + command.name());
        } else {
            explanation = unfit(request);
        }
        return new UserProblem(
                unresolved ? ProblemKind.INTERPRETER_UNRESOLVED : ProblemKind.INTERPRETER_NOT_FOUND, explanation);
    }

    /** Where one executable was asked for, there is one reason, and room for all that it said. */
    private Explanation unusable(PythonRequest request) {
        Rejected rejected = rejections.values().iterator().next();
        Explanation explanation = Explanation.of(request.notFound() + ": it " + rejected.reason());
        if (rejected.output().size() > 1) {
            explanation = explanation.output(rejected.output());
        }
        return explanation.attempt(
                "name another one: -Dpyb.python=/path/to/python3 (or a version such as 3.12), or leave"
                        + " the parameter python out");
    }

    private Explanation unfit(PythonRequest request) {
        Explanation explanation = Explanation.of(request.notFound());
        if (rejections.isEmpty()) {
            explanation = explanation.line("looked on", host.searchPath().isEmpty() ? "an empty PATH" : "PATH");
        }
        for (Map.Entry<String, Rejected> rejection : rejections.entrySet()) {
            explanation = explanation.line(
                    "tried", rejection.getKey() + ": it " + rejection.getValue().reason());
        }
        return explanation.attempt("install Python " + Interpreter.OLDEST
                + " or later, or name one: -Dpyb.python=/path/to/python3 (or a version such as 3.12)");
    }
}
