package io.github.pyb.build;

import io.github.pyb.env.BuildEnvironment;
import io.github.pyb.env.InterpreterMarkers;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.env.Pin;
import io.github.pyb.env.PinnedFile;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.lock.Lock;
import io.github.pyb.lock.LockReader;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.lock.Target;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.toml.TomlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lock file has for the interpreter of one attempt. Build requirements are installed through here: those that are
 * locked exactly as they are locked, and all others as if there were no lock file, if that is allowed.
 */
final class LockUse {

    private final Path file;
    private final LockMode mode;
    private final @Nullable LockedSet locked;
    private final Map<String, String> markers;
    private final ProvidedWheels wheels;
    private final Path provided;
    private final BuildLog log;
    private final Set<String> warned = new HashSet<>();
    private final Set<ProjectName> used = new HashSet<>();
    private boolean active;
    private boolean complete = true;

    private LockUse(
            Path file,
            LockMode mode,
            @Nullable LockedSet locked,
            Map<String, String> markers,
            ProvidedWheels wheels,
            Path provided,
            BuildLog log) {
        this.file = file;
        this.mode = mode;
        this.locked = locked;
        this.markers = markers;
        this.wheels = wheels;
        this.provided = provided;
        this.log = log;
    }

    /**
     * Reads the lock file, if one counts.
     *
     * @param wheels what Maven provides
     * @param provided the directory where these are
     * @throws UserProblem if it is invalid, or has to be used and cannot be
     */
    static LockUse open(
            BuildRequest request, Interpreter interpreter, ProvidedWheels wheels, Path provided, BuildLog log)
            throws UserProblem, MachineProblem {
        LockWishes wishes = request.environment().lock();
        Map<String, String> markers = InterpreterMarkers.of(interpreter);
        Path file = wishes.file().orElse(Path.of(LockWishes.STANDARD_NAME));
        boolean there = wishes.file().isPresent() && Files.exists(file);
        if (wishes.mode() == LockMode.IGNORE || (!there && wishes.mode() == LockMode.PREFER)) {
            if (wishes.mode() == LockMode.PREFER && !file.endsWith(LockWishes.STANDARD_NAME)) {
                log.warn("The lock file does not exist: " + file + "; build requirements are resolved without one"
                        + " (lockFile, -Dpyb.lockFile, names it; mvn pyb:lock writes it)");
            }
            return new LockUse(file, wishes.mode(), null, markers, wheels, provided, log);
        }
        if (!there) {
            throw missing(wishes);
        }
        if (!request.environment().isolated()) {
            log.info(file.getFileName() + " is not used: without isolation nothing is installed");
            return new LockUse(file, wishes.mode(), null, markers, wheels, provided, log);
        }
        StoreSettings store = request.environment().store();
        Lock lock = LockReader.read(file, TomlReader.remembering(store.directory(), store.limit(), log));
        Optional<LockedSet> locked = lock.select(markers);
        if (locked.isEmpty()) {
            Explanation unknown = unknown(lock, file, interpreter);
            if (wishes.mode() == LockMode.ENFORCE) {
                throw new UserProblem(ProblemKind.LOCK_MISMATCH, unknown.attempt("mvn pyb:lock with this interpreter"));
            }
            log.warn(unknown.line("so", "build requirements are resolved as without a lock file")
                    .text());
        } else if (!request.environment().constraints().isEmpty()) {
            log.info("constraints have no effect on what is locked; they count in pyb:lock");
        }
        return new LockUse(file, wishes.mode(), locked.orElse(null), markers, wheels, provided, log);
    }

    private static UserProblem missing(LockWishes wishes) {
        return new UserProblem(
                ProblemKind.LOCK_MISMATCH,
                Explanation.of("there is no lock file, and lock (-Dpyb.lock=enforce) asks for one")
                        .line(
                                "where",
                                wishes.file()
                                        .map(Path::toString)
                                        .orElse("nowhere: a source distribution has no lock file beside it"))
                        .attempt("mvn pyb:lock, and commit the file")
                        .attempt("or name another one: lockFile (-Dpyb.lockFile)"));
    }

    private static Explanation unknown(Lock lock, Path file, Interpreter interpreter) {
        return Explanation.of("nothing is locked for this interpreter")
                .where(file)
                .line("interpreter", interpreter.describe())
                .line("that is", Target.of(InterpreterMarkers.of(interpreter)).marker())
                .line("locked for", lock.scope(InterpreterMarkers.of(interpreter)));
    }

    /** Whether there is something locked for this interpreter. */
    boolean isThere() {
        return locked != null;
    }

