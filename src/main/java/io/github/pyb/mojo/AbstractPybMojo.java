package io.github.pyb.mojo;

import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.SourceMode;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.host.CommandLine;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What all goals share: the parameters, and the way from them to a request and back from the outcome.
 *
 * <p>Paths are strings here, because Maven turns an empty value of a path parameter into the base directory; here an
 * empty value counts as not given.
 */
abstract class AbstractPybMojo extends AbstractMojo {

    private static final String ENV_DIR = "build.env.dir";
    private static final String ENV_DIR_VARIABLE = "BUILD_ENV_DIR";

    private final Host host;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    PluginDescriptor plugin;

    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    File basedir;

    /**
     * Where the isolated environment stands. Exactly there: the directory must be empty or not exist yet; it is as it was
     * before when the build has succeeded, and it holds the environment for inspection when the build has failed. Choose
     * a place if only one corner of the machine is writable, or if several projects are to share one path. A relative path
     * is relative to the module's base directory. If nothing is given here or by {@code -Dbuild.env.dir}, the environment
     * variable {@code BUILD_ENV_DIR} counts; if that is not set either, the place is
     * <code>${workDirectory}/env/<i>tag</i></code>, where the tag is that of the interpreter, for instance {@code cp312}.
     *
     * <pre>{@code <envDir>/scratch/env</envDir>}</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = ENV_DIR, defaultValue = "${env.BUILD_ENV_DIR}")
    @Nullable
    String envDir;

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
     * Where everything else is written: environments, the copy of the sources, logs, the evidence of failures, and
     * temporary files of all children ({@code TMPDIR}). Has to be a directory of its own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.workDirectory", defaultValue = "${project.build.directory}/pyb")
    @Nullable
    String workDirectory;

    /**
     * The interpreter to build with: a path ({@code /usr/bin/python3.12}, {@code .venv/bin/python}), a command that is
     * looked for on {@code PATH} ({@code python3.12}), a version ({@code 3.12}, {@code 3.12.4}, {@code pypy3.10}), or a
     * range ({@code >=3.10,<3.14}). By default the active virtual environment ({@code VIRTUAL_ENV}), else {@code python3}
     * or {@code python} on {@code PATH}. One line of the log says which one it is and why.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.python")
    @Nullable
    String python;

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
     * <pre>{@code mvn pyb:wheel -Dpyb.configSettings='{"builddir": "build", "setup-args": ["-Dfeature=on"]}'}</pre>
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

    /**
     * Seconds to wait for another build that uses the same environment location or work directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.lockTimeout", defaultValue = "600")
    @Nullable
    String lockTimeout;

    /**
     * Skips all goals of this plugin.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.skip", defaultValue = "false")
    boolean skip;

    AbstractPybMojo(Host host) {
        this.host = host;
    }

    /** Does what the goal is for. */
    abstract void run(BuildLog log) throws Problem, InterruptedException;

    /** Whether this goal alone is to be skipped, and the property that says so. */
    abstract Optional<String> skippedBy();

