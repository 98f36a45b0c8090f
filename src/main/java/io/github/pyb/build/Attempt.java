package io.github.pyb.build;

import io.github.pyb.dist.ReturnedWheel;
import io.github.pyb.env.ClaimedLocation;
import io.github.pyb.env.EnvironmentSettings;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.hooks.Backend;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.hooks.Hook;
import io.github.pyb.hooks.HookContext;
import io.github.pyb.hooks.HookInvoker;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.python.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to do something in an isolated environment: makes the environment, runs hooks in it, and sees to it that in
 * the end, whatever the end is, the environment is either gone or kept, no process is left behind, and a failure says
 * where its evidence is.
 */
final class Attempt {

    private final Host host;
    private final IsolatedEnvironmentService environments;
    private final BuildRequest request;
    private final SourceTree tree;
    private final Interpreter interpreter;
    private final EnvironmentSettings settings;
    private final WorkDirectory work;
    private final ProcessRunner runner;
    private final BuildLog log;

    /** Null once the environment is left for good. */
    private @Nullable ClaimedLocation location;

    private Path source;
    private @Nullable IsolatedEnvironment environment;
    private Map<ProjectName, String> resolved = Map.of();

    Attempt(
            Host host,
            IsolatedEnvironmentService environments,
            BuildRequest request,
            SourceTree tree,
            Interpreter interpreter,
            EnvironmentSettings settings,
            WorkDirectory work,
            ClaimedLocation location,
            ProcessRunner runner,
            BuildLog log) {
        this.host = host;
        this.environments = environments;
        this.request = request;
        this.tree = tree;
        this.interpreter = interpreter;
        this.settings = settings;
        this.work = work;
        this.location = location;
        this.source = tree.directory();
        this.runner = runner;
        this.log = log;
    }

    /** What is attempted. */
    @FunctionalInterface
    interface Steps<T> {
        T run() throws Problem, InterruptedException;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** The versions of the direct build requirements. */
    Map<ProjectName, String> resolved() {
        return resolved;
    }

    /** Prepares the sources, runs the steps, and tidies up after them. */
    <T> T run(Steps<T> steps) throws Problem {
        T result;
        try {
            source = new SourcePreparation(request, tree, log).prepare(work, held().path());
            result = steps.run();
        } catch (Problem e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Problem problem = failed(MachineProblem.interrupted(String.valueOf(e.getMessage())));
            // Whoever interrupted us has to be able to see that it worked.
            Thread.currentThread().interrupt();
            throw problem;
        } catch (RuntimeException | Error e) {
            throw failed(new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of("this plugin failed: " + e)
                            .attempt("run Maven with -e, and report it with what that shows"),
                    e));
        }
        succeeded();
        return result;
    }

    /** Makes the environment and installs both the declared requirements and those that the backend reports. */
    void prepareEnvironment(DistributionKind kind) throws Problem, InterruptedException {
        IsolatedEnvironment made = environments.create(held(), settings, interpreter, runner, log);
        environment = made;
        made.install(tree.buildSystem().requires());
        made.install(hooks().getRequiresForBuild(kind));
        resolved = made.resolvedVersions();
        if (!resolved.isEmpty()) {
            log.info("Build requirements in use:");
            resolved.forEach((name, version) -> log.info("  - " + name + "==" + version));
        }
    }

    /** Lets the backend build a wheel, and checks what it says it has built. */
    ReturnedWheel buildWheel() throws Problem, InterruptedException {
        log.info("Building the wheel with " + tree.buildSystem().backend());
        String returned = hooks().buildWheel(work.result(), null);
        return ReturnedWheel.check(Hook.BUILD_WHEEL.word(), returned, work.result());
    }

    /** Ends the attempt with the environment in place. */
    EnvironmentResult leaveEnvironment(String reason) throws MachineProblem {
        IsolatedEnvironment made = Objects.requireNonNull(environment);
        held().keep(reason);
        location = null;
        return new EnvironmentResult(
                made.path(), made.python(), IsolatedEnvironment.activation(host, made.path()), resolved);
    }

    private ClaimedLocation held() {
        return Objects.requireNonNull(location, "the location is not held");
    }

    private HookInvoker hooks() {
        IsolatedEnvironment made = Objects.requireNonNull(environment);
        return new HookInvoker(
                runner,
                log,
                new HookContext(
                        made.python(),
                        source,
                        tree.directory(),
                        new Backend(
                                tree.buildSystem().backend(), tree.buildSystem().backendPathIn(source)),
                        request.configSettings(),
                        made.changes(),
                        request.limits().timeout(),
                        work.temporary()));
    }

    private void succeeded() throws MachineProblem {
        TreeRemoval.remove(work.temporary());
        if (location == null) {
            return;
        }
        if (request.environment().keep().keeps(false)) {
            held().keep("kept because keepEnv says so");
            log.info("Environment kept at " + held().path() + "; enter it with: "
                    + IsolatedEnvironment.activation(host, held().path()));
        } else {
            held().remove();
        }
    }

    private Problem failed(Problem problem) {
        runner.killLeftovers();
        boolean kept = request.environment().keep().keeps(true);
        Optional<String> replay = writeEvidence(problem, kept);
        Explanation more = Explanation.of("");
        if (location != null) {
            more = endEnvironment(problem, kept, replay);
        }
        return problem.explainedBy(more.line("evidence", work.failure().toString())
                .line("full log", runner.transcript().file().toString()));
    }

    /** The failure is what the user has to know; that its evidence is incomplete comes second. */
    private Optional<String> writeEvidence(Problem problem, boolean kept) {
        try {
            return new FailureEvidence(host, work)
                    .write(
                            problem,
                            kept ? runner.last() : Optional.empty(),
                            installed(),
                            runner.transcript().file());
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
            return Optional.empty();
        }
    }

    private Map<ProjectName, String> installed() throws MachineProblem {
        return environment == null ? new TreeMap<>() : environment.installed();
    }

    private Explanation endEnvironment(Problem problem, boolean kept, Optional<String> replay) {
        Path path = held().path();
        Explanation more = Explanation.of("");
        if (!kept) {
            held().remove();
            return more.line("environment", "removed, because keepEnv says so");
        }
        try {
            held().keep(problem.explanation().what());
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
        }
        more = more.line("environment", "kept at " + path);
        if (environment != null && Files.exists(environment.python())) {
            more = more.line("enter it", IsolatedEnvironment.activation(host, path));
        }
        if (replay.isPresent()) {
            more = more.line("run it again", replay.get());
        }
        return more.line("clear it", clearAdvice());
    }

    private String clearAdvice() {
        return request.environment().location().isPresent()
                ? request.clearCommand()
                : "nothing to do, the next build will reclaim it; or " + request.clearCommand();
    }
}