    /**
     * What is going to be installed for requirements.
     *
     * @return nothing if it is not locked
     * @throws UserProblem if it has to be
     */
    Optional<List<Pin>> plan(String step, List<String> requirements, String asker) throws UserProblem, MachineProblem {
        if (locked == null) {
            return Optional.empty();
        }
        List<LockCoverage.Difference> differences = differences(locked, step, requirements, asker);
        if (differences.isEmpty()) {
            return Optional.of(requirements.isEmpty() ? List.of() : pins(locked, step));
        }
        if (mode == LockMode.ENFORCE) {
            throw refusal(different(differences));
        }
        return Optional.empty();
    }

    /** What is locked for what the backend may report, in words. */
    List<String> lockedBesides() {
        return locked == null
                ? List.of()
                : Stream.of(DistributionKind.values())
                        .flatMap(kind -> locked.of(LockSteps.step(kind)).stream())
                        .map(one -> one.name() + " " + one.version())
                        .distinct()
                        .sorted()
                        .toList();
    }

    /** To be called for each environment. */
    void begin() {
        active = locked != null;
    }

    /**
     * Sees to it that requirements are installed.
     *
     * @param step which requirements these are, in the words of {@link LockedSet}
     * @param asker who asks for them
     * @throws UserProblem if they are not locked and have to be, or cannot be had
     */
    void install(BuildEnvironment environment, String step, List<String> requirements, String asker)
            throws UserProblem, MachineProblem, InterruptedException {
        if (active && environment instanceof IsolatedEnvironment isolated) {
            LockedSet set = Objects.requireNonNull(locked);
            List<LockCoverage.Difference> differences = differences(set, step, requirements, asker);
            if (differences.isEmpty()) {
                install(isolated, requirements.isEmpty() ? List.of() : pins(set, step), requirements);
                return;
            }
            refuse(different(differences));
        }
        environment.install(requirements);
    }

    private List<LockCoverage.Difference> differences(
            LockedSet set, String step, List<String> requirements, String asker) {
        return new LockCoverage(set, markers, wheels.versions()).differences(step, requirements, asker);
    }

    private void install(IsolatedEnvironment environment, List<Pin> pins, List<String> requirements)
            throws UserProblem, MachineProblem, InterruptedException {
        if (!pins.isEmpty()) {
            log.info("Locked: " + pins.size() + (pins.size() == 1 ? " distribution of " : " distributions of ")
                    + file.getFileName());
            pins.forEach(pin -> used.add(pin.name()));
        }
        try {
            environment.installLocked(pins, requirements);
        } catch (UserProblem e) {
            throw e.explainedBy(Explanation.of("").line("lock file", file.toString()));
        }
    }

    private List<Pin> pins(LockedSet set, String step) throws MachineProblem {
        List<Pin> pins = new ArrayList<>();
        for (LockedPackage one : set.of(step)) {
            pins.add(new Pin(one.name(), one.version(), address(one), Locking.hashes(one), files(one)));
        }
        pins.addAll(wheels.pins(set.providedIn(step), provided));
        return pins;
    }

    private List<PinnedFile> files(LockedPackage one) {
        List<PinnedFile> files = new ArrayList<>();
        for (LockedFile found : one.files()) {
            String sha256 = found.hashes().get("sha256");
            if (sha256 != null) {
                Optional<Path> path =
                        found.path().map(name -> file.resolveSibling(name).normalize());
                files.add(new PinnedFile(found.name(), sha256, found.url(), path));
            }
        }
        return files;
    }

    private Optional<String> address(LockedPackage one) {
        if (!one.direct()) {
            return Optional.empty();
        }
        return one.files().stream()
                .flatMap(found -> found
                        .url()
                        .or(() -> found.path()
                                .map(path -> file.resolveSibling(path)
                                        .normalize()
                                        .toUri()
                                        .toString()))
                        .stream())
                .findFirst();
    }

    private Explanation different(List<LockCoverage.Difference> differences) {
        Explanation explanation =
                Explanation.of("what the build asks for is not what is locked").where(file);
        for (LockCoverage.Difference one : differences) {
            explanation = explanation.line("asked by", one.asked()).line("locked", one.found());
        }
        return explanation;
    }

    private static UserProblem refusal(Explanation different) {
        return new UserProblem(
                ProblemKind.LOCK_MISMATCH,
                different
                        .attempt("mvn pyb:lock, see what changes, and commit the file")
                        .attempt("or build without it once: -Dpyb.lock=prefer"));
    }

    private void refuse(Explanation explanation) throws UserProblem {
        if (mode == LockMode.ENFORCE) {
            throw refusal(explanation);
        }
        active = false;
        complete = false;
        String text = explanation
                .line("so", "it is resolved as without a lock file; mvn pyb:lock brings the file up to date")
                .text();
        if (warned.add(text)) {
            log.warn(text);
        }
    }

    /** What came of it, for the report. */
    Optional<UsedLock> result() {
        return locked == null ? Optional.empty() : Optional.of(new UsedLock(file, used.size(), complete));
    }
}
