package io.github.pyb.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the interpreters of these tests are shell scripts")
class InterpreterFinderTest {

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    Map<String, String> variables = new HashMap<>();
    Optional<Specifiers> requiresPython = Optional.empty();
    List<Path> toolchains = List.of();

    @Test
    @DisplayName("a real interpreter describes itself")
    void real() throws Exception {
        Interpreter python = Pythons.any();

        assertThat(python.executable()).isAbsolute().exists();
        assertThat(python.version()).isGreaterThanOrEqualTo(Interpreter.OLDEST);
        assertThat(python.tag()).matches("[a-z]+[0-9]+[td]*");
        assertThat(python.venv()).isPresent();
    }

    @Test
    @DisplayName("without a word from the user python3 on PATH is taken, and one line says so")
    void fromPath() throws Exception {
        Path python = fake("bin/python3", "cpython", "3, 12, 1");
        fake("bin/python", "cpython", "3, 11, 0");

        Interpreter found = find("");

        assertThat(found.executable()).isEqualTo(python);
        assertThat(log.lines("INFO")).containsExactly("Python: CPython 3.12.1, " + python + " (python3 on PATH)");
    }

    @Test
    @DisplayName("an active virtual environment comes before PATH")
    void virtualEnvironment() throws Exception {
        fake("bin/python3", "cpython", "3, 12, 1");
        Path python = fake("venv/bin/python", "cpython", "3, 11, 0");
        variables.put("VIRTUAL_ENV", directory.resolve("venv").toString());

        assertThat(find("").executable()).isEqualTo(python);
    }

    @Test
    @DisplayName("an interpreter of toolchains.xml comes before a virtual environment and PATH, if it fits")
    void toolchain() throws Exception {
        fake("bin/python3", "cpython", "3, 12, 1");
        Path eleven = fake("eleven/python", "cpython", "3, 11, 0");
        Path thirteen = fake("thirteen/python", "cpython", "3, 13, 0");
        toolchains = List.of(directory.resolve("gone/python"), eleven, thirteen);

        assertThat(find("").executable()).isEqualTo(eleven);
        assertThat(log.lines("INFO")).last().asString().endsWith("(from toolchains.xml)");
        assertThat(find("3.13").executable()).isEqualTo(thirteen);
    }

    @Test
    @DisplayName("what the project does not run on is passed over with a reason, but taken if it was asked for by name")
    void requiresPython() throws Exception {
        fake("bin/python3", "cpython", "3, 9, 1");
        Path python = fake("bin/python", "cpython", "3, 12, 0");
        requiresPython = Specifiers.parse(">=3.10");

        assertThat(find("").executable()).isEqualTo(python);
        assertThat(log.lines("DEBUG"))
                .anyMatch(line -> line.contains("it is 3.9.1, but the project says that it runs on >=3.10"));

        assertThat(find("python3").version()).hasToString("3.9.1");
        assertThat(log.lines("WARN"))
                .containsExactly(
                        "The interpreter is Python 3.9.1, but the project says that it runs on >=3.10 (requires-python)");

        requiresPython = Specifiers.parse(">=4");
        assertThatThrownBy(() -> find(""))
                .hasMessageContaining("it is 3.12.0, but the project says that it runs on >=4");
    }

    @Test
    @DisplayName("a stale VIRTUAL_ENV is passed over with a reason")
    void staleVirtualEnvironment() throws Exception {
        Path python = fake("bin/python3", "cpython", "3, 12, 1");
        variables.put("VIRTUAL_ENV", directory.resolve("gone").toString());

        assertThat(find("").executable()).isEqualTo(python);
        assertThat(log.lines("DEBUG"))
                .anyMatch(line -> line.contains("gone/bin/python (from VIRTUAL_ENV): it does not exist"));
    }

    @Test
    @DisplayName("a version is looked for under all names, and patch levels do not matter unless given")
    void version() throws Exception {
        fake("bin/python3", "cpython", "3, 11, 7");
        Path python = fake("bin/python3.12", "cpython", "3, 12, 1");

        assertThat(find("3.12").executable()).isEqualTo(python);
        assertThat(find(">=3.12,<3.13").executable()).isEqualTo(python);
        assertThat(find("3").executable()).isEqualTo(directory.resolve("bin/python3"));
        assertThat(log.lines("DEBUG")).anyMatch(line -> line.contains("it is cpython 3.11.7"));
    }

    @Test
    @DisplayName("only names that can be of a fitting version are looked at")
    void names() throws Exception {
        script("bin/python3.12", "exit 9");
        Path python = fake("bin/python3.11", "cpython", "3, 11, 4");

        assertThat(find(">=3.11.4,<3.13,!=3.12.*").executable()).isEqualTo(python);
        assertThat(log.lines("DEBUG")).noneMatch(line -> line.contains("python3.12"));
        assertThatThrownBy(() -> find("3.12")).hasMessageContaining("bin/python3.12: it failed with exit code 9");
    }

    @Test
    @DisplayName("PyPy is found by its name and version")
    void pypy() throws Exception {
        fake("bin/python3", "cpython", "3, 10, 1");
        Path python = fake("bin/pypy3", "pypy", "3, 10, 13");

        Interpreter found = find("pypy3.10");

        assertThat(found.executable()).isEqualTo(python);
        assertThat(found.tag()).isEqualTo("pp310");
    }

