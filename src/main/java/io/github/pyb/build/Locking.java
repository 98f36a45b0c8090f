package io.github.pyb.build;

import io.github.pyb.env.InterpreterMarkers;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockChanges;
import io.github.pyb.lock.LockReader;
import io.github.pyb.lock.LockWriter;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.lock.Target;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes a lock file: for each interpreter what it comes to there, one after the other. What is in the file for other sorts of
 * machines stays, because it can only be found out there.
 */
final class Locking {

    /** What PEP 751 wants lock files to be called. */
    private static final Pattern NAME = Pattern.compile("pylock(\\.[^.]+)?\\.toml");

    private final Host host;
    private final SourceTreeReader sources;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final BuildLog log;
    private final Path file;

    Locking(
            Host host,
            SourceTreeReader sources,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            BuildLog log) {
        this.host = host;
        this.sources = sources;
        this.environments = environments;
        this.request = request;
        this.log = log;
        this.file = request.environment()
                .lock()
                .file()
                .orElseGet(() -> request.places().source().resolveSibling(LockWishes.STANDARD_NAME));
    }

    /** The hashes of a package, as installers want them. */
    static SortedSet<String> hashes(LockedPackage one) {
        SortedSet<String> hashes = new TreeSet<>();
        one.files()
                .forEach(found -> found.hashes().forEach((algorithm, digits) -> hashes.add(algorithm + ":" + digits)));
        return hashes;
    }

    LockResult lock() throws Problem, InterruptedException {
        checkName();
        Source source = Source.open(request.places().source(), sources);
        new RequestRules(host, request, Recipe.LOCK, log).check(source);
        SortedMap<Target, LockedSet> now = resolve(source);
        SortedMap<Target, LockedSet> before = before();
        SortedMap<Target, LockedSet> all = new TreeMap<>(now);
        before.forEach((target, set) -> {
            if (now.keySet().stream().noneMatch(target::isOnPlatformOf)) {
                log.info("Kept as it was locked elsewhere: " + target.marker());
                all.put(target, set);
            }
        });
        boolean written = write(new LockWriter(all).text());
        return new LockResult(file, written, new LockChanges(before, all).lines());
    }

    private SortedMap<Target, LockedSet> resolve(Source source) throws Problem, InterruptedException {
        SortedMap<Target, LockedSet> sets = new TreeMap<>();
        if (!request.interpreters().areSeveral()) {
            Interpreter interpreter = opening(request)
                    .findInterpreter(source, request.interpreters().first());
            add(sets, interpreter, resolve(source, request, interpreter));
            return sets;
        }
        List<Interpreter> interpreters =
                new SeveralInterpreters(host, sources, environments, request, Recipe.LOCK, log).interpreters(source);
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            work.prepare();
            for (Interpreter interpreter : interpreters) {
                log.info("Locking for " + interpreter.describe());
                BuildRequest own = request.forInterpreter(
                        interpreter.tag(), request.places().source(), 1);
                add(sets, interpreter, resolve(source, own, interpreter));
            }
        }
        return sets;
    }

    private LockedSet resolve(Source source, BuildRequest own, Interpreter interpreter)
            throws Problem, InterruptedException {
        LockedSet resolved = opening(own).attempt(source, interpreter, Attempt::resolve);
        SortedMap<ProjectName, LockedPackage> packages = new TreeMap<>();
        for (LockedPackage one : resolved.packages().values()) {
            packages.put(one.name(), elsewhere(one));
        }
        return new LockedSet(resolved.asked(), packages, resolved.provided());
    }

    private Opening opening(BuildRequest own) {
        return new Opening(host, sources, environments, own, Recipe.LOCK, log);
    }

    /** Two builds of one interpreter, free-threaded and not for instance, are the same to markers. */
    private static void add(SortedMap<Target, LockedSet> sets, Interpreter interpreter, LockedSet set)
            throws UserProblem {
        Target target = Target.of(InterpreterMarkers.of(interpreter));
        LockedSet other = sets.get(target);
        Optional<LockedSet> both = other == null ? Optional.of(set) : other.and(set);
        if (both.isEmpty()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("two of pythons (-Dpyb.pythons) require different versions, and a lock file cannot"
                                    + " tell them apart")
                            .line("interpreter", interpreter.describe())
                            .line("marker", target.marker())
                            .attempt("lock them into files of their own (lockFile)"));
        }
        sets.put(target, both.get());
    }

    /** The same package, with addresses that have a meaning on other machines as well. */
    private LockedPackage elsewhere(LockedPackage one) throws UserProblem {
        List<LockedFile> files = new ArrayList<>();
        for (LockedFile found : one.files()) {
            Optional<String> url = found.url().filter(address -> !address.startsWith("file:"));
            Optional<String> path =
                    url.isPresent() ? Optional.empty() : found.url().flatMap(this::below);
            if (url.isEmpty() && path.isEmpty()) {
                if (one.direct()) {
                    throw new UserProblem(
                            ProblemKind.INSTALL_FAILED,
                            Explanation.of(one.name()
                                            + " is required from a file of this machine, which nobody else has")
                                    .where(found.url().orElse(""))
                                    .attempt("put the file below the directory of the lock file")
                                    .attempt("or let Maven provide it, as a dependency of type whl"));
                }
                log.warn(found.name() + " comes from a directory of this machine: it is locked by name and hash alone,"
                        + " which other tools than pyb do not understand");
            }
            files.add(new LockedFile(found.name(), url, path, found.hashes()));
        }
        return new LockedPackage(one.name(), one.version(), one.steps(), one.direct(), one.index(), files);
    }

    private Optional<String> below(String address) {
        Path directory = file.resolve("..").normalize();
        try {
            Path place = Path.of(URI.create(address));
            return place.startsWith(directory)
                    ? Optional.of(directory.relativize(place).toString().replace('\\', '/'))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void checkName() throws UserProblem {
        if (!NAME.matcher(file.getFileName().toString()).matches()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("a lock file cannot be called that: its name has to be pylock.toml, or"
                                    + " pylock.NAME.toml without a dot in NAME (PEP 751)")
                            .where(file)
                            .attempt("correct the parameter lockFile (-Dpyb.lockFile)"));
        }
    }

    /** What is there already; nothing if it cannot be read: after a merge of two branches, for instance. */
    private SortedMap<Target, LockedSet> before() throws MachineProblem {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return LockReader.read(file).targets();
        } catch (UserProblem e) {
            log.warn("The lock file that is there is replaced as a whole: "
                    + e.explanation().what());
            return new TreeMap<>();
        }
    }

    /** Writes the file, unless it is the same already. */
    private boolean write(String text) throws MachineProblem {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return false;
            }
            Files.createDirectories(file.resolve("..").normalize());
            AtomicFiles.write(file, text);
            return true;
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the lock file", file, e);
        }
    }
}
