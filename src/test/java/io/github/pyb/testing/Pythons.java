package io.github.pyb.testing;

import io.github.pyb.host.Host;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.python.Interpreter;
import io.github.pyb.python.InterpreterFinder;
import io.github.pyb.python.Provision;
import io.github.pyb.python.Provisioning;
import io.github.pyb.python.PythonWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real interpreters for tests. Where there is none, tests that need one say so and are skipped. */
public final class Pythons {

    private Pythons() {}

    /** No interpreter but those of the machine. */
    public static final Provisioning NONE_FROM_MAVEN = new Provisioning(
            Provision.NEVER,
            MavenRun.targetDirectory().resolve("test-store").resolve("cpython"),
            Pythons::resolveNothing,
            Duration.ofSeconds(1));

    /** The same, and answers of earlier tests are not known. */
    public static Provisioning noneFromMaven(Path store) {
        return new Provisioning(
                Provision.NEVER, store.resolve("cpython"), Pythons::resolveNothing, Duration.ofSeconds(1));
    }

    private static Path resolveNothing(String coordinates) {
        throw new AssertionError("resolving " + coordinates);
    }

    /** The CPython that this project's own build fetches for its tests. */
    public static Provisioning fromBuild() {
        Path target = MavenRun.targetDirectory();
        return new Provisioning(
                Provision.AUTO,
                target.resolve("it-store").resolve("cpython"),
                coordinates -> jar(target, coordinates),
                Duration.ofMinutes(5));
    }

    private static Path jar(Path target, String coordinates) throws UserProblem {
        String[] parts = coordinates.split(":", -1);
        Path jar = target.resolve("cpython").resolve("cpython-" + parts[4] + "-" + parts[3] + ".jar");
        if (!Files.exists(jar)) {
            throw new UserProblem(
                    ProblemKind.INTERPRETER_NOT_FOUND, Explanation.of("the build fetches no " + coordinates));
        }
        return jar;
    }

    private static final class Found {
        static final Optional<Interpreter> PYTHON = find();
    }

    /** The interpreter that a user of this machine would get. */
    public static Interpreter any() {
        return Found.PYTHON.orElseGet(() -> Assumptions.abort("SKIPPED: there is no Python on this machine"));
    }

    /** What {@code pythons} says for two interpreters with different tags; those of the machine count only if there is one. */
    public static List<String> two() {
        String first = any().executable().toString();
        return List.of(first, any().tag().equals("cp312") ? "maven:3.11" : "maven:3.12");
    }

    /** The same, those of the system, and those that pyenv has installed on this machine, if it is there. */
    public static Stream<Path> all() {
        Path versions = new Host().home().resolve(".pyenv").resolve("versions");
        List<Path> found = new ArrayList<>(List.of(any().executable()));
        Stream.of("python3", "pypy3")
                .map(Path.of("/usr/bin")::resolve)
                .filter(Files::isExecutable)
                .forEach(found::add);
        try (Stream<Path> directories = Files.isDirectory(versions) ? Files.list(versions) : Stream.empty()) {
            directories
                    .filter(directory -> directory.getFileName().toString().matches("3\\.([89]|\\d\\d)\\..*|pypy3.*"))
                    .map(directory -> directory.resolve("bin").resolve("python3"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().distinct();
    }

    /** What an interpreter says of itself now, whatever it has said before. */
    public static Interpreter probe(Path executable, Path directory) throws Exception {
        return find(executable.toString(), directory, noneFromMaven(directory.resolve("store")));
    }

    /** The interpreter that a user would get who asks for it. */
    public static Interpreter find(String wish, Path directory, Provisioning provisioning) throws Exception {
        Host host = new Host();
        RecordingLog log = new RecordingLog();
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            return new InterpreterFinder(host, log, runner, directory, provisioning)
                    .find(new PythonWish(wish, directory));
        }
    }

    private static Optional<Interpreter> find() {
        Host host = new Host();
        RecordingLog log = new RecordingLog();
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            Path here = Path.of("").toAbsolutePath();
            String wanted = System.getProperty("pyb.test.python", "");
            try {
                return Optional.of(new InterpreterFinder(host, log, runner, here, NONE_FROM_MAVEN)
                        .find(new PythonWish(wanted, here)));
            } catch (UserProblem e) {
                System.err.println("Tests use the CPython that the build has fetched: " + e.getMessage());
                return Optional.of(new InterpreterFinder(host, log, runner, here, fromBuild())
                        .find(new PythonWish("maven:3.11", here)));
            }
        } catch (UserProblem e) {
            System.err.println("Tests that need a Python are SKIPPED: " + e.getMessage());
            return Optional.empty();
        } catch (Exception e) {
            throw new AssertionError("looking for a Python failed", e);
        }
    }
}
