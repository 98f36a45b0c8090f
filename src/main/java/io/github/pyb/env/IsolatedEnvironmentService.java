package io.github.pyb.env;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.Waiting;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.HushedLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Orphans;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreeStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Creates isolated environments at places that the user controls, and clears such places. */
public final class IsolatedEnvironmentService {

    private final Host host;

    @Inject
    public IsolatedEnvironmentService(Host host) {
        this.host = host;
    }

    /**
     * Checks whether an environment may stand at the requested place. Touches nothing.
     *
     * @throws UserProblem if it may not
     */
    public void check(LocationRequest request) throws UserProblem, MachineProblem {
        rules(request).check(request.path());
    }

    /**
     * Takes hold of the requested place. Waits if another build uses it.
     *
     * @throws UserProblem if the place is refused, or the other build takes too long
     */
    public ClaimedLocation claim(LocationRequest request, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        Path place = rules(request).check(request.path());
        OwnedDirectory directory = hold(place, request, log);
        boolean accepted = false;
        try {
            if (directory.found().isPresent()) {
                decideOnFound(directory.found().get(), request, log);
            }
            endOrphans(directory, log);
            directory.occupy();
            directory.clear();
            accepted = true;
            return new ClaimedLocation(directory, log);
        } finally {
            if (!accepted) {
                directory.close();
            }
        }
    }

    /**
     * Creates an environment without anything installed in it; on disk it may not be before something is installed.
     *
     * @param locked whether what will be installed may be settled already; then an installer is looked for when it is needed
     * @param early what was fetched ahead
     * @throws UserProblem if the interpreter cannot make one, or there is no such installer
     */
    public IsolatedEnvironment create(
            ClaimedLocation location,
            EnvironmentSettings settings,
            Interpreter interpreter,
            boolean locked,
            EarlyResolution early,
            ProcessRunner runner,
            BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        // Without the variables of other environments, which would mislead the base interpreter as well.
        EnvironmentChanges base = base(settings, interpreter);
        UvInstaller.Source uv = uv(settings, base, runner, log);
        boolean withUv = settings.installer().kind() == InstallerKind.UV;
        if (withUv && !locked) {
            // Before anything is made: there is no point in an environment without an installer.
            uv.find();
        }
        Path temporary = settings.temporaryDirectory();
        EnvironmentCreator creator =
                new EnvironmentCreator(host, runner, log, interpreter, base, temporary, settings.timeout());
        TreeStore store =
                new TreeStore(settings.store().directory(), settings.store().limit(), log);
        BlankEnvironment blank = BlankEnvironment.of(interpreter, location.path(), host, store, creator);
        EnvironmentLayout layout = blank.layout();
        log.info("Environment: " + layout.root());
        tellOf(settings.indexes(), log);
        EnvironmentChanges changes = inside(base, layout, settings.variables());
        Installer installer = withUv
                ? new UvInstaller(host, runner, uv, layout.python(), settings, changes)
                : new PipInstaller(host, runner, log, interpreter, layout.python(), settings, changes, early);
        StableTimes times = new StableTimes(
                layout.sitePackages(), settings.recordDirectory().resolve(recordName(layout)));
        EnvironmentContents contents = new EnvironmentContents(
                log,
                blank,
                creator,
                new StoredEnvironment(store, blank, times, new Bytecode(runner, log, settings, changes)),
                new ResolutionMemory(store, settings.store(), InstantSource.system(), log),
                times,
                InstantSource.system(),
                runner::isAlone,
                settings.store().changeable());
        IsolatedEnvironment.Keys keys =
                (state, requirements) -> RequirementsKey.of(state, requirements, installer, settings, host, changes);
        return new IsolatedEnvironment(log, layout, installer, changes, contents, keys, settings.temporaryDirectory());
    }

    /**
     * Finds out what could not be installed while Maven is offline. Makes no environment.
     *
     * @param place where the environment would stand
     * @return those requirements of which it is certain that they are not to be had
     */
    public List<String> missing(
            Path place,
            EnvironmentSettings settings,
            Interpreter interpreter,
            List<String> requirements,
            ProcessRunner runner,
            BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        List<String> wanted = requirements.stream().distinct().sorted().toList();
        EnvironmentChanges changes = base(settings, interpreter).with(settings.variables());
        Installer installer = withoutEnvironment(settings, interpreter, changes, runner, log);
        boolean stored = new OfflineStock(settings, interpreter, place, host, log)
                .has(state -> RequirementsKey.of(state, wanted, installer, settings, host, changes));
        return stored ? List.of() : installer.missing(wanted);
    }

    /** The same for what is settled; what the store has of that needs no installer. */
    public List<Pin> missingOfLocked(
            Path place,
            EnvironmentSettings settings,
            Interpreter interpreter,
            List<Pin> pins,
            ProcessRunner runner,
            BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        boolean stored = new OfflineStock(settings, interpreter, place, host, log)
                .has(state -> RequirementsKey.ofLocked(state, pins));
        if (stored || pins.isEmpty()) {
            return List.of();
        }
        EnvironmentChanges changes = base(settings, interpreter).with(settings.variables());
        return withoutEnvironment(settings, interpreter, changes, runner, log).missingOfLocked(pins);
    }

