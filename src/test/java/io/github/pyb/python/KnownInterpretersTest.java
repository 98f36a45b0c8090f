package io.github.pyb.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the interpreters of these tests are shell scripts")
class KnownInterpretersTest {

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    Map<String, String> variables = new HashMap<>();
    Path python;
    Path witness;
    Path store;

    @BeforeEach
    void makePython() {
        python = directory.resolve("bin/python3");
        witness = directory.resolve("lib/pip/__init__.py");
        store = directory.resolve("store");
        write("3, 12, 1");
    }

    @Test
    @DisplayName("an interpreter is asked once; later builds know it without starting a process")
    void once() throws Exception {
        assertThat(ask(python)).isEqualTo(1);
        assertThat(debug()).contains("Python: asking " + python + ": it has not been asked before");
        assertThat(ask(python)).isZero();
        assertThat(debug()).contains("Python: " + python + " is known from an earlier build");
    }

    @Test
    @DisplayName("what is known of an interpreter is all that it has said")
    void everything() throws Exception {
        assertThat(find(python)).isEqualTo(find(python)).satisfies(found -> {
            assertThat(found.version()).hasToString("3.12.1");
            assertThat(found.layout().lib64Link()).isTrue();
            assertThat(found.abi().bytecode()).isEqualTo("a70d0d0a");
        });
    }

    @Test
    @DisplayName("a real interpreter says what its answer depends on, and is asked once")
    void real() throws Exception {
        Path real = Pythons.any().executable();

        Interpreter found = find(real);

        assertThat(found).isEqualTo(Pythons.any());
        assertThat(ask(real)).isZero();
    }

    @Test
    @DisplayName("an upgrade in place is noticed, also of the same size and with an old time stamp")
    void upgrade() throws Exception {
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(python, old);
        assertThat(ask(python)).isEqualTo(1);

        write("3, 12, 2");
        Files.setLastModifiedTime(python, old);

        assertThat(find(python).version()).hasToString("3.12.2");
        assertThat(debug()).contains("Python: asking " + python + ": " + python + " has changed");
    }

    @Test
    @DisplayName("a new pip, or anything else that the answer depends on, is noticed, also if there was nothing before")
    void witnesses() throws Exception {
        assertThat(ask(python)).isEqualTo(1);
        Trees.write(witness, "__version__ = '1'");
        assertThat(ask(python)).isEqualTo(1);
        assertThat(debug()).contains("Python: asking " + python + ": " + witness + " has changed");
        assertThat(ask(python)).isZero();
        Files.delete(witness);
        assertThat(ask(python)).isEqualTo(1);
    }