    @Test
    @DisplayName("a version that is not there fails with all that was tried, and why it did not do")
    void versionNotFound() {
        fake("bin/python3", "cpython", "3, 11, 7");

        assertThatThrownBy(() -> find("3.12"))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERPRETER_NOT_FOUND))
                .hasMessageContaining("no Python interpreter of version 3.12 was found")
                .hasMessageContaining("tried:        " + directory.resolve("bin/python3") + ": it is cpython 3.11.7")
                .hasMessageContaining("-Dpyb.python=");
    }

    @Test
    @DisplayName("without any Python the message says where was looked and what to do")
    void nothing() {
        assertThatThrownBy(() -> find(""))
                .hasMessageContaining("no Python interpreter was found")
                .hasMessageContaining("looked on:    PATH")
                .hasMessageContaining("install Python 3.8 or later");
    }

    @Test
    @Behaviour(94)
    @DisplayName("a path is relative to the base directory and taken or nothing")
    void path() throws Exception {
        Path python = fake("project/.venv/bin/python", "cpython", "3, 9, 1");

        assertThat(find("project/.venv/bin/python").executable()).isEqualTo(python);
        assertThatThrownBy(() -> find("project/gone/python"))
                .hasMessageContaining(
                        "the Python interpreter " + directory.resolve("project/gone/python") + " cannot be used")
                .hasMessageContaining(" cannot be used: it does not exist\n");
        assertThatThrownBy(() -> find("project/.venv/bin"))
                .hasMessageContaining(
                        "it is a directory; what is wanted is the executable in it, bin/python3 as a rule");
    }

    @Test
    @DisplayName("a command is looked for on PATH")
    void command() throws Exception {
        Path python = fake("bin/mypython", "cpython", "3, 9, 1");

        assertThat(find("mypython").executable()).isEqualTo(python);
        assertThatThrownBy(() -> find("otherpython"))
                .hasMessageStartingWith("there is no command otherpython on PATH\n")
                .hasMessageContaining("or a file: -Dpyb.python=./otherpython");
        Path broken = script("bin/otherpython", "exit 3");
        assertThatThrownBy(() -> find("otherpython"))
                .hasMessageStartingWith("the command otherpython is no usable Python interpreter\n")
                .hasMessageContaining("tried:        " + broken + ": it failed with exit code 3 when it was asked");
    }

    @Test
    @DisplayName("if several were tried and none fits, each has its own reason in a line")
    void rejected() {
        fake("old/python3", "cpython", "3, 7, 16");
        script("liar/python3", "echo 'pyb-probe: {}'");
        script("silent/python3", "exit 0");
        variables.put(
                "PATH",
                String.join(
                        ":",
                        directory.resolve("old").toString(),
                        directory.resolve("liar").toString(),
                        directory.resolve("silent").toString()));

        assertThatThrownBy(() -> find(""))
                .hasMessageStartingWith("no Python interpreter was found\n")
                .hasMessageContaining("old/python3: it is Python 3.7.16, older than 3.8")
                .hasMessageContaining("liar/python3: it gives an answer that cannot be understood: ")
                .hasMessageContaining("silent/python3: it is no Python: asked for its version it said nothing");
    }

    @Test
    @DisplayName("an environment that does not start does not hide the interpreter that it was made from")
    void brokenEnvironment() throws Exception {
        Path python = script(
                "bin/python3",
                "case \"$0\" in */venv/*) exit 1 ;; esac",
                "echo '" + FakePython.answer(directory.resolve("bin/python3"), "cpython", "3, 12, 1") + "'");
        Files.createDirectories(directory.resolve("venv/bin"));
        Files.createSymbolicLink(directory.resolve("venv/bin/python"), python);
        variables.put("VIRTUAL_ENV", directory.resolve("venv").toString());

        assertThat(find("").executable()).isEqualTo(python);
    }

    @Test
    @DisplayName("noise before the answer, as a site customisation makes it, does no harm")
    void noise() throws Exception {
        Path python = fake("bin/python3", "cpython", "3, 12, 1");
        Files.writeString(python, Files.readString(python).replace("#!/bin/sh\n", "#!/bin/sh\necho noise\n"));

        assertThat(find("").executable()).isEqualTo(python);
    }

    @Test
    @DisplayName("candidates run in the source tree, where shims look for a version file")
    void workingDirectory() throws Exception {
        Path python = fake("bin/python3", "cpython", "3, 12, 1");
        Files.writeString(
                python,
                Files.readString(python).replace("#!/bin/sh\n", "#!/bin/sh\n[ -f .python-version ] || exit 9\n"));
        Trees.write(directory.resolve(".python-version"), "3.12");

        assertThat(find("").executable()).isEqualTo(python);
    }

    @Test
    @DisplayName("a value that is neither path nor command nor version is refused with samples of what is")
    void badValue() {
        assertThatThrownBy(() -> find(">=three"))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_PARAMETER))
                .hasMessageContaining("the parameter python (-Dpyb.python) cannot be understood: >=three");
    }

    @Test
    @DisplayName("tags tell implementations, versions and builds apart")
    void tags() throws Exception {
        Path free = fake("bin/python3", "cpython", "3, 14, 0");
        Files.writeString(free, Files.readString(free).replace("\"free_threaded\": false", "\"free_threaded\": true"));

        assertThat(find("").tag()).isEqualTo("cp314t");
    }

    private Interpreter find(String python) throws Exception {
        variables.putIfAbsent("PATH", directory.resolve("bin").toString());
        Host host = new Host(Host.Family.LINUX, variables, directory);
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            return new InterpreterFinder(
                            host, log, runner, directory, Pythons.noneFromMaven(directory.resolve("store")))
                    .find(new PythonWish(python, directory, requiresPython, toolchains));
        }
    }

    private Path fake(String name, String implementation, String version) {
        return FakePython.script(directory.resolve(name), implementation, version);
    }

    private Path script(String name, String... lines) {
        return FakePython.executable(directory.resolve(name), "#!/bin/sh", String.join("\n", lines));
    }
}
