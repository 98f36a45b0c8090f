package io.github.pyb.python;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The launcher {@code py}, through which Windows knows its interpreters (PEP 397): the usual installer puts none of them on
 * {@code PATH}.
 */
final class WindowsLauncher {

    /** A line of its list: a tag, the executable, and a star before or behind it for the one that it prefers. */
    private static final Pattern LINE = Pattern.compile("\\s*-\\S+\\s+(?:\\*\\s+)?(?<path>\\S.*?)(?:\\s+\\*)?\\s*");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Host host;
    private final ProcessRunner runner;
    private final Path directory;

    WindowsLauncher(Host host, ProcessRunner runner, Path directory) {
        this.host = host;
        this.runner = runner;
        this.directory = directory;
    }

    /** The interpreters that it lists, in its own order; none where there is no such launcher. */
    List<Path> interpreters() throws MachineProblem, InterruptedException {
        List<Path> launchers = host.isWindows() ? host.findOnPath("py") : List.of();
        if (launchers.isEmpty()) {
            return List.of();
        }
        ProcessResult result;
        try {
            result = runner.run(new ProcessSpec(
                    "py",
                    List.of(launchers.get(0).toString(), "--list-paths"),
                    directory,
                    // A list is wanted, and no download of what it lacks.
                    EnvironmentChanges.none().with("PYMANAGER_AUTOMATIC_INSTALL", "false"),
                    PATIENCE,
                    ProcessSpec.Output.ANSWER,
                    List.of()));
        } catch (MachineProblem e) {
            if (e.kind() == ProblemKind.INTERRUPTED) {
                throw e;
            }
            return List.of();
        }
        List<Path> interpreters = new ArrayList<>();
        if (result.succeeded()) {
            result.tail().forEach(line -> path(line).ifPresent(interpreters::add));
        }
        return interpreters;
    }

    private static Optional<Path> path(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(matcher.group("path"))).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
