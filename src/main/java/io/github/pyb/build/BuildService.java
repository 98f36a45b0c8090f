package io.github.pyb.build;

import io.github.pyb.dist.ReturnedWheel;
import io.github.pyb.env.ClaimedLocation;
import io.github.pyb.env.EnvironmentSettings;
import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.env.LocationRequest;
import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.Ownership;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.python.Interpreter;
import io.github.pyb.python.InterpreterFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.inject.Inject;

/** The build frontend: what happens in which order. One call serves one goal; nothing is kept between calls. */
public final class BuildService {

    private final Host host;
    private final SourceTreeReader sources;
    private final IsolatedEnvironmentService environments;

    @Inject
    public BuildService(Host host, SourceTreeReader sources, IsolatedEnvironmentService environments) {
        this.host = host;
        this.sources = sources;
        this.environments = environments;
    }

    /** Whether there is anything in a directory that could be built. */
    public static boolean isPythonProject(Path directory) {
        return SourceTreeReader.isPythonProject(directory);
    }

    /** What is done once an environment can be made. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Attempt attempt) throws Problem, InterruptedException;
    }

    /**
     * Builds a wheel straight from the source tree and puts it into the output directory.
     *
     * @throws Problem if that fails; what was learned on the way is kept, and the problem says where
     * @throws InterruptedException if the thread was interrupted before there was anything to keep
     */
    public BuildResult wheel(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        long start = System.nanoTime();
        BuildResult result = attempt(request, log, attempt -> {
            attempt.prepareEnvironment(DistributionKind.WHEEL);
            ReturnedWheel built = attempt.buildWheel();
            Path wheel = publish(built.file(), request.places().output());
            return new BuildResult(wheel, built.name(), attempt.interpreter(), attempt.resolved());
        });
        log.info("Built " + result.wheel() + " in " + Durations.words(Duration.ofNanos(System.nanoTime() - start)));
        return result;
    }

    /** Makes the environment in which a wheel would be built, and leaves it. */
    public EnvironmentResult environment(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        return attempt(request, log, attempt -> {
            attempt.prepareEnvironment(DistributionKind.WHEEL);
            return attempt.leaveEnvironment("made by pyb:env");
        });
    }

    private <T> T attempt(BuildRequest request, BuildLog log, Work<T> work) throws Problem, InterruptedException {
        SourceTree tree = sources.read(request.places().source());
        tree.warnings().forEach(log::warn);
        checkConstraints(request);
        Interpreter interpreter = findInterpreter(request, tree, log);
        LocationRequest place = location(request, interpreter);
        environments.check(place);
        try (WorkDirectory directory = WorkDirectory.claim(
                request.places().work(), builder(request), request.limits().patience(), log::info)) {
            // Until the place is ours, what an earlier build left as evidence has to stay.
            ClaimedLocation location = environments.claim(place, log);
            try (Transcript transcript = begin(directory, location, request);
                    ProcessRunner runner = new ProcessRunner(
                            host, log, transcript, request.limits().cancellation()::get)) {
                Attempt attempt = new Attempt(
                        host,
                        environments,
                        request,
                        tree,
                        interpreter,
                        settings(request),
                        directory,
                        location,
                        runner,
                        log);
                return attempt.run(() -> work.run(attempt));
            }
        }
    }

    private static Transcript begin(WorkDirectory directory, ClaimedLocation location, BuildRequest request)
            throws MachineProblem {
        try {
            directory.prepare();
            return Transcript.open(directory.log(request.goal()));
        } catch (MachineProblem e) {
            location.remove();
            throw e;
        }
    }

    private static void checkConstraints(BuildRequest request) throws UserProblem {
        for (Path constraints : request.environment().constraints()) {
            if (!Files.isRegularFile(constraints) || !Files.isReadable(constraints)) {
                throw new UserProblem(
                        ProblemKind.BAD_PARAMETER,
                        Explanation.of("the constraints file does not exist or cannot be read")
                                .where(constraints)
                                .attempt("correct the parameter constraints (-Dpyb.constraints)"));
            }
        }
    }

    private Interpreter findInterpreter(BuildRequest request, SourceTree tree, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(
                        host, log, transcript, request.limits().cancellation()::get)) {
            return new InterpreterFinder(host, log, runner, tree.directory(), request.provisioning())
                    .find(request.python(), request.places().base());
        }
    }

    private static LocationRequest location(BuildRequest request, Interpreter interpreter) {
        return new LocationRequest(
                request.environment()
                        .location()
                        .orElseGet(() -> WorkDirectory.environments(
                                        request.places().work())
                                .resolve(interpreter.tag())),
                request.environment().location().isPresent(),
                request.environment().reclaim(),
                List.of(request.places().base(), request.places().source()),
                builder(request),
                request.limits().patience(),
                request.clearCommand());
    }

    private static EnvironmentSettings settings(BuildRequest request) {
        return new EnvironmentSettings(
                WorkDirectory.temporary(request.places().work()),
                WorkDirectory.record(request.places().work()),
                InstallerChoice.pip(),
                request.environment().constraints(),
                request.environment().variables(),
                request.limits().timeout());
    }

    private static Ownership.Builder builder(BuildRequest request) {
        return new Ownership.Builder(
                request.goal(),
                request.places().base().toString(),
                ProcessHandle.current().pid(),
                request.pluginVersion());
    }

    private static Path publish(Path file, Path directory) throws MachineProblem {
        try {
            return AtomicFiles.publish(file, directory);
        } catch (IOException e) {
            throw MachineProblem.of("cannot put " + file.getFileName() + " into the output directory", directory, e);
        }
    }
}
