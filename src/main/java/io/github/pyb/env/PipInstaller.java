package io.github.pyb.env;

import io.github.pyb.env.Installation.Purpose;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import io.github.pyb.python.Interpreter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Installs requirements with pip, or as pip would, if it is plain what pip would do. The user's pip configuration (files and {@code PIP_*} variables) is honoured, but for
 * what would send packages elsewhere than into the environment; where packages come from is Maven's to say, if it does.
 */
final class PipInstaller implements Installer {

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

    private final Host host;
    private final ProcessRunner runner;
    private final BuildLog log;
    private final Interpreter interpreter;
    private final Path python;
    private final EnvironmentSettings settings;
    private final EnvironmentChanges changes;
    private final EarlyResolution early;

    /**
     * @param python the interpreter of the environment
     * @param changes how the environment of children differs from ours
     * @param early what was fetched ahead
     */
    PipInstaller(
            Host host,
            ProcessRunner runner,
            BuildLog log,
            Interpreter interpreter,
            Path python,
            EnvironmentSettings settings,
            EnvironmentChanges changes,
            EarlyResolution early) {
        this.host = host;
        this.runner = runner;
        this.log = log;
        this.interpreter = interpreter;
        this.python = python;
        this.settings = settings;
        this.changes = changes;
        this.early = early;
    }

