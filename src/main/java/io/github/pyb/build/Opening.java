package io.github.pyb.build;

import io.github.pyb.env.ClaimedLocation;
import io.github.pyb.env.EarlyResolution;
import io.github.pyb.env.EnvironmentSettings;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.LocationRequest;
import io.github.pyb.env.Pin;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.SilentLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Interpreter;
import io.github.pyb.python.InterpreterFinder;
import io.github.pyb.python.PythonWish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that comes before an attempt has something to lose: checks what was asked for, finds the interpreter, and
 * takes hold of the places. What fails here has touched nothing of the user's.
 */
final class Opening {

    private final Host host;
    private final SourceTreeReader sources;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final Recipe recipe;
    private final BuildLog log;

    Opening(
            Host host,
            SourceTreeReader sources,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            Recipe recipe,
            BuildLog log) {
        this.host = host;
        this.sources = sources;
        this.environments = environments;
        this.request = request;
        this.recipe = recipe;
        this.log = log;
    }

    /** What is done once an environment can be made. */
    @FunctionalInterface
    interface Work<T> {
        T run(Attempt attempt) throws Problem, InterruptedException;
    }

    /** Opens an attempt, lets the work be done in it, and closes it. */
    <T> T attempt(Work<T> work) throws Problem, InterruptedException {
        try (EarlyResolution early = early()) {
            Source source = Source.open(request.places().source(), sources);
            new RequestRules(host, request, recipe, log).check(source);
            Interpreter interpreter = firstInterpreter(source);
            if (source instanceof Source.Tree tree) {
                early.expect(interpreter, tree.tree().buildSystem().requires());
            }
            return attempt(source, interpreter, early, work);
        }
    }

    /** What is likely to be asked for is asked for while other things are done. */
    private EarlyResolution early() {
        EnvironmentWishes wishes = request.environment();
        boolean likely = wishes.isolated()
                && wishes.wheels().isEmpty()
                && wishes.lock().file().filter(Files::exists).isEmpty();
        return likely ? EarlyResolution.begin(host, settings(Optional.empty()), log) : EarlyResolution.NONE;
    }

    private Interpreter firstInterpreter(Source source) throws UserProblem, MachineProblem, InterruptedException {
        String wanted = request.interpreters().first();
        try {
            return findInterpreter(source, wanted);
        } catch (UserProblem e) {
            OfflineNeeds needs = new OfflineNeeds(request);
            needs.addInterpreter(wanted, e);
            needs.check();
            throw e;
        }
    }

    /** Finds out what a build without network with this interpreter lacks, as far as that can be seen from the sources. */
    void lookFor(OfflineNeeds needs, Source source, Interpreter interpreter) throws Problem, InterruptedException {
        ProvidedWheels wheels = wheels(interpreter);
        // What there is to say about a lock file is said when it is opened for the build.
        LockUse lock = lock(interpreter, wheels, new SilentLog());
        try (WorkDirectory directory = WorkDirectory.claim(request, log)) {
            if (source instanceof Source.Tree tree) {
                lookFor(needs, tree.tree(), interpreter, lock, settings(wheels.materialise(directory.wheels())));
            }
        }
    }

