package io.github.pyb.mojo;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals share: where things are, whether the goal is skipped, and the way back from a problem to Maven. */
abstract class AbstractPybMojo extends AbstractMojo {

    static final String ENV_DIR = "build.env.dir";

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
     * Where everything else is written: environments, the copy of the sources, logs, the evidence of failures, and
     * temporary files of all children ({@code TMPDIR}). Has to be a directory of its own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.workDirectory", defaultValue = "${project.build.directory}/pyb")
    @Nullable
    String workDirectory;

    /**
     * Where a source distribution is unpacked from which a wheel is built, in a directory with the project's name. The path
     * stays the same from build to build, and files that have not changed keep their time stamps. Has to be a directory of
     * its own. The default is {@code sdist} in the work directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.sdistExtractDir")
    @Nullable
    String sdistExtractDir;

    /**
     * Where backends put intermediate files: in it, each interpreter has a directory of its own that is called like its
     * tag, {@code cp312} for instance, so that no extension module of one finds its way into a wheel of the other. The
     * directory of an interpreter has to be empty, or to be one that this plugin has made. Choose a place if the checkout
     * lies on a slow disk, or if the files are to outlive {@code mvn clean}; choose one for each module.
     *
     * <p>What setuptools left there is removed at the beginning of every build, because setuptools would ship it. CMake
     * (under scikit-build-core), Meson (under meson-python) and Cargo (under maturin and setuptools-rust) know themselves
     * what has to be made again, and find their files as they left them; unless something has changed that they do not
     * watch (the interpreter, config settings, compilers, variables for compilers, versions of build requirements), or the
     * build before was cut off. A directory that the project or its settings choose for its backend is left as it is. A
     * relative path is relative to the module's base directory. The default is {@code build} in the work directory.
     *
     * <pre>{@code <buildDirectory>/scratch/${project.artifactId}</buildDirectory>}</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.buildDirectory")
    @Nullable
    String buildDirectory;

    /**
     * What all builds of a user share: environments, and interpreters that Maven has resolved.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.store", defaultValue = "${user.home}/.m2/pyb")
    @Nullable
    String store;

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
    @Nullable
    String skip;

    AbstractPybMojo(Host host) {
        this.host = host;
    }

    /** Does what the goal is for. */
    abstract void run(BuildLog log) throws Problem, InterruptedException;

    /** Whether this goal alone is to be skipped, and the property that says so. */
    abstract Optional<String> skippedBy();

    /** Whether there is nothing to do in this module, although nobody said so. */
    boolean isBystander() throws UserProblem {
        return false;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        BuildLog log = new MavenBuildLog(getLog(), modulesAtOnce() > 1 ? project.getArtifactId() : "");
        try {
            Optional<String> reason =
                    ParameterValues.flag("skip", "pyb.skip", skip, false) ? Optional.of("pyb.skip") : skippedBy();
            if (reason.isPresent()) {
                log.info("Skipped: " + reason.get() + " is set");
                return;
            }
            if (isBystander()) {
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

    final ParameterValues values() {
        return new ParameterValues(base());
    }

    /** The module's base directory; without a POM the current directory. */
    final Path base() {
        return basedir.toPath().toAbsolutePath().normalize();
    }

    /** Maven's build directory, {@code target} as a rule. */
    final Path target() throws UserProblem {
        return values().path("project.build.directory", project.getBuild().getDirectory())
                .orElse(base().resolve("target"));
    }

    final Path workDirectory() throws UserProblem {
        return values().path("workDirectory", workDirectory).orElse(target().resolve("pyb"));
    }

    /**
     * Maven gives the parameter its value from the POM, from {@code -D}, from a property of the POM, or from the
     * environment variable, in that order. An empty one counts as not given, so the next in that order is asked then.
     */
    final Optional<Path> chosenEnvDir() throws UserProblem {
        Optional<String> variable = host.variable(ENV_DIR_VARIABLE).filter(text -> !text.isBlank());
        return values().path("envDir", configuredEnvDir().or(() -> variable).orElse(null));
    }

    /** What the POM or the command line says, as it stands there; the machine's variable does not count. */
    final Optional<String> configuredEnvDir() {
        Optional<String> variable = host.variable(ENV_DIR_VARIABLE).filter(text -> !text.isBlank());
        return ParameterValues.given(envDir)
                .or(() -> ParameterValues.given(project.getProperties().getProperty(ENV_DIR)))
                .filter(value -> !variable.equals(Optional.of(value)));
    }

    final Optional<Path> chosenSdistDirectory() throws UserProblem {
        return values().path("sdistExtractDir", sdistExtractDir);
    }

    final Optional<Path> chosenBuildDirectory() throws UserProblem {
        return values().path("buildDirectory", buildDirectory);
    }

    /** What all builds of a user share. */
    final Path store() throws UserProblem {
        String wanted = store != null && store.startsWith(Host.UNKNOWN_HOME + "/") ? null : store;
        return values().path("store", wanted).orElse(host.home().resolve(".m2").resolve("pyb"));
    }

    final Duration patience() throws UserProblem {
        return ParameterValues.seconds("lockTimeout", "pyb.lockTimeout", lockTimeout)
                .orElse(Duration.ofMinutes(10));
    }

    /** How many modules Maven may build at the same time. */
    final int modulesAtOnce() {
        return Math.min(
                session.getRequest().getDegreeOfConcurrency(),
                session.getProjects().size());
    }
}
