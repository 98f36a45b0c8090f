package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.EnvironmentWishes;
import io.github.pyb.build.Limits;
import io.github.pyb.build.Places;
import io.github.pyb.build.SourceMode;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.host.CommandLine;
import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Provision;
import io.github.pyb.python.Provisioning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.jspecify.annotations.Nullable;

/** What all goals share that make an environment and call the backend in it. */
abstract class AbstractBuildMojo extends AbstractPybMojo {

    private final RepositorySystem repositorySystem;

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    RepositorySystemSession repositorySession;

    @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true, required = true)
    List<RemoteRepository> repositories;

    /**
     * Whether an environment that an earlier build has left at a place chosen by {@code envDir} is cleared away. By
     * default the build stops and says which build has left it and why, because it may be evidence that somebody wants to
     * see. At the default place it is always cleared away.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.env.reclaim", defaultValue = "false")
    boolean reclaimEnv;

    /**
     * When the environment is kept after the goal: {@code failure} (if the build has failed), {@code always}, or
     * {@code never}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.env.keep", defaultValue = "failure")
    @Nullable
    String keepEnv;

    /**
     * The source tree: the directory with {@code pyproject.toml} or {@code setup.py}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.sourceDirectory", defaultValue = "${basedir}")
    @Nullable
    String sourceDirectory;

    /**
     * Where the backend sees the sources. {@code copy}: in a synchronised copy at a stable place under the work directory,
     * so that it neither finds Maven's {@code target} among the sources nor writes into the checkout. {@code inplace}: in
     * the source directory itself. {@code auto}: in a copy, except where the project cannot be built from one, because its
     * version or its list of files comes from version control or because it refers to files beside itself; one line of the
     * log says so then.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.sourceMode", defaultValue = "auto")
    @Nullable
    String sourceMode;

    /**
     * Where distributions land. A file there is always a whole one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.outputDirectory", defaultValue = "${project.build.directory}/dist")
    @Nullable
    String outputDirectory;

    /**
     * The interpreter to build with: a path ({@code /usr/bin/python3.12}, {@code .venv/bin/python}), a command that is
     * looked for on {@code PATH} ({@code python3.12}), a version ({@code 3.12}, {@code 3.12.4}, {@code pypy3.10}), or a
     * range ({@code >=3.10,<3.14}), or {@code maven:3.12} for a CPython that Maven resolves. By default the active virtual
     * environment ({@code VIRTUAL_ENV}), else {@code python3} or {@code python} on {@code PATH}, else a CPython that Maven
     * resolves. One line of the log says which one it is and why.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.python")
    @Nullable
    String python;

    /**
     * Whether Maven resolves a CPython, through its repositories and mirrors like any other artifact: {@code auto} (if the
     * machine has no interpreter that fits), {@code always}, or {@code never}. It is unpacked once, under {@code store}.
     * There are such interpreters for Linux with glibc, on x86-64 and (not tested) on 64-bit ARM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.provision", defaultValue = "auto")
    @Nullable
    String provision;

    /**
     * What all builds of a user share: interpreters that Maven has resolved.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.store", defaultValue = "${user.home}/.m2/pyb")
    @Nullable
    String store;

    /**
     * Settings for the build backend, handed to every hook. An element is a key; its text is the value; elements below it
     * make a list if they are called {@code value} or all have the same name, and a map otherwise. Keys that are no XML
     * names are written as in the last lines of the sample.
     *
     * <pre>{@code
     * <configSettings>
     *   <builddir>build</builddir>
     *   <setup-args>
     *     <value>-Dfeature=on</value>
     *     <value>-Dother=off</value>
     *   </setup-args>
     *   <configSetting>
     *     <name>--build-option</name>
     *     <value>--universal</value>
     *   </configSetting>
     * </configSettings>
     * }</pre>
     *
     * On the command line they are given as {@code -Dpyb.config.KEY=VALUE}, or as JSON with {@code -Dpyb.configSettings}.
     *
     * @since 0.1.0
     */
    @Parameter
    @Nullable
    PlexusConfiguration configSettings;

    /**
     * The same settings as one JSON object; values can be strings, numbers, booleans, lists and objects.
     *
     * <pre>mvn pyb:wheel -Dpyb.configSettings='&#123;"builddir": "build", "setup-args": ["-Dfeature=on"]&#125;'</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.configSettings")
    @Nullable
    String configSettingsJson;

    /**
     * Constraint files, handed to the installer of the build requirements as they are, hashes included. Several files are
     * separated by commas on the command line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.constraints")
    @Nullable
    List<String> constraints;

    /**
     * Environment variables for the installer and for all hooks, added to those that Maven runs with.
     *
     * <pre>{@code
     * <environmentVariables>
     *   <CC>clang</CC>
     * </environmentVariables>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter
    @Nullable
    Map<String, @Nullable String> environmentVariables;

    /**
     * Seconds that one hook or one installation may take. After that it is ended together with everything that it has
     * started. By default there is no limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.timeout")
    @Nullable
    String timeout;

    AbstractBuildMojo(Host host, RepositorySystem repositorySystem) {
        super(host);
        this.repositorySystem = repositorySystem;
    }

    /** Everything that was asked for. */
    final BuildRequest request() throws UserProblem {
        return new BuildRequest(
                execution.getGoal(),
                places(),
                ParameterValues.choice("sourceMode", "pyb.sourceMode", sourceMode, SourceMode.class, SourceMode.AUTO),
                environment(),
                ParameterValues.given(python).orElse(""),
                provisioning(),
                ConfigSettings.read(
                        configSettings,
                        configSettingsJson,
                        List.of(project.getProperties(), session.getUserProperties())),
                new Limits(
                        ParameterValues.seconds("timeout", "pyb.timeout", timeout)
                                .orElse(null),
                        patience(),
                        this::reasonToStop),
                plugin.getVersion(),
                clearCommand());
    }

    private Places places() throws UserProblem {
        return new Places(
                base(),
                sourceTree(),
                target(),
                values().path("outputDirectory", outputDirectory).orElse(target().resolve("dist")),
                workDirectory());
    }

    private EnvironmentWishes environment() throws UserProblem {
        return new EnvironmentWishes(
                chosenEnvDir(),
                reclaimEnv,
                ParameterValues.choice("keepEnv", "pyb.env.keep", keepEnv, KeepPolicy.class, KeepPolicy.FAILURE),
                constraintFiles(),
                variables());
    }

    private Provisioning provisioning() throws UserProblem {
        Path directory = values().path("store", store)
                .orElse(host().home().resolve(".m2").resolve("pyb"));
        return new Provisioning(
                ParameterValues.choice("provision", "pyb.provision", provision, Provision.class, Provision.AUTO),
                directory.resolve("cpython"),
                new MavenArtifacts(repositorySystem, repositorySession, repositories),
                patience());
    }

    private Path sourceTree() throws UserProblem {
        return values().path("sourceDirectory", sourceDirectory).orElse(base());
    }

    private List<Path> constraintFiles() throws UserProblem {
        List<Path> files = new ArrayList<>();
        for (String constraint : constraints == null ? List.<String>of() : constraints) {
            values().path("constraints", constraint).ifPresent(files::add);
        }
        return files;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (environmentVariables != null) {
            for (Map.Entry<String, @Nullable String> variable : environmentVariables.entrySet()) {
                String value = variable.getValue();
                variables.put(variable.getKey(), value == null ? "" : value);
            }
        }
        return variables;
    }

    /** When a module fails, Maven starts no more, but waits for those that it builds at the same time. */
    private Optional<String> reasonToStop() {
        boolean failFast = MavenExecutionRequest.REACTOR_FAIL_FAST.equals(
                session.getRequest().getReactorFailureBehavior());
        return failFast && session.getResult().hasExceptions()
                ? Optional.of("another module has failed")
                : Optional.empty();
    }

    /** The command that clears what a failed build has left, ready to be pasted. */
    private String clearCommand() throws UserProblem {
        String coordinates = plugin.getGroupId() + ":" + plugin.getArtifactId() + ":" + plugin.getVersion() + ":";
        List<String> words = new ArrayList<>(List.of("mvn"));
        if (project.getFile() != null) {
            words.addAll(List.of("-f", project.getFile().getPath(), coordinates + "clean"));
        } else {
            // Without a POM there is no goal that only clears.
            words.addAll(List.of(coordinates + execution.getGoal(), "-Dpyb.env.reclaim=true"));
        }
        chosenEnvDir().ifPresent(place -> words.add("-D" + ENV_DIR + "=" + place));
        if (!workDirectory().equals(target().resolve("pyb"))) {
            words.add("-Dpyb.workDirectory=" + workDirectory());
        }
        return CommandLine.quote(host(), words);
    }
}