    /** An installer that can be asked, while there is nothing yet that it could install into. */
    private Installer withoutEnvironment(
            EnvironmentSettings settings,
            Interpreter interpreter,
            EnvironmentChanges changes,
            ProcessRunner runner,
            BuildLog log) {
        Path python = interpreter.executable();
        return settings.installer().kind() == InstallerKind.UV
                ? new UvInstaller(
                        host,
                        runner,
                        uv(settings, base(settings, interpreter), runner, new HushedLog(log)),
                        python,
                        settings,
                        changes)
                : new PipInstaller(host, runner, log, interpreter, python, settings, changes, EarlyResolution.NONE);
    }

    private static void tellOf(Indexes indexes, BuildLog log) {
        for (Index index : indexes.declared()) {
            log.info("Package index: " + index.words());
            if (index.exposesCredentials()) {
                log.warn("The credentials of the server " + index.server() + " go to the package index " + index.id()
                        + " without encryption, because its address begins with http:");
            }
        }
    }

    /** Looks for uv once. */
    private UvInstaller.Source uv(
            EnvironmentSettings settings, EnvironmentChanges base, ProcessRunner runner, BuildLog log) {
        AtomicReference<@Nullable UvSource> found = new AtomicReference<>();
        return () -> {
            UvSource uv = found.get();
            if (uv == null) {
                uv = new UvFinder(host, log, runner, settings.temporaryDirectory())
                        .find(settings.installer().uvExecutable(), base.with(settings.variables()));
                found.set(uv);
            }
            return uv;
        };
    }

    /**
     * Clears a place of an environment that a build left there.
     *
     * @return whether there was one
     * @throws UserProblem if there is something else
     */
    public boolean clear(LocationRequest request, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        Path place = rules(request).check(request.path());
        OwnedDirectory.Finding finding;
        try {
            finding = OwnedDirectory.inspect(place);
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the environment's location", place, e);
        }
        if (!(finding instanceof OwnedDirectory.Finding.Owned)) {
            return false;
        }
        OwnedDirectory directory = hold(place, request, log);
        endOrphans(directory, log);
        directory.removeAndClose();
        return true;
    }

    /**
     * Removes all environments that are kept for later builds. Builds that run at the moment make theirs anew.
     *
     * @return whether there were any
     */
    public static boolean removeStore(Path directory) throws MachineProblem {
        return TreeStore.remove(directory);
    }

    private LocationRules rules(LocationRequest request) {
        return new LocationRules(host, request.untouchable());
    }

    private static OwnedDirectory hold(Path place, LocationRequest request, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        return OwnedDirectory.claim(
                place,
                Ownership.inUse(Ownership.Kind.ENVIRONMENT, request.builder(), false),
                new Waiting(request.patience(), log::info));
    }

    /** Nobody else may write there from now on. */
    private static void endOrphans(OwnedDirectory directory, BuildLog log) {
        directory.abandoned().ifPresent(killed -> new Orphans(killed, log::info).end());
    }

    /** What another build left: in nobody's way at a place of our choice, the user's to decide about at theirs. */
    private static void decideOnFound(Ownership found, LocationRequest request, BuildLog log) throws UserProblem {
        boolean evidence = found.state() != Ownership.State.LEFTOVER && !isRenewal(found, request);
        if (request.chosen() && evidence && !request.reclaim()) {
            throw new UserProblem(
                    ProblemKind.LOCATION_REFUSED,
                    Explanation.of("the environment's location still holds the environment of an earlier build")
                            .where(request.path())
                            .line("left by", found.story())
                            .line("clear it", request.clearCommand())
                            .attempt("or let builds clear it themselves, with reclaimEnv (-Dpyb.env.reclaim=true)"));
        }
        log.info("Reclaiming the environment at " + request.path() + ", left by " + found.story());
    }

    /** An environment that a goal has made to stay is that goal's own to make anew. */
    private static boolean isRenewal(Ownership found, LocationRequest request) {
        Ownership.Builder former = found.builder();
        return found.state() == Ownership.State.KEPT
                && found.reason().equals("made by pyb:" + request.builder().goal())
                && former.project().equals(request.builder().project());
    }

    private EnvironmentChanges base(EnvironmentSettings settings, Interpreter interpreter) {
        EnvironmentChanges changes = EnvironmentChanges.none()
                .without("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV", "PYTHONPLATLIBDIR")
                .with(interpreter.variables())
                .with("PYTHONNOUSERSITE", "1")
                .with(settings.childVariables());
        return PipInstaller.undisturbed(changes);
    }

    /** The user's variables win, but for the beginning of {@code PATH}: PEP 517 wants the environment's scripts found. */
    private EnvironmentChanges inside(
            EnvironmentChanges base, EnvironmentLayout layout, Map<String, String> variables) {
        EnvironmentChanges changes =
                base.with("VIRTUAL_ENV", layout.root().toString()).with(variables);
        String path = changes.applyTo(host).getOrDefault("PATH", "");
        return changes.with(
                "PATH", path.isEmpty() ? layout.scripts().toString() : layout.scripts() + host.pathSeparator() + path);
    }

    /** One file for each place, in a directory that may serve several. */
    private static String recordName(EnvironmentLayout layout) {
        return Sha256.ofText(layout.root().toString()).substring(0, 32) + ".txt";
    }
}