    @Test
    @DisplayName("a link that leads to another interpreter is noticed, and one that leads nowhere is refused")
    void links() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), python);
        assertThat(ask(link)).isEqualTo(1);
        assertThat(ask(link)).isZero();

        Path other = directory.resolve("other/python3");
        FakePython.binary(other, FakePython.answer(other, "cpython", "3, 13, 0"));
        Files.delete(link);
        Files.createSymbolicLink(link, other);

        assertThat(find(link).version()).hasToString("3.13.0");

        Files.delete(other);
        assertThatThrownBy(() -> find(link)).hasMessageContaining("it is a link that leads nowhere");
    }

    @Test
    @DisplayName("a variable that interpreters heed makes another question")
    void variables() throws Exception {
        assertThat(ask(python)).isEqualTo(1);
        variables.put("LD_LIBRARY_PATH", "/elsewhere");
        assertThat(ask(python)).isEqualTo(1);
        variables.put("UNRELATED", "1");
        assertThat(ask(python)).isZero();
        variables.remove("LD_LIBRARY_PATH");
        assertThat(ask(python)).isZero();
    }

    @Test
    @DisplayName("a damaged record is as good as none, and replaced")
    void damaged() throws Exception {
        for (String text : List.of("", "{", "[]", "{\"executable\": \"" + python + "\", \"states\": 1}", "\u0000")) {
            find(python);
            Files.writeString(record(), text);

            assertThat(ask(python)).as(text).isEqualTo(1);
            assertThat(debug()).anyMatch(line -> line.startsWith("Python: asking " + python + ": its record cannot"));
            assertThat(ask(python)).isZero();
        }
        Files.writeString(record(), Files.readString(record()).replace(python.toString(), python + "x"));
        assertThat(ask(python)).isEqualTo(1);
    }

    @Test
    @DisplayName("where nothing can be written each build asks, and none fails")
    void unwritable() throws Exception {
        Trees.write(directory.resolve("file"));
        store = directory.resolve("file");

        assertThat(ask(python)).isEqualTo(1);
        assertThat(ask(python)).isEqualTo(1);
        assertThat(debug())
                .anyMatch(
                        line -> line.contains("because its answer cannot be written down: ") && line.contains("file"));
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("what changed while the interpreter was asked may be newer than its answer, which is not kept")
    void changedMeanwhile() throws Exception {
        // Linux writes down the time of a change as of the last tick, which may be 10 ms before the question.
        FakePython.binary(
                python,
                answer("3, 12, 1"),
                "sleep 0.05",
                "mkdir -p '" + witness.getParent() + "'",
                "echo >> '" + witness + "'");

        assertThat(ask(python)).isEqualTo(1);
        assertThat(debug())
                .contains("Python: the next build asks " + python + " again, because " + witness
                        + " changed while it was asked");
        assertThat(store.resolve("probe")).doesNotExist();
    }

    @Test
    @DisplayName("an interpreter that cannot say what its answer depends on is always asked")
    void noWitnesses() throws Exception {
        FakePython.binary(python, answer("3, 12, 1").replaceFirst("\"witnesses\": \\[[^]]*]", "\"witnesses\": null"));

        assertThat(ask(python)).isEqualTo(1);
        assertThat(ask(python)).isEqualTo(1);
    }

    @Test
    @DisplayName("old records go when a new one comes, and there are never too many")
    void bounded() throws Exception {
        Path probe = Files.createDirectories(store.resolve("probe"));
        Instant now = Instant.now();
        for (int i = 0; i < 120; i++) {
            Path file = Trees.write(probe.resolve(i + ".json"), "{}");
            Files.setLastModifiedTime(file, FileTime.from(now.minus(i + 1L, ChronoUnit.HOURS)));
        }
        Path old = Trees.write(probe.resolve(".killed.part"));
        Files.setLastModifiedTime(old, FileTime.from(now.minus(100, ChronoUnit.DAYS)));

        find(python);

        try (Stream<Path> files = Files.list(probe)) {
            assertThat(files)
                    .hasSize(100)
                    .doesNotContain(old, probe.resolve("100.json"))
                    .contains(probe.resolve("50.json"));
        }
        assertThat(ask(python)).isZero();
    }

    @Test
    @DisplayName("builds that ask at the same time do not disturb each other")
    void concurrent() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Interpreter>> builds = Stream.<Callable<Interpreter>>generate(() -> () -> find(python))
                    .limit(16)
                    .toList();
            for (Future<Interpreter> build : threads.invokeAll(builds)) {
                assertThat(build.get().version()).hasToString("3.12.1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ask(python)).isZero();
    }

    @Test
    @DisplayName("no value of a variable is written down")
    void secrets() throws Exception {
        variables.put("PYTHON_KEYRING_TOKEN", "hidden-value");

        find(python);

        assertThat(record()).content().doesNotContain("hidden-value");
    }

    /** Asks as a new build does. */
    private Interpreter find(Path executable) throws Exception {
        return build(executable).interpreter();
    }

    /** How many processes a new build starts to know an interpreter. */
    private int ask(Path executable) throws Exception {
        log = new RecordingLog();
        return build(executable).processes();
    }

    private record Build(Interpreter interpreter, int processes) {}

    private Build build(Path executable) throws Exception {
        Host host = new Host(Host.Family.LINUX, variables, directory);
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            Interpreter interpreter = new InterpreterFinder(host, log, runner, directory, Pythons.noneFromMaven(store))
                    .find(new PythonWish(executable.toString(), directory));
            return new Build(interpreter, runner.steps().size());
        }
    }

    private List<String> debug() {
        return log.lines("DEBUG");
    }

    private Path record() {
        try (Stream<Path> files = Files.list(store.resolve("probe"))) {
            return files.toList().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String version) {
        FakePython.binary(python, answer(version));
    }

    private String answer(String version) {
        return FakePython.answer(python, "cpython", version, witness);
    }
}
