package io.github.pyb.build;

import io.github.pyb.dist.CoreMetadata;
import io.github.pyb.dist.Identity;
import io.github.pyb.dist.ReturnedFile;
import io.github.pyb.dist.SdistArchive;
import io.github.pyb.dist.WheelArchive;
import io.github.pyb.env.BuildEnvironment;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.hooks.Hook;
import io.github.pyb.hooks.HookInvoker;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One source tree, one environment with what its backend requires for one kind of distribution, and the backend's hooks. */
final class Stage {

    /** Who asks for what is declared. */
    static final String DECLARED = "requires in [build-system]";

    /** A requirement that depends on an extra of the project. */
    private static final Pattern OPTIONAL = Pattern.compile(";.*\\bextra\\b");

    private final PreparedSource source;
    private final BuildEnvironment environment;
    private final HookInvoker hooks;
    private final ProvidedWheels wheels;
    private final LockUse lock;
    private final WorkDirectory work;
    private final ReportedRequirements reported;
    private final BuildLog log;

    Stage(
            PreparedSource source,
            BuildEnvironment environment,
            HookInvoker hooks,
            ProvidedWheels wheels,
            LockUse lock,
            WorkDirectory work,
            BuildLog log) {
        this.source = source;
        this.environment = environment;
        this.hooks = hooks;
        this.wheels = wheels;
        this.lock = lock;
        this.work = work;
        this.reported = new ReportedRequirements(WorkDirectory.record(work.path()));
        this.log = log;
    }

    /**
     * Installs both the declared requirements and those that the backend reports.
     *
     * @param more whether another hook will be called after that
     * @return the versions of the direct ones
     */
    Map<ProjectName, String> install(DistributionKind kind, boolean more)
            throws UserProblem, MachineProblem, InterruptedException {
        CyclicRequirements cycles = new CyclicRequirements(
                source.origin()
                        .sdist()
                        .map(Identity::name)
                        .or(() -> source.origin().tree().name()),
                source.origin().tree().directory());
        List<String> declared = source.origin().tree().buildSystem().requires();
        cycles.check(declared, DECLARED);
        wheels.check(declared, DECLARED);
        lock.install(environment, LockedSet.DECLARED, declared, DECLARED);
        List<String> asked = hooks.getRequiresForBuild(kind, more);
        if (!Set.copyOf(declared).containsAll(asked)) {
            hooks.forgetNext();
        }
        reported.remember(kind, asked);
        cycles.check(asked, "the backend " + backend());
        wheels.check(asked, "the backend " + backend());
        lock.install(environment, LockSteps.step(kind), asked, LockSteps.hook(kind));
        if (environment instanceof IsolatedEnvironment) {
            cycles.warnOfInstalled(environment.installed().keySet(), log);
        }
        return environment.resolvedVersions();
    }

    /** Lets the backend build a source distribution, and checks it; it still lies in the work directory. */
    BuiltSdist buildSdist() throws UserProblem, MachineProblem, InterruptedException {
        log.info("Building the source distribution with " + backend());
        Path directory = work.result("sdist");
        ReturnedFile returned = new ReturnedFile(Hook.BUILD_SDIST.word(), hooks.buildSdist(directory), directory);
        Distribution.Sdist sdist = new Distribution.Sdist(returned.path(), returned.sdistName());
        SdistArchive archive = opened(sdist.file());
        Identity metadata = archive.metadata().identity("metadata");
        sdist.identity().agree(metadata, sdist.file());
        warnOfNameless(metadata);
        return new BuiltSdist(sdist, archive);
    }

    private SdistArchive opened(Path file) throws UserProblem, MachineProblem, InterruptedException {
        try {
            return SdistArchive.openMade(file, source.within(work.path()));
        } catch (UserProblem e) {
            throw e.explainedBy(Explanation.of("").line("made by", "the backend " + backend() + " just now"));
        }
    }

    /**
     * A source distribution that was checked.
     *
     * @param distribution what it is
     * @param archive what is in it
     */
    record BuiltSdist(Distribution.Sdist distribution, SdistArchive archive) {}

