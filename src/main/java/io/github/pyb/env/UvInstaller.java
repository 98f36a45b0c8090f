package io.github.pyb.env;

import io.github.pyb.env.Installation.Purpose;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockReader;
import io.github.pyb.lock.LockedFile;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Installs requirements with uv. The user's configuration ({@code UV_*} variables, and {@code uv.toml} of the user and of
 * the machine) is honoured, but for what would make uv work elsewhere. The configuration of projects is not: the
 * environment often stands within a project, and has nothing to do with it.
 */
final class UvInstaller implements Installer {

    private static final String LINK_MODE = "UV_LINK_MODE";

    private static final String RESOLVED = "pylock.resolved.toml";

    /** Which uv it is. */
    @FunctionalInterface
    interface Source {
        UvSource find() throws UserProblem, MachineProblem, InterruptedException;
    }

    /** Variables of uv that change which environment it works on, or whose configuration it reads. */
    private static final String[] MISLEADING = {
        "PYTHONPATH",
        "UV_PYTHON",
        "UV_SYSTEM_PYTHON",
        "UV_PROJECT",
        "UV_PROJECT_ENVIRONMENT",
        "UV_WORKING_DIR",
        "UV_WORKING_DIRECTORY"
    };

    /** What is locked is installed as it is. */
    private static final List<String> EXACTLY = List.of("--no-deps", "--require-hashes", "--only-binary", ":all:");

    /** Variables that must not change what is locked. */
    private static final String[] WITHOUT_EFFECT = {"UV_CONSTRAINT", "UV_OVERRIDE"};

    private final Host host;
    private final ProcessRunner runner;
    private final Source uv;
    private final Path python;
    private final EnvironmentSettings settings;
    private final EnvironmentChanges changes;

    /**
     * @param python the interpreter of the environment
     * @param changes how the environment of children differs from ours
     */
    UvInstaller(
            Host host,
            ProcessRunner runner,
            Source uv,
            Path python,
            EnvironmentSettings settings,
            EnvironmentChanges changes) {
        this.host = host;
        this.runner = runner;
        this.uv = uv;
        this.python = python;
        this.settings = settings;
        this.changes = changes;
    }

    @Override
    public String name() {
        return "uv";
    }

    @Override
    public String identity() throws UserProblem, MachineProblem, InterruptedException {
        return "uv " + uv.find().version();
    }

    /** To uv only what is installed in the environment itself counts as installed, so a fresh one needs no option. */
    @Override
    public void install(List<String> requirements, boolean fresh)
            throws UserProblem, MachineProblem, InterruptedException {
        run(
                new Installation(Purpose.INSTALL, requirements, settings.timeout(), offline()),
                "install",
                directory -> withLinkMode(constraints(Optional.empty())),
                changes.without(MISLEADING),
                (directory, route) -> {});
    }

    @Override
    public void installLocked(List<Pin> pins, boolean fresh) throws UserProblem, MachineProblem, InterruptedException {
        run(
                new Installation(
                        Purpose.INSTALL_LOCKED, pins.stream().map(Pin::line).toList(), settings.timeout(), offline()),
                "install",
                directory -> withLinkMode(EXACTLY),
                changes.without(MISLEADING).without(WITHOUT_EFFECT),
                (directory, route) -> {});
    }

    @Override
    public List<String> missing(List<String> requirements) throws UserProblem, MachineProblem, InterruptedException {
        return missing(requirements, constraints(Optional.empty()), changes.without(MISLEADING));
    }

    @Override
    public List<Pin> missingOfLocked(List<Pin> pins) throws UserProblem, MachineProblem, InterruptedException {
        List<String> missing = missing(
                pins.stream().map(Pin::line).toList(),
                EXACTLY,
                changes.without(MISLEADING).without(WITHOUT_EFFECT));
        return pins.stream().filter(pin -> missing.contains(pin.line())).toList();
    }

    /** Only uv itself knows what is in its cache, so it says what it would do; of one requirement at a time, to name them. */
    private List<String> missing(List<String> requirements, List<String> options, EnvironmentChanges visible)
            throws UserProblem, MachineProblem, InterruptedException {
        if (requirements.isEmpty() || canInstall(requirements, options, visible)) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (String requirement : requirements) {
            if (!canInstall(List.of(requirement), options, visible)) {
                missing.add(requirement);
            }
        }
        // Each for itself could be had: then it is all of them together that cannot.
        return missing.isEmpty() ? requirements : missing;
    }

