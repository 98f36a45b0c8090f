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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands that stand for whatever interpreter a version manager has chosen for a directory. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the shims and interpreters of these tests are shell scripts")
class ShimsTest {

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    Map<String, String> variables = new HashMap<>();
    Host.Family family = Host.Family.LINUX;
    Path project;
    Path eleven;
    Path twelve;
    int processes;

    @BeforeEach
    void install() {
        project = Trees.write(directory.resolve("project/pyproject.toml")).getParent();
        eleven = installed("3.11.7", "3, 11, 7");
        twelve = installed("3.12.1", "3, 12, 1");
        variables.put("PATH", directory.resolve("shims").toString());
    }

    @Test
    @DisplayName("pyenv: the interpreter behind the shim is taken, which the variable, the file or the default names")
    void pyenv() throws Exception {
        Path shim = pyenvShim("python3");
        Trees.write(directory.resolve("version"), "3.11.7");

        assertThat(find("").executable()).isEqualTo(eleven);
        assertThat(log.lines("INFO")).containsExactly("Python: CPython 3.11.7, " + eleven + " (python3 on PATH)");
        assertThat(log.lines("DEBUG"))
                .contains("Python: " + shim + " stands for " + eleven)
                .contains("Python: the next build asks " + shim + " again, because it speaks for " + eleven);

        Trees.write(project.resolve(".python-version"), "3.12.1");
        assertThat(find("").executable()).isEqualTo(twelve);

        variables.put("PYENV_VERSION", "3.11.7");
        assertThat(find("").executable()).isEqualTo(eleven);
    }

    @Test
    @DisplayName("pyenv: without a version the shim is passed over with its own words")
    void pyenvWithoutVersion() throws Exception {
        pyenvShim("python3");
        Trees.write(directory.resolve("version"), "3.9.0");

        assertThatThrownBy(() -> find(""))
                .hasMessageContaining("shims/python3: it failed with exit code 127 when it was asked for its version:"
                        + " pyenv: python3: command not found");
        assertThatThrownBy(() -> find(directory.resolve("shims/python3").toString()))
                .hasMessageContaining("The `python3' command exists in these Python versions:\n      3.11.7");

        pyenvShim("python");
        Path system = installed("system", "3, 10, 2");
        variables.merge("PATH", system.getParent().toString(), (shims, bin) -> shims + ":" + bin);
        assertThat(find("").executable()).isEqualTo(system);
    }

    @Test
    @DisplayName("asdf: the interpreter behind the shim is taken, which .tool-versions names")
    void asdf() throws Exception {
        Path asdf = FakePython.executable(
                directory.resolve("asdf/bin/asdf"),
                "#!/bin/sh",
                "# asdf exec python3 ...",
                "PATH=/usr/bin:/bin",
                "version=$(sed -n 's/^python //p' .tool-versions)",
                "shift 2",
                "exec '" + directory + "/versions/'\"$version\"/bin/python3 \"$@\"");
        FakePython.executable(
                directory.resolve("shims/python3"),
                "#!/bin/sh",
                "# asdf-plugin: python 3.12.1",
                "exec '" + asdf + "' exec python3 \"$@\"");
        Trees.write(project.resolve(".tool-versions"), "nodejs 20.0.0", "python 3.12.1");
        assertThat(find("").executable()).isEqualTo(twelve);

        Trees.write(project.resolve(".tool-versions"), "python 3.11.7");
        assertThat(find("").executable()).isEqualTo(eleven);
    }

    @Test
    @DisplayName(
            "mise: links to one program under many names are as many interpreters, and none is known by the program")
    void mise() throws Exception {
        Path mise = FakePython.binary(
                directory.resolve("mise/bin/mise"),
                "never",
                "case \"$0\" in",
                "*/python3.12) exec '" + twelve + "' \"$@\" ;;",
                "*) exec '" + eleven + "' \"$@\" ;;",
                "esac");
        Files.createDirectories(directory.resolve("shims"));
        Files.createSymbolicLink(directory.resolve("shims/python3"), mise);
        Files.createSymbolicLink(directory.resolve("shims/python3.12"), mise);

        assertThat(find("").executable()).isEqualTo(eleven);
        assertThat(find("3.12").executable()).isEqualTo(twelve);
        assertThat(find("").executable()).isEqualTo(eleven);
        assertThat(processes).isEqualTo(1);
    }

    @Test
    @DisplayName("Windows: interpreters that only the launcher knows are found, the one that was asked for first")
    void launcher() throws Exception {
        family = Host.Family.WINDOWS;
        FakePython.executable(
                directory.resolve("shims/py.exe"),
                "#!/bin/sh",
                "[ \"$1 $PYMANAGER_AUTOMATIC_INSTALL\" = '--list-paths false' ] || exit 3",
                "echo ' -V:3.12 *        " + twelve + "'",
                "echo ' -3.11-64        " + eleven + " *'",
                "echo ' -V:3.10          " + directory.resolve("gone/python.exe") + "'");

        assertThat(find("").executable()).isEqualTo(twelve);
        assertThat(log.lines("INFO")).last().asString().endsWith("(known to the launcher py)");
        assertThat(find("3.11").executable()).isEqualTo(eleven);
        assertThatThrownBy(() -> find("3.10"))
                .hasMessageContaining("tried:        " + directory.resolve("gone/python.exe") + ": it does not exist");
        assertThatThrownBy(() -> find("python3.11")).hasMessageContaining("there is no command python3.11 on PATH");
    }

    @Test
    @DisplayName("Windows: a launcher that fails is no reason to fail")
    void brokenLauncher() {
        family = Host.Family.WINDOWS;
        FakePython.executable(
                directory.resolve("shims/py.exe"), "#!/bin/sh", "echo 'No installed Pythons found!'", "exit 103");

        assertThatThrownBy(() -> find("")).hasMessageContaining("no Python interpreter was found");
    }

    private Path pyenvShim(String command) {
        return FakePython.executable(
                directory.resolve("shims").resolve(command),
                "#!/bin/sh",
                "PATH=/usr/bin:/bin",
                "version=$PYENV_VERSION",
                "if [ -z \"$version\" ] && [ -f .python-version ]; then version=$(cat .python-version); fi",
                "if [ -z \"$version\" ]; then version=$(cat '" + directory + "/version'); fi",
                "python='" + directory + "/versions/'$version/bin/python3",
                "if [ ! -x \"$python\" ]; then",
                "  echo 'pyenv: " + command + ": command not found' >&2",
                "  echo >&2",
                "  echo \"The \\`" + command + "' command exists in these Python versions:\" >&2",
                "  echo '  3.11.7' >&2",
                "  exit 127",
                "fi",
                "exec \"$python\" \"$@\"");
    }

    private Path installed(String name, String version) {
        Path python = directory.resolve("versions").resolve(name).resolve("bin/python3");
        return FakePython.binary(python, FakePython.answer(python, "cpython", version));
    }

    private Interpreter find(String python) throws Exception {
        Host host = new Host(family, variables, directory);
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            Interpreter found = new InterpreterFinder(
                            host, log, runner, project, Pythons.noneFromMaven(directory.resolve("store")))
                    .find(new PythonWish(python, project));
            processes = runner.steps().size();
            return found;
        }
    }
}
