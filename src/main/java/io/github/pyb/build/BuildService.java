package io.github.pyb.build;

import io.github.pyb.dist.ReturnedWheel;
import io.github.pyb.env.ClaimedLocation;
import io.github.pyb.env.EnvironmentRequest;
import io.github.pyb.env.IsolatedEnvironmentService;
import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.OwnedDirectory;
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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
            Path wheel = publish(built.file(), request.outputDirectory());
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

    /**
     * Removes environments that were left and the work directory, each only if it carries our marker.
     *
     * @return what was removed
     * @throws UserProblem if there is something else at a place that should be cleared
     */
    public List<Path> clean(BuildRequest request, BuildLog log) throws Problem, InterruptedException {
        List<Path> removed = new ArrayList<>();
        if (request.envDir().isPresent()) {
            clear(request, request.envDir().get(), log, removed);
        }
        if (!holdsOurs(request.workDirectory())) {
            return removed;
        }
        WorkDirectory work = claimWork(request, log);
        try {
            for (Path environment : environmentsIn(request.workDirectory())) {
                clear(request, environment, log, removed);
            }
            work.remove();
            removed.add(request.workDirectory());
        } finally {
            work.close();
        }
        return removed;
    }

    private <T> T attempt(BuildRequest request, BuildLog log, Work<T> work) throws Problem, InterruptedException {
        SourceTree tree = sources.read(request.sourceDirectory());
        tree.warnings().forEach(log::warn);
        checkConstraints(request);
        Interpreter interpreter = findInterpreter(request, tree, log);
        EnvironmentRequest environment = environmentRequest(request, interpreter);
        environments.check(environment);
        try (WorkDirectory directory = claimWork(request, log)) {
            // Until the place is ours, what an earlier build left as evidence has to stay.
            ClaimedLocation location = environments.claim(environment, log);
            try (Transcript transcript = begin(directory, location, request);
                    ProcessRunner runner = new ProcessRunner(host, log, transcript, request.cancellation()::get)) {
                Attempt attempt = new Attempt(
                        host, environments, request, tree, interpreter, environment, directory, location, runner, log);
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
        for (Path constraints : request.constraints()) {
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
                ProcessRunner runner = new ProcessRunner(host, log, transcript, request.cancellation()::get)) {
            return new InterpreterFinder(host, log, runner, tree.directory())
                    .find(request.python(), request.baseDirectory());
        }
    }

    private EnvironmentRequest environmentRequest(BuildRequest request, Interpreter interpreter) {
        Path location = request.envDir()
                .orElseGet(() ->
                        WorkDirectory.environments(request.workDirectory()).resolve(interpreter.tag()));
        return environmentRequest(request, location, request.envDir().isPresent());
    }

    private EnvironmentRequest environmentRequest(BuildRequest request, Path location, boolean chosen) {
        Path work = request.workDirectory();
        return new EnvironmentRequest(
                location,
                chosen,
                request.reclaimEnv(),
                List.of(request.baseDirectory(), request.sourceDirectory()),
                builder(request),
                request.patience(),
                request.clearCommand(),
                WorkDirectory.temporary(work),
                WorkDirectory.record(work),
                request.constraints(),
                request.environmentVariables(),
                request.timeout());
    }

    private WorkDirectory claimWork(BuildRequest request, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        return WorkDirectory.claim(request.workDirectory(), builder(request), request.patience(), log::info);
    }

    private static Ownership.Builder builder(BuildRequest request) {
        return new Ownership.Builder(
                request.goal(),
                request.baseDirectory().toString(),
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

    private void clear(BuildRequest request, Path place, BuildLog log, List<Path> removed)
            throws Problem, InterruptedException {
        if (environments.clear(environmentRequest(request, place, true), log)) {
            removed.add(place);
        }
    }

    private static boolean holdsOurs(Path workDirectory) throws UserProblem, MachineProblem {
        try {
            OwnedDirectory.Finding finding = OwnedDirectory.inspect(workDirectory);
            if (finding instanceof OwnedDirectory.Finding.Foreign foreign) {
                throw OwnedDirectory.foreign(workDirectory, foreign.firstEntries());
            }
            return finding instanceof OwnedDirectory.Finding.Owned;
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the work directory", workDirectory, e);
        }
    }

    private static List<Path> environmentsIn(Path workDirectory) throws MachineProblem {
        Path parent = WorkDirectory.environments(workDirectory);
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(parent)) {
            return found;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
            stream.forEach(found::add);
        } catch (IOException e) {
            throw MachineProblem.of("cannot look at the environments", parent, e);
        }
        return found;
    }
}
