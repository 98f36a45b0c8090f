package io.github.pyb.mojo;

import io.github.pyb.build.EnvironmentWishes;
import io.github.pyb.build.Limits;
import io.github.pyb.build.LockMode;
import io.github.pyb.build.LockWishes;
import io.github.pyb.env.Changeable;
import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.env.UpdatePolicy;
import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What all goals share that run hooks: in which environment, made of which interpreter, and for how long. */
abstract class AbstractEnvironmentMojo extends AbstractInterpreterMojo {

    /**
     * Whether an environment that an earlier build has left at a place chosen by {@code envDir} is cleared away. By
     * default the build stops and says which build has left it and why, because it may be evidence that somebody wants to
     * see. At the default place it is always cleared away.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.env.reclaim", defaultValue = "false")
    @Nullable
    String reclaimEnv;

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
     * Whether the backend runs in an environment of its own, in which nothing is installed but what the build requires.
     * {@code false}: it runs in the environment of the interpreter that {@code python} names, after a check that
     * everything is there which the build requires; nothing is installed then.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.isolation", defaultValue = "true")
    @Nullable
    String isolation;

    /**
     * Whether the check of {@code isolation=false} is left out, for backends whose requirements are wrong.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.skipDependencyCheck", defaultValue = "false")
    @Nullable
    String skipDependencyCheck;

    /**
     * What installs the build requirements: {@code pip} or {@code uv}. Both honour the user's own configuration. pip is that
     * of the interpreter, or the one that it brings along; nothing has to be installed for it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.installer")
    @Nullable
    String installer;

    /**
     * Where uv is, for {@code installer=uv}. By default the one that the environment variable {@code UV} names, or else the
     * first one on {@code PATH}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.uvExecutable")
    @Nullable
    String uvExecutable;

    /**
     * When build requirements are resolved anew: {@code always}, {@code daily}, {@code interval:MINUTES} or {@code never},
     * with the meanings that Maven has for its repositories. Until then the same requirements (with the same constraints,
     * configuration of the installer, and interpreter) get the same environment, and neither an installer is started nor
     * an index asked. {@code mvn -U} resolves anew in any case, {@code mvn -o} never does.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.updatePolicy", defaultValue = "daily")
    @Nullable
    String updatePolicy;

    /**
     * How many megabytes the environments in {@code store} may take. Those that were not used for longest are removed when
     * there is not enough room. With {@code 0} none are kept, and none that were kept are used.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.store.size", defaultValue = "2048")
    @Nullable
    String storeSize;

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
     * The lock file: in it {@code pyb:lock} writes what build requirements come to, with hashes, and by it they are
     * installed. The default is {@code pylock.build.toml} in the source directory. Its name has to be {@code pylock.toml}
     * or {@code pylock.NAME.toml}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.lockFile")
    @Nullable
    String lockFile;

    /**
     * Whether build requirements have to be what the lock file says. {@code enforce}: nothing else is installed; what is
     * not locked is an error, and so is a missing lock file. {@code prefer}: a lock file that is there is used; where it
     * does not cover what is asked for, a warning says what is different, and that is resolved as without one.
     * {@code ignore}: it is not even read. What is locked and was installed once needs neither an index nor an installer
     * again, whatever {@code updatePolicy} and {@code -U} say.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pyb.lock", defaultValue = "prefer")
    @Nullable
    String lock;

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

    AbstractEnvironmentMojo(Host host, RepositorySystem repositorySystem) {
        super(host, repositorySystem);
    }

    /**
     * In what kind of environment hooks run.
     *
     * @param source what is built; beside it is the lock file, unless the user has another one
     */
    final EnvironmentWishes environment(Path source) throws UserProblem {
        checkContradictions();
        return new EnvironmentWishes(
                isolation(),
                skipDependencyCheck(),
                chosenEnvDir(),
                reclaimEnv(),
                ParameterValues.choice("keepEnv", "pyb.env.keep", keepEnv, KeepPolicy.class, KeepPolicy.FAILURE),
                installer(),
                indexes(),
                constraintFiles(),
                wheels(),
                ParameterValues.texts(environmentVariables),
                lockWishes(source),
                storeSettings());
    }

    private LockMode lockMode() throws UserProblem {
        return ParameterValues.choice("lock", "pyb.lock", lock, LockMode.class, LockMode.PREFER);
    }

