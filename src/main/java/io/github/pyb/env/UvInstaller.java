package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs requirements with uv. The user's configuration ({@code UV_*} variables, and {@code uv.toml} of the user and of
 * the machine) is honoured, but for what would make uv work elsewhere. The configuration of projects is not: the
 * environment often stands within a project, and has nothing to do with it.
 */
final class UvInstaller implements Installer {

    private static final String LINK_MODE = "UV_LINK_MODE";

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

    private final Host host;
    private final ProcessRunner runner;
    private final UvSource uv;
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
            UvSource uv,
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
    public String identity() {
        return "uv " + uv.version();
    }

    /** To uv only what is installed in the environment itself counts as installed, so a fresh one needs no option. */
    @Override
    public void install(List<String> requirements, boolean fresh)
            throws UserProblem, MachineProblem, InterruptedException {
        Installation installation = new Installation(
                requirements, settings.timeout(), settings.installer().offline());
        Path directory = neutralDirectory();
        Path file = installation.writeRequirements(directory);
        EnvironmentChanges undisturbed = changes.without(MISLEADING);
        List<String> command = new ArrayList<>(List.of(uv.executable().toString(), "pip", "install"));
        command.addAll(List.of("-r", file.toString(), "--python", python.toString()));
        if (settings.installer().offline()) {
            command.add("--offline");
        }
        if (!undisturbed.applyTo(host).containsKey(LINK_MODE)) {
            // By default files would be linked with uv's cache, and who changes one would change the cache.
            command.addAll(List.of("--link-mode", "copy"));
        }
        for (Path constraints : settings.constraints()) {
            command.addAll(List.of("-c", word(constraints)));
        }
        ProcessSpec spec = new ProcessSpec(
                name(),
                command,
                directory,
                new Keyring(host).offer(undisturbed, "UV_KEYRING_PROVIDER"),
                settings.timeout(),
                ProcessSpec.Output.DEBUG,
                List.of(directory, file));
        try (PackageRoute route = PackageRoute.open(host, settings.reachableIndexes(), spec.changes())) {
            installation.run(runner, spec, route.forUv(), route, "its own configuration and UV_DEFAULT_INDEX count");
        }
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
