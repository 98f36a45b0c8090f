package io.github.pyb.build;

import io.github.pyb.dist.SdistArchive;
import io.github.pyb.env.BuildEnvironment;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.hooks.Backend;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.hooks.HookContext;
import io.github.pyb.hooks.HookInvoker;
import io.github.pyb.host.Host;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.pyproject.BuildSystem;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.tuning.CompilerCacheTarget;
import io.github.pyb.tuning.CompilerCaches;
import io.github.pyb.tuning.KeptDirectory;
import io.github.pyb.tuning.Tuned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to build something: prepares the sources, sets up stages, and sees to it that in the end, whatever the end
 * is, the environment is either gone or kept, no process is left behind, and a failure says where its evidence is.
 */
final class Attempt {

    private final Host host;
    private final BuildRequest request;
    private final Recipe recipe;
    private final Origin origin;
    private final SdistDirectory sdists;
    private final ProvidedWheels wheels;
    private final LockUse lock;
    private final WorkDirectory work;
    private final Tenure tenure;
    private final ProcessRunner runner;
    private final BuildLog log;
    private final CompilerCaches caches;
    private final SourceWatch watch;
    private final Briefing briefing;
    private final Map<String, Map<ProjectName, String>> resolved = new LinkedHashMap<>();
    private final List<BuildEnvironment> environments = new ArrayList<>();
    private final List<KeptDirectory> opened = new ArrayList<>();

    /** @param intermediate where intermediate files of this interpreter go */
    Attempt(
            Host host,
            BuildRequest request,
            Recipe recipe,
            Origin origin,
            SdistDirectory sdists,
            ProvidedWheels wheels,
            LockUse lock,
            WorkDirectory work,
            Path intermediate,
            Tenure tenure,
            ProcessRunner runner,
            BuildLog log) {
        this.host = host;
        this.request = request;
        this.recipe = recipe;
        this.origin = origin;
        this.sdists = sdists;
        this.wheels = wheels;
        this.lock = lock;
        this.work = work;
        this.tenure = tenure;
        this.runner = runner;
        this.log = log;
        this.caches = new CompilerCaches(host, log, runner, request.backend().compilerCache(), work.compilerCache());
        this.watch = new SourceWatch(request.besideSources(tenure.place()), log);
        this.briefing = new Briefing(host, request, tenure.interpreter(), intermediate, runner, log);
    }

    /** What is attempted. */
    @FunctionalInterface
    interface Steps<T> {
        T run() throws Problem, InterruptedException;
    }

