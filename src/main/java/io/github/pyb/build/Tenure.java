package io.github.pyb.build;

import io.github.pyb.env.BuildEnvironment;
import io.github.pyb.env.ClaimedLocation;
import io.github.pyb.env.EarlyResolution;
import io.github.pyb.env.EnvironmentSettings;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.OwnEnvironment;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of the environment, for as long as an attempt lasts: environments are made there one after the other, and in
 * the end the last one is either gone or kept.
 */
final class Tenure {

    private final Host host;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final EnvironmentSettings settings;
    private final Interpreter interpreter;
    private final boolean locked;
    private final EarlyResolution early;
    private final ProcessRunner runner;
    private final BuildLog log;

    /** Null if there is none, because hooks run in the interpreter's own environment, and once it is given up. */
    private @Nullable ClaimedLocation location;

    private @Nullable BuildEnvironment environment;

    /**
     * @param locked whether there is something that is settled already, so that no installer may be needed
     * @param early what was fetched ahead
     */
    Tenure(
            Host host,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            EnvironmentSettings settings,
            Interpreter interpreter,
            boolean locked,
            EarlyResolution early,
            Optional<ClaimedLocation> location,
            ProcessRunner runner,
            BuildLog log) {
        this.host = host;
        this.environments = environments;
        this.request = request;
        this.settings = settings;
        this.interpreter = interpreter;
        this.locked = locked;
        this.early = early;
        this.location = location.orElse(null);
        this.runner = runner;
        this.log = log;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** Where the environment stands, if it has a place of its own. */
    Optional<Path> place() {
        return Optional.ofNullable(location).map(ClaimedLocation::path);
    }

    /** An environment in which nothing is installed yet; or the interpreter's own, as it is. */
    BuildEnvironment fresh() throws UserProblem, MachineProblem, InterruptedException {
        BuildEnvironment made;
        if (location == null) {
            made = OwnEnvironment.open(settings, request.environment().skipDependencyCheck(), interpreter, runner, log);
        } else {
            if (environment != null) {
                environment.retire();
                location.clear();
            }
            made = environments.create(location, settings, interpreter, locked, early, runner, log);
        }
        environment = made;
        return made;
    }

    /** The environment that was made last. */
    BuildEnvironment environment() {
        return Objects.requireNonNull(environment, "no environment was made");
    }

    /** Everything that is installed, as far as we know. */
    Map<ProjectName, String> installed() throws MachineProblem {
        return environment == null ? Map.of() : environment.installed();
    }

    /** Ends the tenure with the environment in place. */
    EnvironmentResult leave(String reason, Map<ProjectName, String> resolved) throws MachineProblem {
        ClaimedLocation held = Objects.requireNonNull(location, "there is no place of its own");
        held.keep(reason);
        location = null;
        return new EnvironmentResult(
                held.path(), environment().python(), IsolatedEnvironment.activation(host, held.path()), resolved);
    }

    /** Ends the tenure after a success. */
    void succeeded() throws MachineProblem {
        if (location == null) {
            return;
        }
        if (!request.environment().keep().keeps(false)) {
            if (environment != null) {
                environment.retire();
            }
            location.remove();
            return;
        }
        location.keep("kept because keepEnv says so");
        log.info("Environment kept at " + location.path() + "; enter it with: "
                + IsolatedEnvironment.activation(host, location.path()));
    }

    /** Whether the environment is there for somebody to look at after a failure. */
    boolean keepsAfterFailure() {
        return location == null || request.environment().keep().keeps(true);
    }

    /**
     * Ends the tenure after a failure.
     *
     * @param replay the command that repeats what failed, if there is one
     * @return what the user has to know
     */
    Explanation failed(Problem problem, Optional<String> replay) {
        Explanation more = Explanation.of("");
        if (location == null) {
            return replay.map(command -> more.line("run it again", command)).orElse(more);
        }
        if (!keepsAfterFailure()) {
            location.remove();
            return more.line("environment", "removed, because keepEnv says so");
        }
        try {
            location.keep(problem.explanation().what());
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
        }
        return kept(location.path(), replay);
    }

    private Explanation kept(Path path, Optional<String> replay) {
        Explanation more = Explanation.of("").line("environment", "kept at " + path);
        if (environment != null && Files.exists(environment.python())) {
            more = more.line("enter it", IsolatedEnvironment.activation(host, path));
        }
        if (replay.isPresent()) {
            more = more.line("run it again", replay.get());
        }
        boolean chosen = request.environment().location().isPresent();
        return more.line(
                "clear it",
                chosen
                        ? request.clearCommand()
                        : "nothing to do, the next build will reclaim it; or " + request.clearCommand());
    }
}