    private LockWishes lockWishes(Path source) throws UserProblem {
        Optional<Path> chosen = values().path("lockFile", lockFile);
        boolean tree = !source.toString().endsWith(".tar.gz");
        return new LockWishes(
                lockMode(), chosen.isEmpty() && tree ? Optional.of(source.resolve(LockWishes.STANDARD_NAME)) : chosen);
    }

    /** Where nothing is installed, wheels to install from are not needed either. */
    private List<Path> wheels() throws UserProblem {
        return isolation()
                ? new MavenWheels(repositorySystem, repositorySession, session, project).resolve()
                : List.of();
    }

    private StoreSettings storeSettings() throws UserProblem {
        MavenExecutionRequest maven = session.getRequest();
        ZonedDateTime begin = maven.getStartTime().toInstant().atZone(ZoneId.systemDefault());
        UpdatePolicy policy = UpdatePolicy.parse(ParameterValues.given(updatePolicy));
        if (maven.isUpdateSnapshots()) {
            policy = UpdatePolicy.ALWAYS;
        }
        if (maven.isOffline()) {
            policy = UpdatePolicy.NEVER;
        }
        return new StoreSettings(
                StoreSettings.within(store()),
                ParameterValues.megabytes("storeSize", "pyb.store.size", storeSize)
                        .orElse(2048L << 20),
                policy.staleBefore(begin),
                patience(),
                maven.isOffline() ? Changeable.TAKEN : Changeable.RESOLVED);
    }

    private boolean isolation() throws UserProblem {
        return ParameterValues.flag("isolation", "pyb.isolation", isolation, true);
    }

    private boolean skipDependencyCheck() throws UserProblem {
        return ParameterValues.flag("skipDependencyCheck", "pyb.skipDependencyCheck", skipDependencyCheck, false);
    }

    private boolean reclaimEnv() throws UserProblem {
        return ParameterValues.flag("reclaimEnv", "pyb.env.reclaim", reclaimEnv, false);
    }

    /** What is asked for twice, and not the same. What the machine says is no contradiction: it says so to all builds. */
    private void checkContradictions() throws UserProblem {
        if (isolation()) {
            if (skipDependencyCheck()) {
                throw contradiction("skipDependencyCheck (-Dpyb.skipDependencyCheck=true)", "isolation (true)");
            }
            return;
        }
        String own = "isolation (-Dpyb.isolation=false)";
        if (configuredEnvDir().isPresent()) {
            throw contradiction(own, "envDir (-Dbuild.env.dir)");
        }
        if (ParameterValues.given(installer).isPresent()) {
            throw contradiction(own, "installer (-Dpyb.installer)");
        }
        if (reclaimEnv()) {
            throw contradiction(own, "reclaimEnv (-Dpyb.env.reclaim)");
        }
        if (lockMode() == LockMode.ENFORCE) {
            throw contradiction(own, "lock (-Dpyb.lock=enforce)");
        }
        if (!constraintFiles().isEmpty()) {
            throw contradiction(own, "constraints (-Dpyb.constraints)");
        }
    }

    private InstallerChoice installer() throws UserProblem {
        InstallerKind kind =
                ParameterValues.choice("installer", "pyb.installer", installer, InstallerKind.class, InstallerKind.PIP);
        Optional<Path> uv = values().path("uvExecutable", uvExecutable);
        if (uv.isPresent() && kind != InstallerKind.UV) {
            throw contradiction("uvExecutable (-Dpyb.uvExecutable)", "installer (pip, the default)");
        }
        return new InstallerChoice(kind, uv, session.isOffline());
    }

    /** When the build gives up. */
    final Limits limits() throws UserProblem {
        return new Limits(
                ParameterValues.seconds("timeout", "pyb.timeout", timeout).orElse(null),
                patience(),
                this::reasonToStop);
    }

    private List<Path> constraintFiles() throws UserProblem {
        List<Path> files = new ArrayList<>();
        for (String constraint : constraints == null ? List.<String>of() : constraints) {
            values().path("constraints", constraint).ifPresent(files::add);
        }
        return files;
    }

    /** When a module fails, Maven starts no more, but waits for those that it builds at the same time. */
    private Optional<String> reasonToStop() {
        boolean failFast = MavenExecutionRequest.REACTOR_FAIL_FAST.equals(
                session.getRequest().getReactorFailureBehavior());
        return failFast && session.getResult().hasExceptions()
                ? Optional.of("another module has failed")
                : Optional.empty();
    }
}