    /** Whether the goal has nothing to do in a module without a Python project. */
    boolean needsPythonProject() {
        return true;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        BuildLog log = new MavenBuildLog(getLog(), isParallel() ? project.getArtifactId() : "");
        Optional<String> reason = skip ? Optional.of("pyb.skip") : skippedBy();
        if (reason.isPresent()) {
            log.info("Skipped: " + reason.get() + " is set");
            return;
        }
        try {
            if (needsPythonProject() && isBystander()) {
                log.info("Nothing to build: this module is no Python project");
                return;
            }
            run(log);
        } catch (UserProblem e) {
            throw new MojoFailureException(e.explanation().text(), e);
        } catch (Problem e) {
            throw new MojoExecutionException(e.explanation().text(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("the build was interrupted", e);
        }
    }

    final Host host() {
        return host;
    }

    /** Everything that was asked for. */
    final BuildRequest request() throws UserProblem {
        Path base = base();
        Path target = path("project.build.directory", project.getBuild().getDirectory())
                .orElse(base.resolve("target"));
        Optional<Path> chosenEnvDir = chosenEnvDir();
        return new BuildRequest(
                execution.getGoal(),
                base,
                sourceTree(),
                choice("sourceMode", "pyb.sourceMode", sourceMode, SourceMode.class, SourceMode.AUTO),
                target,
                path("outputDirectory", outputDirectory).orElse(target.resolve("dist")),
                workDirectory(target),
                chosenEnvDir,
                reclaimEnv,
                choice("keepEnv", "pyb.env.keep", keepEnv, KeepPolicy.class, KeepPolicy.FAILURE),
                given(python).orElse(""),
                ConfigSettings.read(
                        configSettings,
                        configSettingsJson,
                        List.of(project.getProperties(), session.getUserProperties())),
                constraintFiles(),
                variables(),
                seconds("timeout", "pyb.timeout", timeout).orElse(null),
                seconds("lockTimeout", "pyb.lockTimeout", lockTimeout).orElse(Duration.ofMinutes(10)),
                this::reasonToStop,
                plugin.getVersion(),
                clearCommand(chosenEnvDir, workDirectory(target).equals(target.resolve("pyb"))));
    }

    private Path sourceTree() throws UserProblem {
        return path("sourceDirectory", sourceDirectory).orElse(base());
    }

    private Path workDirectory(Path target) throws UserProblem {
        return path("workDirectory", workDirectory).orElse(target.resolve("pyb"));
    }

    /**
     * Maven gives the parameter its value from the POM, from {@code -D}, from a property of the POM, or from the
     * environment variable, in that order. An empty one counts as not given, so the next in that order is asked then.
     */
    private Optional<Path> chosenEnvDir() throws UserProblem {
        Properties properties = project.getProperties();
        Optional<String> value = given(envDir)
                .or(() -> given(properties.getProperty(ENV_DIR)))
                .or(() -> host.variable(ENV_DIR_VARIABLE).filter(text -> !text.isBlank()));
        return path("envDir", value.orElse(null));
    }

    private List<Path> constraintFiles() throws UserProblem {
        List<Path> files = new ArrayList<>();
        for (String constraint : constraints == null ? List.<String>of() : constraints) {
            path("constraints", constraint).ifPresent(files::add);
        }
        return files;
    }

    private Map<String, String> variables() throws UserProblem {
        Map<String, String> variables = new LinkedHashMap<>();
        if (environmentVariables != null) {
            for (Map.Entry<String, @Nullable String> variable : environmentVariables.entrySet()) {
                String value = variable.getValue();
                variables.put(variable.getKey(), value == null ? "" : value);
            }
        }
        return variables;
    }

    /** A module without a Python project is a bystander if the goal was called for a whole reactor. */
    private boolean isBystander() throws UserProblem {
        if (given(sourceDirectory).isPresent() && !sourceTree().equals(base())) {
            return false;
        }
        boolean aggregator = !project.getModules().isEmpty();
        boolean calledForAll = execution.getSource() == MojoExecution.Source.CLI
                && session.getProjects().size() > 1;
        return (aggregator || calledForAll) && !BuildService.isPythonProject(sourceTree());
    }

    /** When a module fails, Maven starts no more, but waits for those that it builds at the same time. */
    private Optional<String> reasonToStop() {
        boolean failFast = MavenExecutionRequest.REACTOR_FAIL_FAST.equals(
                session.getRequest().getReactorFailureBehavior());
        return failFast && session.getResult().hasExceptions()
                ? Optional.of("another module has failed")
                : Optional.empty();
    }

    private boolean isParallel() {
        return session.getRequest().getDegreeOfConcurrency() > 1
                && session.getProjects().size() > 1;
    }

    private Path base() {
        return basedir.toPath().toAbsolutePath().normalize();
    }

    /** The command that clears what a failed build has left, ready to be pasted. */
    private String clearCommand(Optional<Path> chosen, boolean defaultWorkDirectory) {
        String coordinates = plugin.getGroupId() + ":" + plugin.getArtifactId() + ":" + plugin.getVersion() + ":";
        List<String> words = new ArrayList<>(List.of("mvn"));
        boolean withPom = project.getFile() != null;
        if (withPom) {
            words.addAll(List.of("-f", project.getFile().getPath(), coordinates + "clean"));
        } else {
            // Without a POM there is no goal that only clears.
            words.addAll(List.of(coordinates + execution.getGoal(), "-Dpyb.env.reclaim=true"));
        }
        chosen.ifPresent(place -> words.add("-D" + ENV_DIR + "=" + place));
        if (!defaultWorkDirectory && workDirectory != null) {
            words.add("-Dpyb.workDirectory=" + workDirectory);
        }
        return CommandLine.quote(host, words);
    }

    private Optional<Path> path(String parameter, @Nullable String value) throws UserProblem {
        Optional<String> text = given(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            // Without a POM Maven leaves this expression in its defaults as it is.
            String resolved = text.get().replace("${project.basedir}", base().toString());
            return Optional.of(base().resolve(resolved).normalize());
        } catch (InvalidPathException e) {
            throw bad("the parameter " + parameter + " is not a path: " + e.getReason(), text.get(), "correct it");
        }
    }

    private static Optional<Duration> seconds(String parameter, String property, @Nullable String value)
            throws UserProblem {
        Optional<String> text = given(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().strip().matches("[1-9][0-9]{0,8}")) {
            throw bad(
                    "the parameter " + parameter + " (-D" + property + ") is not a number of seconds",
                    text.get(),
                    "a whole number greater than 0, or nothing");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text.get().strip())));
    }

    private static <E extends Enum<E>> E choice(
            String parameter, String property, @Nullable String value, Class<E> type, E otherwise) throws UserProblem {
        Optional<String> text = given(value);
        if (text.isEmpty()) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text.get().strip())) {
                return constant;
            }
            words.add(word);
        }
        throw bad(
                "the parameter " + parameter + " (-D" + property + ") has an unknown value",
                text.get(),
                "one of " + String.join(", ", words));
    }

    private static UserProblem bad(String what, String value, String advice) {
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of(what).line("value", value).attempt(advice));
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