    /** Lets the backend build a wheel, and checks it; it still lies in the work directory. */
    Distribution.Wheel buildWheel() throws UserProblem, MachineProblem, InterruptedException {
        log.info("Building the wheel with " + backend());
        Path directory = work.result("wheel");
        return checked(new ReturnedFile(Hook.BUILD_WHEEL.word(), hooks.buildWheel(directory, null), directory));
    }

    /** The same for an editable wheel (PEP 660). */
    Distribution.Wheel buildEditable() throws UserProblem, MachineProblem, InterruptedException {
        log.info("Building the editable wheel with " + backend());
        Path directory = work.result("editable");
        return checked(new ReturnedFile(Hook.BUILD_EDITABLE.word(), hooks.buildEditable(directory, null), directory));
    }

    /** The metadata that the wheel would have: from the backend's own hook, or else from a wheel. */
    CoreMetadata metadata() throws UserProblem, MachineProblem, InterruptedException {
        Path directory = work.result("metadata");
        Optional<String> prepared = hooks.prepareMetadataForBuildWheel(directory);
        if (prepared.isEmpty()) {
            return WheelArchive.open(buildWheel().file()).metadata();
        }
        CoreMetadata metadata =
                new ReturnedFile(Hook.PREPARE_METADATA_FOR_BUILD_WHEEL.word(), prepared.get(), directory).metadata();
        Identity identity = metadata.identity("metadata");
        if (source.origin().sdist().isPresent()) {
            source.origin().sdist().get().agree(identity, source.directory());
        }
        warnOfNameless(identity);
        return metadata;
    }

    /**
     * Installs what was built, and what it needs to run, which no lock file is about, into the environment of this stage.
     * The latter first: it comes from elsewhere, and is the same again when the project has changed.
     */
    void installWheel(Distribution.Wheel wheel) throws UserProblem, MachineProblem, InterruptedException {
        installNeeded(WheelArchive.open(wheel.file()).metadata());
        environment.install(List.of(
                wheel.name().project().normalised() + " @ " + wheel.file().toUri()));
    }

    /**
     * Installs what an editable installation would need to run, if there can be one.
     *
     * @return whether the backend says what that is without building anything
     */
    boolean installNeededToRun() throws UserProblem, MachineProblem, InterruptedException {
        if (!hooks.supportsEditable()) {
            return true;
        }
        Path directory = work.result("metadata");
        Optional<String> prepared = hooks.prepareMetadataForBuildEditable(directory);
        if (prepared.isPresent()) {
            installNeeded(new ReturnedFile(Hook.PREPARE_METADATA_FOR_BUILD_EDITABLE.word(), prepared.get(), directory)
                    .metadata());
        }
        return prepared.isPresent();
    }

    /** What a distribution needs to run, without what is needed for optional features only. */
    private void installNeeded(CoreMetadata metadata) throws UserProblem, MachineProblem, InterruptedException {
        if (metadata.values().get("requires_dist") instanceof List<?> all) {
            List<String> needed = all.stream()
                    .map(String.class::cast)
                    .filter(text -> !OPTIONAL.matcher(text).find())
                    .toList();
            wheels.check(needed, "what the project needs to run");
            environment.install(needed);
        }
    }

    /** Whether all this is in the store now; if not, why. A sentence without its end. */
    Optional<String> whyNotStored() {
        return environment instanceof IsolatedEnvironment isolated ? isolated.whyNotStored() : Optional.empty();
    }

    private Distribution.Wheel checked(ReturnedFile returned) throws UserProblem, MachineProblem {
        Distribution.Wheel wheel = new Distribution.Wheel(returned.path(), returned.wheelName());
        Identity metadata = WheelArchive.open(wheel.file()).metadata().identity("metadata");
        wheel.identity().agree(metadata, wheel.file());
        if (source.origin().sdist().isPresent()) {
            source.origin().sdist().get().agree(wheel.identity(), wheel.file());
        }
        warnOfNameless(metadata);
        return wheel;
    }

    private void warnOfNameless(Identity identity) {
        if (identity.isNameless()) {
            log.warn("The backend has found neither a name nor a version of the project and calls it " + identity.name()
                    + " " + identity.version() + "; give both in [project] of pyproject.toml");
        }
    }

    private String backend() {
        return source.origin().tree().buildSystem().backend();
    }
}