    /** What no pip should see, be it ours or one that a backend starts. */
    static EnvironmentChanges undisturbed(EnvironmentChanges changes) {
        return changes.without(MISLEADING)
                .with("PIP_USER", "0")
                .with("PIP_REQUIRE_VIRTUALENV", "0")
                .with("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    }

    @Override
    public String name() {
        return "pip";
    }

    @Override
    public String identity() throws UserProblem {
        return PipSource.choose(interpreter, python).words();
    }

    @Override
    public List<String> missing(List<String> requirements) throws UserProblem, MachineProblem, InterruptedException {
        PipSource pip = PipSource.choose(interpreter, python);
        Map<String, String> unconditional = unconditional(requirements);
        return new OfflinePip(host, runner, pip, settings)
                .missing(undisturbed(changes), List.copyOf(unconditional.keySet())).stream()
                        .map(unconditional::get)
                        .toList();
    }

    /** Requirements as they apply to this interpreter, without markers, and as they were written. */
    private Map<String, String> unconditional(List<String> requirements)
            throws UserProblem, MachineProblem, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        Map<String, String> markers = Map.of();
        for (String text : requirements) {
            Optional<Requirement> requirement = Requirement.parse(text);
            Optional<Marker> marker = requirement.flatMap(Requirement::marker);
            if (marker.isEmpty()) {
                all.put(text, text);
                continue;
            }
            if (markers.isEmpty()) {
                markers = new InventoryReader(runner, settings)
                        .read(interpreter, changes)
                        .markers();
            }
            if (marker.get().holds(markers, "")) {
                all.put(requirement.orElseThrow().unconditional().toString(), text);
            }
        }
        return all;
    }

    @Override
    public List<Pin> missingOfLocked(List<Pin> pins) throws UserProblem, MachineProblem, InterruptedException {
        if (withoutPip().has(pins, PipSource.choose(interpreter, python).version())) {
            return List.of();
        }
        List<String> missing = missing(pins.stream().map(Pin::requirement).toList());
        return pins.stream().filter(pin -> missing.contains(pin.requirement())).toList();
    }

    @Override
    public void install(List<String> requirements, boolean fresh)
            throws UserProblem, MachineProblem, InterruptedException {
        long began = System.nanoTime();
        if (withoutPip().install(requirements, PipSource.choose(interpreter, python), fresh, early)) {
            return;
        }
        List<String> options = new ArrayList<>(ignoring(fresh));
        options.addAll(constraints(Optional.empty()));
        run(
                new Installation(Purpose.INSTALL, requirements, settings.timeout(), offline()),
                fresh ? requirements : List.of(),
                options,
                undisturbed(changes),
                left(began),
                route -> {});
    }

    /** What is left of the time for an installation; {@code null} for no limit. */
    private @Nullable Duration left(long began) {
        Duration timeout = settings.timeout();
        if (timeout == null) {
            return null;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - began);
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    @Override
    public void installLocked(List<Pin> pins, boolean fresh) throws UserProblem, MachineProblem, InterruptedException {
        if (withoutPip()
                .installLocked(pins, PipSource.choose(interpreter, python).version(), fresh)) {
            return;
        }
        List<String> options = new ArrayList<>(ignoring(fresh));
        options.addAll(List.of("--no-deps", "--require-hashes", "--only-binary", ":all:"));
        run(
                new Installation(
                        Purpose.INSTALL_LOCKED, pins.stream().map(Pin::line).toList(), settings.timeout(), offline()),
                pins.stream().map(Pin::requirement).toList(),
                options,
                undisturbed(changes).without("PIP_CONSTRAINT"));
    }

    @Override
    public List<LockedPackage> resolve(List<String> requirements, Optional<Path> constraints)
            throws UserProblem, MachineProblem, InterruptedException {
        Path report = settings.temporaryDirectory().resolve("resolved-" + UUID.randomUUID() + ".json");
        List<String> options = new ArrayList<>(ignoring(true));
        options.addAll(List.of("--dry-run", "--report", report.toString(), "--only-binary", ":all:"));
        options.addAll(constraints(constraints));
        List<LockedPackage> resolved = new ArrayList<>();
        run(
                new Installation(Purpose.RESOLVE, requirements, settings.timeout(), offline()),
                requirements,
                options,
                undisturbed(changes),
                settings.timeout(),
                route -> resolved.addAll(new ResolvedFiles(route, name()).published(PipReport.read(report))));
        return resolved;
    }

    private WithoutPip withoutPip() {
        return new WithoutPip(host, log, interpreter, python, settings, undisturbed(changes));
    }

    private boolean offline() {
        return settings.installer().offline();
    }

    private static List<String> ignoring(boolean fresh) {
        return fresh ? List.of("--ignore-installed") : List.of();
    }

    private List<String> constraints(Optional<Path> more) {
        List<String> options = new ArrayList<>();
        for (Path constraints : settings.constraints()) {
            options.addAll(List.of("-c", constraints.toString()));
        }
        more.ifPresent(file -> options.addAll(List.of("-c", file.toString())));
        return options;
    }

    private void run(
            Installation installation, List<String> wanted, List<String> options, EnvironmentChanges surroundings)
            throws UserProblem, MachineProblem, InterruptedException {
        run(installation, wanted, options, surroundings, settings.timeout(), route -> {});
    }

    /**
     * Runs pip.
     *
     * @param wanted what is certainly not installed yet
     * @param timeout how long it may take; {@code null} for no limit
     * @param then is done while the way is still open that packages have come on
     */
    private void run(
            Installation installation,
            List<String> wanted,
            List<String> options,
            EnvironmentChanges visible,
            @Nullable Duration timeout,
            PackageRoute.Use then)
            throws UserProblem, MachineProblem, InterruptedException {
        PipSource pip = PipSource.choose(interpreter, python);
        log.debug("installing with " + pip.words());
        EnvironmentChanges surroundings = offline()
                ? new OfflinePip(host, runner, pip, settings).prepare(visible, wanted, installation.supply())
                : visible;
        Path file = installation.writeRequirements(settings.temporaryDirectory());
        List<String> command = new ArrayList<>(pip.command());
        command.add("install");
        // No questions: nobody could answer them. No bytecode: the environment is not worth it.
        command.addAll(List.of("--use-pep517", "--no-warn-script-location", "--no-compile", "--no-input"));
        if (offline()) {
            command.add("--no-index");
        }
        command.addAll(List.of("-r", file.toString()));
        command.addAll(options);
        ProcessSpec spec = new ProcessSpec(
                name(),
                command,
                settings.temporaryDirectory(),
                new Keyring(host).offer(surroundings, "PIP_KEYRING_PROVIDER"),
                timeout,
                ProcessSpec.Output.DEBUG,
                List.of(file));
        try (PackageRoute route = PackageRoute.open(host, settings.reachableIndexes(), spec.changes())) {
            installation.run(runner, spec, route.forPip(), route, "its own configuration and PIP_INDEX_URL count");
            then.with(route);
        }
    }
}
