package io.github.pyb.build;

import io.github.pyb.dist.CoreMetadata;
import io.github.pyb.dist.WheelArchive;
import io.github.pyb.env.Changeable;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.toml.TomlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;

/** The build frontend: what happens in which order. One call serves one goal; nothing is kept between calls. */
public final class BuildService {

    private final Host host;
    private final IsolatedEnvironmentService environments;

    @Inject
    public BuildService(Host host, IsolatedEnvironmentService environments) {
        this.host = host;
        this.environments = environments;
    }

    /** Whether there is anything in a directory that could be built. */
    public static boolean isPythonProject(Path directory) {
        return SourceTreeReader.isPythonProject(directory);
    }

    /**
     * Puts wheels into a directory, each under its own name, whatever the files are called.
     *
     * @return the files there
     * @throws UserProblem if one of them is no wheel, or two that are not the same have one name
     */
    public static List<Path> copyWheels(List<Path> wheels, Path directory) throws UserProblem, MachineProblem {
        return ProvidedWheels.read(wheels).copyInto(directory);
    }

    /**
     * Builds a wheel straight from the source tree, or from a source distribution, and puts it into the output directory. If
     * several interpreters are asked for, a wheel for each.
     *
     * @throws Problem if that fails; what was learned on the way is kept, and the problem says where
     * @throws InterruptedException if the thread was interrupted before there was anything to keep
     */
    public BuildResult wheel(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        if (request.interpreters().areSeveral()) {
            return several(request, Recipe.WHEEL, log);
        }
        return build(request, Recipe.WHEEL, log, new BuildSteps(sources(request, log), log)::wheel);
    }

    /** Builds a source distribution; otherwise as {@link #wheel}. */
    public BuildResult sdist(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return build(request, Recipe.SDIST, log, new BuildSteps(sources(request, log), log)::sdist);
    }

    /**
     * Builds a source distribution, and from that a wheel; so it is proven that the source distribution has everything
     * that is needed. If the wheel fails, the source distribution stays. Of a source distribution only the wheel is built.
     * If the backend does not support source distributions here, the wheel is built from the source tree, as PEP 517 asks.
     */
    public BuildResult sdistThenWheel(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        if (request.interpreters().areSeveral()) {
            return several(request, Recipe.SDIST_THEN_WHEEL, log);
        }
        return build(request, Recipe.SDIST_THEN_WHEEL, log, new BuildSteps(sources(request, log), log)::sdistThenWheel);
    }

    /** A build of distributions. */
    @FunctionalInterface
    public interface Work {
        BuildResult run() throws Problem, InterruptedException;
    }

    /**
     * Builds distributions, unless nothing has changed since they were built.
     *
     * @param variant which distributions, in any words
     * @param building builds them
     */
    public BuildResult unlessUnchanged(BuildRequest request, String variant, BuildLog log, Work building)
            throws Problem, InterruptedException {
        return new UnchangedBuild(host, sources(request, log), environments, request, variant, log).orElse(building);
    }

    /**
     * Finds out the metadata of the wheel that would be built, or reads those of a wheel.
     *
     * @param file where they are written to
     * @return what was written, JSON
     */
    public String metadata(BuildRequest request, Path file, BuildLog log) throws Problem, InterruptedException {
        new PlaceRules(request).checkFile(file, "metadataFile (-Dpyb.metadata.file)", "metadata_version");
        if (Source.isWheel(request.places().source())) {
            return metadataOfWheel(request, file, log);
        }
        CoreMetadata metadata = attempt(
                request,
                Recipe.METADATA,
                log,
                attempt ->
                        attempt.stage(attempt.source(), DistributionKind.WHEEL).metadata());
        return write(metadata, file, log);
    }

    private static String write(CoreMetadata metadata, Path file, BuildLog log) throws Problem {
        metadata.ignored().forEach(what -> log.warn("Left out of the metadata: " + what));
        return JsonFile.write(file, metadata.values());
    }

    /** No interpreter is needed, but the work directory, where the file lands as a rule, has to be ours. */
    private static String metadataOfWheel(BuildRequest request, Path file, BuildLog log)
            throws Problem, InterruptedException {
        CoreMetadata metadata = WheelArchive.open(request.places().source()).metadata();
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            log.debug("work directory " + work.path());
            return write(metadata, file, log);
        }
    }

    /** Makes the environment in which a wheel would be built, and leaves it. */
    public EnvironmentResult environment(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return attempt(request, Recipe.ENVIRONMENT, log, attempt -> {
            attempt.stage(attempt.source(), DistributionKind.WHEEL);
            return attempt.leaveEnvironment("made by pyb:env");
        });
    }

    /**
     * Makes an environment for development and leaves it: with what the build requires, the project itself as a
     * reference to its source tree (PEP 660), and what that needs to run.
     */
    public EnvironmentResult editable(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return attempt(request, Recipe.EDITABLE, log, attempt -> {
            Stage stage = attempt.stage(attempt.source(), DistributionKind.EDITABLE);
            stage.installWheel(stage.buildEditable());
            return attempt.leaveEnvironment("made by pyb:editable");
        });
    }

    /**
     * Resolves what builds of the project require, with every interpreter that is asked for, and writes that into a lock
     * file.
     */
    public LockResult lock(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return new Locking(host, sources(request, log), environments, request, log).lock();
    }

    /**
     * Fetches and keeps what builds without network need: interpreters, and what the backend requires for every kind of
     * distribution.
     */
    public void goOffline(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        SourceTreeReader sources = sources(request, log);
        Source source = Source.open(request.places().source(), sources);
        new RequestRules(host, request, Recipe.SUPPLIES, log).check(source);
        new OfflineSupplies(
                        request.with(request.environment().keeping(Changeable.KEPT)),
                        own -> new Opening(host, sources, environments, own, Recipe.SUPPLIES, log),
                        log)
                .layIn(source);
    }

    private BuildResult build(BuildRequest request, Recipe recipe, BuildLog log, Opening.Work<List<Distribution>> work)
            throws Problem, InterruptedException {
        long start = System.nanoTime();
        BuildResult result = attempt(request, recipe, log, attempt -> {
            BuildResult built = attempt.result(work.run(attempt));
            // Before the work directory is given up: another build might replace what this one has built.
            return new BuildReport(request, built, Duration.ofNanos(System.nanoTime() - start)).write();
        });
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        String files = result.files().stream().map(Path::toString).collect(Collectors.joining(" and "));
        log.info("Built " + files + " in " + Durations.words(elapsed));
        new VersionRule(request).warn(result.distributions(), log);
        return result;
    }

    private BuildResult several(BuildRequest request, Recipe recipe, BuildLog log)
            throws Problem, InterruptedException {
        return new SeveralInterpreters(host, sources(request, log), environments, request, recipe, log).build();
    }

    private <T> T attempt(BuildRequest request, Recipe recipe, BuildLog log, Opening.Work<T> work)
            throws Problem, InterruptedException {
        return new Opening(host, sources(request, log), environments, request, recipe, log).attempt(work);
    }

    private static SourceTreeReader sources(BuildRequest request, BuildLog log) {
        StoreSettings store = request.environment().store();
        return new SourceTreeReader(TomlReader.remembering(store.directory(), store.limit(), log));
    }
}