    /** Runs the steps, and tidies up after them. */
    <T> T run(Steps<T> steps) throws Problem {
        T result;
        try {
            result = steps.run();
            leaveKept(true);
            caches.use();
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
        watch.tell();
        try {
            TreeRemoval.remove(work.temporary());
        } finally {
            // Whatever else there is to complain of, the place is for others again.
            tenure.succeeded();
        }
        return result;
    }

    /** Whether the build starts from a source distribution. */
    boolean startsFromSdist() {
        return origin.sdist().isPresent();
    }

    /** Makes the sources ready for the backend. */
    PreparedSource source() throws MachineProblem, InterruptedException {
        if (startsFromSdist() || recipe == Recipe.EDITABLE) {
            return watch.begin(new PreparedSource(origin, origin.tree().directory()));
        }
        Path directory =
                new SourcePreparation(request, origin.tree(), recipe.makesSdist(), log).prepare(work, tenure.place());
        return watch.begin(new PreparedSource(origin, directory));
    }

    /** Unpacks a source distribution that was just built. */
    PreparedSource unpack(SdistArchive archive, SourceTreeReader reader)
            throws UserProblem, MachineProblem, InterruptedException {
        Origin unpacked = sdists.unpack(archive, reader);
        return watch.begin(new PreparedSource(unpacked, unpacked.tree().directory()));
    }

    /** A fresh environment with all that the backend requires to build one kind of distribution. */
    Stage stage(PreparedSource source, DistributionKind kind) throws UserProblem, MachineProblem, InterruptedException {
        BuildEnvironment environment = tenure.fresh();
        environments.add(environment);
        Tuned tuned = cached(source, briefing.of(source, kind, environment, tenure.place()));
        Stage stage = new Stage(source, environment, hooks(source, environment, tuned), wheels, lock, work, log);
        lock.begin();
        Map<ProjectName, String> versions = stage.install(kind, recipe.builds());
        // What is kept from build to build would be cleared for an environment in which nothing is built.
        if (tuned.kept().isPresent() && recipe != Recipe.SUPPLIES) {
            tuned.kept().get().open(briefing.circumstances(environment, caches.identity()));
            opened.add(tuned.kept().get());
        }
        if (!versions.isEmpty() && !resolved.containsValue(versions)) {
            log.info("Build requirements in use:");
            versions.forEach((name, version) -> log.info("  - " + name + "==" + version));
        }
        resolved.put(kind.name().toLowerCase(Locale.ROOT), versions);
        return stage;
    }

    /** What all kinds of distributions require, resolved and ready to be locked. */
    LockedSet resolve() throws UserProblem, MachineProblem, InterruptedException {
        PreparedSource source = source();
        return new LockSteps(source, wheels, work.wheels(), log, () -> {
                    IsolatedEnvironment environment = (IsolatedEnvironment) tenure.fresh();
                    Tuned tuned = briefing.of(source, DistributionKind.WHEEL, environment, tenure.place());
                    return new LockSteps.Ready(environment, hooks(source, environment, tuned));
                })
                .resolve();
    }

    private Tuned cached(PreparedSource source, Tuned tuned) throws UserProblem, MachineProblem, InterruptedException {
        BuildSystem buildSystem = source.origin().tree().buildSystem();
        return tuned.with(caches.switchOn(
                tuned.changes(),
                new CompilerCacheTarget(
                        buildSystem.backend(),
                        buildSystem.requires(),
                        tenure.interpreter().executable())));
    }

    private HookInvoker hooks(PreparedSource source, BuildEnvironment environment, Tuned tuned) {
        BuildSystem buildSystem = source.origin().tree().buildSystem();
        return new HookInvoker(
                runner,
                log,
                new HookContext(
                        environment.python(),
                        source.directory(),
                        source.origin().tree().directory(),
                        new Backend(buildSystem.backend(), buildSystem.backendPathIn(source.directory())),
                        tuned.configSettings(),
                        tuned.changes(),
                        request.limits().timeout(),
                        host.isLinux(),
                        work.temporary()));
    }

    /** Moves what was built into the output directory. */
    Path publish(Distribution built) throws UserProblem, MachineProblem {
        new VersionRule(request).refuse(built);
        return publish(built, request.places().output());
    }

    static Path publish(Distribution built, Path directory) throws MachineProblem {
        try {
            return AtomicFiles.publish(built.file(), directory);
        } catch (IOException e) {
            throw MachineProblem.of(
                    "cannot put " + built.file().getFileName() + " into the output directory", directory, e);
        }
    }

    /** What came of it. */
    BuildResult result(List<Distribution> distributions) throws MachineProblem, InterruptedException {
        return new BuildResult(
                distributions,
                origin.tree().buildSystem().backend(),
                List.of(new InterpreterBuild(
                        tenure.interpreter(),
                        distributions,
                        resolved,
                        caches.use(),
                        lock.result(),
                        runner.steps(),
                        asOf())));
    }

    private Instant asOf() {
        return environments.stream()
                .map(BuildEnvironment::asOf)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** Ends the attempt with the environment in place. */
    EnvironmentResult leaveEnvironment(String reason) throws MachineProblem {
        Map<ProjectName, String> all = new LinkedHashMap<>();
        resolved.values().forEach(all::putAll);
        return tenure.leave(reason, all);
    }

    /** The environment that was made last. */
    BuildEnvironment environment() {
        return tenure.environment();
    }

    private Problem failed(Problem problem) {
        runner.killLeftovers();
        if (problem.kind() == ProblemKind.HOOK_FAILED) {
            leaveKeptAfterFailure();
        }
        Explanation more = problem.kind() == ProblemKind.HOOK_FAILED ? watch.readOnly() : Explanation.of("");
        more = more.and(tenure.failed(problem, writeEvidence(problem)));
        watch.tell();
        // Last of all: what ran last before is what the evidence is about.
        caches.close();
        removeTemporaryFiles();
        return problem.explainedBy(more.line("evidence", work.failure().toString())
                .line("full log", runner.transcript().file().toString()));
    }

    /** What is not left on purpose, because the build was cut off or broke down, will not be trusted by the next one. */
    private void leaveKept(boolean succeeded) throws MachineProblem {
        for (KeptDirectory directory : opened) {
            directory.close(succeeded);
        }
    }

    private void leaveKeptAfterFailure() {
        try {
            leaveKept(false);
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
        }
    }

    /** The failure is what the user has to know; that its evidence is incomplete comes second. */
    private Optional<String> writeEvidence(Problem problem) {
        try {
            return new FailureEvidence(host, work)
                    .write(
                            problem,
                            canBeRepeated(problem) ? runner.last() : Optional.empty(),
                            tenure.installed(),
                            runner.transcript().file());
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
            return Optional.empty();
        }
    }

    /** What was handed to children may hold secrets; what is needed of it is part of the evidence, without them. */
    private void removeTemporaryFiles() {
        try {
            TreeRemoval.remove(work.temporary());
        } catch (MachineProblem e) {
            log.warn(e.explanation().text());
        }
    }

    /** Where nothing that was run has failed, there is nothing to run again. */
    private boolean canBeRepeated(Problem problem) {
        return tenure.keepsAfterFailure() && problem.kind() != ProblemKind.DEPENDENCIES_UNMET;
    }
}