    private void lookFor(
            OfflineNeeds needs, SourceTree tree, Interpreter interpreter, LockUse lock, EnvironmentSettings settings)
            throws Problem, InterruptedException {
        Optional<LocationRequest> place = location(interpreter);
        List<String> declared = tree.buildSystem().requires();
        if (place.isEmpty() || declared.isEmpty()) {
            return;
        }
        Optional<List<Pin>> locked = lock.plan(LockedSet.DECLARED, declared, Stage.DECLARED);
        Path path = place.get().path();
        WorkDirectory.createTemporary(request.places().work());
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(
                        host, log, transcript, request.limits().cancellation()::get)) {
            if (locked.isPresent()) {
                needs.addLocked(
                        interpreter,
                        environments.missingOfLocked(path, settings, interpreter, locked.get(), runner, log),
                        lock.lockedBesides());
                return;
            }
            needs.addRequirements(
                    interpreter,
                    environments.missing(path, settings, interpreter, declared, runner, log),
                    new ReportedRequirements(
                                    WorkDirectory.record(request.places().work()))
                            .all());
        }
    }

    /** What is resolved to be locked is looked for by the installer alone: the store does not help with that. */
    private void refuseIfLacking(Origin origin, Interpreter interpreter, LockUse lock, EnvironmentSettings settings)
            throws Problem, InterruptedException {
        if (OfflineNeeds.apply(request) && recipe != Recipe.LOCK) {
            OfflineNeeds needs = new OfflineNeeds(request);
            lookFor(needs, origin.tree(), interpreter, lock, settings);
            needs.check();
        }
    }

    /** The same, with what was opened and checked already. */
    <T> T attempt(Source source, Interpreter interpreter, Work<T> work) throws Problem, InterruptedException {
        return attempt(source, interpreter, EarlyResolution.NONE, work);
    }

    private <T> T attempt(Source source, Interpreter interpreter, EarlyResolution early, Work<T> work)
            throws Problem, InterruptedException {
        checkPlace(interpreter);
        ProvidedWheels wheels = wheels(interpreter);
        LockUse lock = lock(interpreter, wheels, log);
        Optional<LocationRequest> place = location(interpreter);
        try (WorkDirectory directory = WorkDirectory.claim(request, log);
                SdistDirectory sdists = sdistDirectory(source, directory);
                BackendDirectory backend = BackendDirectory.claim(request, interpreter.tag(), log)) {
            Origin origin = origin(source, sdists);
            EnvironmentSettings settings = settings(wheels.materialise(directory.wheels()));
            refuseIfLacking(origin, interpreter, lock, settings);
            // Until the place is ours, what an earlier build left as evidence has to stay.
            Optional<ClaimedLocation> location =
                    place.isPresent() ? Optional.of(environments.claim(place.get(), log)) : Optional.empty();
            try (Transcript transcript = begin(directory, location);
                    ProcessRunner runner = new ProcessRunner(
                            host, log, transcript, request.limits().cancellation()::get, held(directory, location))) {
                Tenure tenure = new Tenure(
                        host,
                        environments,
                        request,
                        settings,
                        interpreter,
                        lock.isThere(),
                        early,
                        location,
                        runner,
                        log);
                Attempt attempt = new Attempt(
                        host,
                        request,
                        recipe,
                        origin,
                        sdists,
                        wheels,
                        lock,
                        directory,
                        backend.path(),
                        tenure,
                        runner,
                        log);
                return attempt.run(() -> work.run(attempt));
            }
        }
    }

    private static List<String> held(WorkDirectory directory, Optional<ClaimedLocation> location) {
        List<String> held = new ArrayList<>(List.of(directory.id()));
        location.ifPresent(place -> held.add(place.id()));
        return held;
    }

    private ProvidedWheels wheels(Interpreter interpreter) throws UserProblem, MachineProblem {
        ProvidedWheels wheels =
                ProvidedWheels.read(request.environment().wheels()).fitting(interpreter);
        if (!wheels.isEmpty()) {
            log.info("Wheels from Maven, which come before any index: " + wheels.words());
        }
        return wheels;
    }

    /** What is being locked does not depend on what was locked. */
    private LockUse lock(Interpreter interpreter, ProvidedWheels wheels, BuildLog listener)
            throws UserProblem, MachineProblem {
        BuildRequest asked = recipe == Recipe.LOCK ? request.with(LockWishes.NONE) : request;
        return LockUse.open(
                asked,
                interpreter,
                wheels,
                WorkDirectory.wheels(request.places().work()),
                listener);
    }

    /** Refuses a place where no environment can stand. */
    void checkPlace(Interpreter interpreter) throws UserProblem, MachineProblem {
        Optional<LocationRequest> place = location(interpreter);
        if (place.isPresent()) {
            environments.check(place.get());
        }
    }

    /** @param wanted what was asked for; empty for nothing in particular */
    Interpreter findInterpreter(Source origin, String wanted) throws UserProblem, MachineProblem, InterruptedException {
        Path source = request.places().source();
        Path directory = Files.isDirectory(source) ? source : request.places().base();
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(
                        host, log, transcript, request.limits().cancellation()::get)) {
            return new InterpreterFinder(
                            host, log, runner, directory, request.interpreters().provisioning())
                    .find(new PythonWish(
                            wanted,
                            request.places().base(),
                            origin.requiresPython(),
                            request.interpreters().toolchains()));
        }
    }

    /** Nothing if hooks run in the interpreter's own environment. */
    private Optional<LocationRequest> location(Interpreter interpreter) {
        EnvironmentWishes wishes = request.environment();
        if (!wishes.isolated()) {
            return Optional.empty();
        }
        Path standard = recipe == Recipe.EDITABLE
                ? WorkDirectory.editables(request.places().common())
                : WorkDirectory.environments(request.places().common());
        return Optional.of(new LocationRequest(
                wishes.location().orElseGet(() -> standard.resolve(interpreter.tag())),
                wishes.location().isPresent(),
                wishes.reclaim(),
                List.of(request.places().base(), request.places().source()),
                request.builder(),
                request.limits().patience(),
                request.clearCommand()));
    }

    private SdistDirectory sdistDirectory(Source source, WorkDirectory directory)
            throws UserProblem, MachineProblem, InterruptedException {
        return source instanceof Source.Archive || recipe.unpacksItsSdist()
                ? SdistDirectory.claim(request, directory, log)
                : SdistDirectory.within(directory, log);
    }

    private Origin origin(Source source, SdistDirectory sdists)
            throws UserProblem, MachineProblem, InterruptedException {
        if (source instanceof Source.Archive archive) {
            return sdists.unpack(archive.archive(), sources);
        }
        return new Origin(((Source.Tree) source).tree(), Optional.empty());
    }

    private Transcript begin(WorkDirectory directory, Optional<ClaimedLocation> location) throws MachineProblem {
        try {
            directory.prepare();
            if (recipe.makesDistributions()) {
                // Whoever finds a report may take it for that of the last build.
                JsonFile.remove(request.places().report());
            }
            return Transcript.open(directory.log(request.goal()));
        } catch (MachineProblem e) {
            location.ifPresent(ClaimedLocation::remove);
            throw e;
        }
    }

    /** @param provided constraints by which the installer takes the wheels that Maven provides, if it provides any */
    private EnvironmentSettings settings(Optional<Path> provided) {
        List<Path> constraints = new ArrayList<>(request.environment().constraints());
        provided.ifPresent(constraints::add);
        return new EnvironmentSettings(
                WorkDirectory.temporary(request.places().work()),
                WorkDirectory.record(request.places().work()),
                request.environment().installer(),
                request.environment().indexes(),
                constraints,
                request.environment().variables(),
                request.limits().timeout(),
                request.environment().store());
    }
}
