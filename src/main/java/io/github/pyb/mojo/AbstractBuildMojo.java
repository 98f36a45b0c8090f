package io.github.pyb.mojo;

import io.github.pyb.build.BackendWishes;
import io.github.pyb.build.BuildRequest;
import io.github.pyb.build.BuildService;
import io.github.pyb.build.Places;
import io.github.pyb.build.SourceMode;
import io.github.pyb.host.CommandLine;
import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.tuning.CompilerCacheChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What all goals share that call a backend: what it builds, with which settings, and where that goes. */
abstract class AbstractBuildMojo extends AbstractEnvironmentMojo {

    /**
     * What is built: the directory with {@code pyproject.toml} or {@code setup.py}, or a source distribution
     * ({@code .tar.gz}), which is unpacked to {@code sdistExtractDir}.
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
     * The file that the report is written to, in JSON: what was built (name, path, kind, size, SHA-256), by which backend
     * and interpreter, with which versions of the build requirements, and how long it took. The members {@code version}
     * and {@code artifacts} are those of the report of PyPA build. It is written when all has succeeded. The default is
     * {@code report.json} in the work directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.report")
    @Nullable
    String report;

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
     * How many compilers may run at the same time: a number, or {@code auto} for as many as there are processors, divided by
     * the number of modules that Maven builds at the same time ({@code -T}). Of several {@code pythons} no more build at the
     * same time, and they share the number. The processors are those that the
     * JVM sees, so the limits of a container count, which ninja and Cargo do not see. Choose a number if compilers take so
     * much memory that fewer have to run at once.
     *
     * <p>It is told to CMake ({@code CMAKE_BUILD_PARALLEL_LEVEL}), Cargo ({@code CARGO_BUILD_JOBS}), to Meson's ninja
     * ({@code -j} in the config setting {@code compile-args} of meson-python, unless there is such a setting, or the
     * project says {@code -j} itself), and to projects that ask {@code MAX_JOBS} or {@code NPY_NUM_BUILD_JOBS}. A variable
     * that is set already stays as it is. setuptools is not told, not even a number: its {@code build_ext} builds several
     * extensions at once then, which goes wrong if they share a source file. Where it is safe, say so to setuptools, with
     * {@code parallel = 4} in {@code [build_ext]} of {@code setup.cfg}.
     *
     * <pre>{@code <jobs>2</jobs>}</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.jobs", defaultValue = "auto")
    @Nullable
    String jobs;

    /**
     * The time that stands for the time of the build, so that the same sources give the same bytes: ISO 8601, or seconds
     * since 1970. Backends get it as {@code SOURCE_DATE_EPOCH}, unless the machine has set that variable. A single
     * character that is no digit switches it off.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.outputTimestamp", defaultValue = "${project.build.outputTimestamp}")
    @Nullable
    String outputTimestamp;

    /**
     * Which compiler cache compilers run through: {@code ccache}, {@code sccache}, {@code none}, or {@code auto}, which is
     * ccache if that is on {@code PATH}, else sccache, else none; for projects in Rust, which ccache does nothing for, it is
     * sccache first. One that is named has to be there.
     *
     * <p>Builds with setuptools, CMake and Meson are switched on by environment variables and by a directory of links under
     * the work directory, builds with Cargo by {@code RUSTC_WRAPPER} (sccache only). Compilers that you name in {@code CC} and
     * {@code CXX} are kept; where something stands before a compiler already, nothing more is put there. The cache, its
     * place, its size and its other settings are your own. One line of the log and the member {@code compilerCache} of the
     * report say how many hits and misses this build had.
     *
     * <p>The second build hits because sources, environment and build directories have the same paths each time; for the
     * same reason a cache that you have set up by yourself, for instance with {@code CC="ccache gcc"}, works with
     * {@code none}. On Windows this parameter has no effect but a warning.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.compilerCache", defaultValue = "none")
    @Nullable
    String compilerCache;

    /**
     * What happens if the Python project has another version than the POM: {@code fail}, {@code warn}, or {@code off}.
     * They are compared in Python's words (PEP 440): {@code 1.2.0-SNAPSHOT} is {@code 1.2.0.dev0} or any other development
     * release of 1.2.0, {@code 1.2.0-beta-1} is {@code 1.2.0b1}, and so on; the page about versions has the table. With
     * {@code fail} nothing gets into the output directory that has another version.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.versionCheck", defaultValue = "warn")
    @Nullable
    String versionCheck;

    /**
     * Whether the version of the POM is what tools are told that otherwise work out a version from version control
     * (setuptools-scm, hatch-vcs, pbr, pdm-backend, and the dynamic versioning of Poetry and uv). Without it they are left
     * alone, so that a project keeps its version when it is built by Maven. Hooks see the version of the POM as
     * {@code PYB_PROJECT_VERSION} either way.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.offerVersion", defaultValue = "false")
    @Nullable
    String offerVersion;

    AbstractBuildMojo(Host host, RepositorySystem repositorySystem) {
        super(host, repositorySystem);
    }

    /** Everything that was asked for. */
    final BuildRequest request() throws UserProblem {
        return new BuildRequest(
                execution.getGoal(),
                places(),
                ParameterValues.choice("sourceMode", "pyb.sourceMode", sourceMode, SourceMode.class, SourceMode.AUTO),
                environment(sourceTree()),
                interpreters(),
                ConfigSettings.read(
                        configSettings,
                        configSettingsJson,
                        List.of(project.getProperties(), session.getUserProperties())),
                VersionOfPom.read(project, versionCheck, offerVersion),
                backend(),
                limits(),
                plugin.getVersion(),
                clearCommand());
    }