    private boolean canInstall(List<String> requirements, List<String> options, EnvironmentChanges visible)
            throws UserProblem, MachineProblem, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--dry-run"));
        // Not what the interpreter itself has installed, but nothing.
        all.addAll(List.of(
                "--target", settings.temporaryDirectory().resolve("nothing").toString()));
        all.addAll(withLinkMode(options));
        return runner.run(spec(
                        new Installation(Purpose.INSTALL, requirements, settings.timeout(), true),
                        "install",
                        neutralDirectory(),
                        all,
                        visible))
                .succeeded();
    }

    @Override
    public List<LockedPackage> resolve(List<String> requirements, Optional<Path> constraints)
            throws UserProblem, MachineProblem, InterruptedException {
        List<LockedPackage> resolved = new ArrayList<>();
        run(
                new Installation(Purpose.RESOLVE, requirements, settings.timeout(), offline()),
                "compile",
                directory -> {
                    List<String> options = new ArrayList<>(List.of("--format", "pylock.toml", "--generate-hashes"));
                    options.addAll(List.of("--only-binary", ":all:", "--quiet"));
                    options.addAll(List.of("-o", directory.resolve(RESOLVED).toString()));
                    options.addAll(constraints(constraints));
                    return options;
                },
                changes.without(MISLEADING),
                (directory, route) -> resolved.addAll(new ResolvedFiles(route, name()).published(read(directory))));
        return resolved;
    }

    /** uv writes paths that are relative to the file. */
    private static List<LockedPackage> read(Path directory) throws UserProblem, MachineProblem {
        List<LockedPackage> packages = new ArrayList<>();
        for (LockedPackage one : LockReader.read(directory.resolve(RESOLVED)).packages()) {
            List<LockedFile> files = one.files().stream()
                    .map(file -> new LockedFile(
                            file.name(),
                            file.url()
                                    .or(() -> file.path()
                                            .map(path -> directory
                                                    .resolve(path)
                                                    .normalize()
                                                    .toUri()
                                                    .toString())),
                            Optional.empty(),
                            file.hashes()))
                    .toList();
            packages.add(new LockedPackage(one.name(), one.version(), Set.of(), one.direct(), one.index(), files));
        }
        return packages;
    }

    private boolean offline() {
        return settings.installer().offline();
    }

    private List<String> constraints(Optional<Path> more) {
        List<String> options = new ArrayList<>();
        for (Path constraints : settings.constraints()) {
            options.addAll(List.of("-c", word(constraints)));
        }
        more.ifPresent(file -> options.addAll(List.of("-c", word(file))));
        return options;
    }

    private List<String> withLinkMode(List<String> options) {
        List<String> more = new ArrayList<>();
        if (!changes.without(MISLEADING).applyTo(host).containsKey(LINK_MODE)) {
            // By default files would be linked with uv's cache, and who changes one would change the cache.
            more.addAll(List.of("--link-mode", "copy"));
        }
        more.addAll(options);
        return more;
    }

    /** What is done with the directory in which uv has run. */
    @FunctionalInterface
    private interface Use {
        void with(Path directory, PackageRoute route) throws UserProblem, MachineProblem;
    }

    private void run(
            Installation installation,
            String subcommand,
            Function<Path, List<String>> options,
            EnvironmentChanges visible,
            Use then)
            throws UserProblem, MachineProblem, InterruptedException {
        Path directory = neutralDirectory();
        ProcessSpec spec = spec(installation, subcommand, directory, options.apply(directory), visible);
        try (PackageRoute route = PackageRoute.open(host, settings.reachableIndexes(), spec.changes())) {
            installation.run(runner, spec, route.forUv(), route, "its own configuration and UV_DEFAULT_INDEX count");
            then.with(directory, route);
        }
    }

    private ProcessSpec spec(
            Installation installation,
            String subcommand,
            Path directory,
            List<String> options,
            EnvironmentChanges visible)
            throws UserProblem, MachineProblem, InterruptedException {
        Path file = installation.writeRequirements(directory);
        List<String> command = new ArrayList<>(List.of(uv.find().executable().toString(), "pip", subcommand));
        command.addAll(subcommand.equals("compile") ? List.of(file.toString()) : List.of("-r", file.toString()));
        command.addAll(List.of("--python", python.toString()));
        if (installation.offline()) {
            command.add("--offline");
        }
        command.addAll(options);
        return new ProcessSpec(
                name(),
                command,
                directory,
                new Keyring(host).offer(visible, "UV_KEYRING_PROVIDER"),
                settings.timeout(),
                ProcessSpec.Output.DEBUG,
                List.of(directory, file));
    }

    /**
     * A directory in which uv finds no project. It looks for one upwards from its working directory; a
     * {@code pyproject.toml} without content ends its search for a workspace, a {@code uv.toml} that for settings. One
     * setting is in it, because it would leave something out and can be taken back only there.
     */
    private Path neutralDirectory() throws MachineProblem {
        try {
            Path directory = Files.createTempDirectory(settings.temporaryDirectory(), "uv-");
            Files.createFile(directory.resolve("pyproject.toml"));
            Files.writeString(directory.resolve("uv.toml"), "[pip]\nno-deps = false\n");
            return directory;
        } catch (IOException e) {
            throw MachineProblem.of("cannot make a directory for uv", settings.temporaryDirectory(), e);
        }
    }

    /** Older versions of uv (0.6 for one) take a blank in this argument for the end of a path, but not in an address. */
    private static String word(Path constraints) {
        String path = constraints.toString();
        return path.contains(" ") ? constraints.toUri().toString() : path;
    }
}
