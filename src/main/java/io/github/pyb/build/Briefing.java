package io.github.pyb.build;

import io.github.pyb.env.BuildEnvironment;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.KnownAnswers;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.pyproject.BuildSystem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.tuning.AskedCompilers;
import io.github.pyb.tuning.OfferedVersion;
import io.github.pyb.tuning.Purpose;
import io.github.pyb.tuning.Tuned;
import io.github.pyb.tuning.Tuning;
import io.github.pyb.tuning.TuningRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts together what the hooks of one stage are told besides what the user wants them to be told. */
final class Briefing {

    private final Host host;
    private final BuildRequest request;
    private final Interpreter interpreter;
    private final Path directory;
    private final ProcessRunner runner;
    private final BuildLog log;

    /** @param directory where intermediate files of this interpreter go */
    Briefing(
            Host host,
            BuildRequest request,
            Interpreter interpreter,
            Path directory,
            ProcessRunner runner,
            BuildLog log) {
        this.host = host;
        this.request = request;
        this.interpreter = interpreter;
        this.directory = directory;
        this.runner = runner;
        this.log = log;
    }

    /** @param place where the environment stands, if it has a place of its own */
    Tuned of(PreparedSource source, DistributionKind kind, BuildEnvironment environment, Optional<Path> place)
            throws UserProblem, MachineProblem, InterruptedException {
        Tuning tuning = new Tuning(host, log);
        boolean unpacked = source.origin().sdist().isPresent();
        EnvironmentChanges offered = offerVersion(environment.changes(), unpacked);
        if (request.environment().installer().offline()) {
            offered = Tuning.offline(offered);
        }
        EnvironmentChanges changes = unpacked ? tuning.withoutCheckoutAbove(offered, source.directory()) : offered;
        return tuning.tune(
                new TuningRequest(
                        purpose(source, kind),
                        project(source),
                        changes,
                        request.environment().variables(),
                        request.configSettings(),
                        ours(place),
                        directory,
                        request.backend().jobs(),
                        request.backend().timestamp()),
                new AskedCompilers(
                        host,
                        log,
                        runner,
                        // The environment's own may come from the store, and then only when requirements are known.
                        interpreter.executable(),
                        WorkDirectory.temporary(request.places().work()),
                        new KnownAnswers(request.interpreters()
                                .provisioning()
                                .directory()
                                .resolveSibling("compilers")),
                        request.limits().timeout()));
    }

    /** A source distribution has its version in itself, where no version control is asked. */
    private EnvironmentChanges offerVersion(EnvironmentChanges changes, boolean unpacked) {
        boolean overVersionControl =
                !unpacked && request.version().map(PomVersion::offered).orElse(false);
        return new VersionRule(request)
                .counterpart()
                .map(version -> new OfferedVersion(version.toString(), overVersionControl).offer(changes, host))
                .orElse(changes);
    }

    /**
     * What a build depends on and what is known only when all is installed; by names that can be shown.
     *
     * @param compilerCache the one that is switched on: CMake remembers its path
     */
    Map<String, String> circumstances(BuildEnvironment environment, String compilerCache) throws MachineProblem {
        Map<String, String> all = new TreeMap<>();
        all.put("the interpreter", interpreter.describe() + " " + interpreter.platform());
        all.put("the compiler cache", compilerCache);
        all.put("the place of the environment", environment.python().toString());
        for (Map.Entry<ProjectName, String> installed : environment.installed().entrySet()) {
            all.put("the version of " + installed.getKey(), installed.getValue());
        }
        return all;
    }

    private static Purpose purpose(PreparedSource source, DistributionKind kind) {
        return switch (kind) {
            case SDIST -> Purpose.SDIST;
            case EDITABLE -> Purpose.EDITABLE;
            case WHEEL -> source.origin().sdist().isPresent() ? Purpose.WHEEL_FROM_SDIST : Purpose.WHEEL;
        };
    }

    private static TuningRequest.Project project(PreparedSource source) {
        BuildSystem buildSystem = source.origin().tree().buildSystem();
        return new TuningRequest.Project(
                source.directory(),
                buildSystem.backend(),
                !buildSystem.backendPath().isEmpty(),
                Set.copyOf(buildSystem.requires().stream()
                        .flatMap(text -> Requirement.nameIn(text).stream())
                        .map(ProjectName::normalised)
                        .toList()),
                source.origin().tree().tools());
    }

    /** Of the interpreters, those that another user has somewhere else. */
    private Map<Path, String> ours(Optional<Path> place) {
        Map<Path, String> ours = new LinkedHashMap<>();
        place.ifPresent(path -> ours.put(path, "env"));
        Path installation = interpreter.executable().resolve("../..").normalize();
        if (installation.startsWith(host.home())
                || installation.startsWith(request.interpreters().provisioning().directory())) {
            ours.put(installation, "python");
        }
        return ours;
    }
}