    private BackendWishes backend() throws UserProblem {
        return new BackendWishes(
                JobCount.parse(jobs, Runtime.getRuntime().availableProcessors(), modulesAtOnce()),
                OutputTimestamp.parse(outputTimestamp),
                ParameterValues.choice(
                        "compilerCache",
                        "pyb.compilerCache",
                        compilerCache,
                        CompilerCacheChoice.class,
                        CompilerCacheChoice.NONE));
    }

    /** A module without a Python project is a bystander if it only holds others, or if all of a reactor are called. */
    @Override
    boolean isBystander() throws UserProblem {
        if (!sourceTree().equals(base())) {
            return false;
        }
        boolean aggregator = !project.getModules().isEmpty();
        boolean calledForAll = execution.getSource() == MojoExecution.Source.CLI
                && session.getProjects().size() > 1;
        return (aggregator || calledForAll) && !BuildService.isPythonProject(base());
    }

    final Places places() throws UserProblem {
        return new Places(
                base(),
                sourceTree(),
                target(),
                values().path("outputDirectory", outputDirectory).orElse(target().resolve("dist")),
                workDirectory(),
                workDirectory(),
                chosenSdistDirectory(),
                chosenBuildDirectory(),
                values().path("report", report).orElse(workDirectory().resolve("report.json")));
    }

    private Path sourceTree() throws UserProblem {
        return values().path("sourceDirectory", sourceDirectory).orElse(base());
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
            if (!sourceTree().equals(base())) {
                words.add("-Dpyb.sourceDirectory=" + sourceTree());
            }
        }
        chosenEnvDir().ifPresent(place -> words.add("-D" + ENV_DIR + "=" + place));
        chosenSdistDirectory().ifPresent(place -> words.add("-Dpyb.sdistExtractDir=" + place));
        chosenBuildDirectory().ifPresent(place -> words.add("-Dpyb.buildDirectory=" + place));
        if (!workDirectory().equals(target().resolve("pyb"))) {
            words.add("-Dpyb.workDirectory=" + workDirectory());
        }
        return CommandLine.quote(host(), words);
    }
}
