package io.github.pyb.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.Host;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What interpreters say of environments, against the environments that their own venv module makes. */
class InterpreterLayoutTest {

    @TempDir
    Path directory;

    static Stream<Path> interpreters() {
        return Pythons.all();
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("an environment looks as its interpreter says")
    void likeVenv(Path executable) throws Exception {
        Interpreter python = probe(executable);
        Interpreter.Layout layout = python.layout();
        Path root = directory.resolve("env");
        run(executable, "-m", "venv", "--without-pip", root.toString());

        assertThat(root.resolve(layout.purelib())).isDirectory();
        assertThat(Files.isSymbolicLink(root.resolve("lib64"))).isEqualTo(layout.lib64Link());
        assertThat(root.resolve("pyvenv.cfg"))
                .content()
                .contains("home = " + layout.home() + System.lineSeparator())
                .contains("version = " + python.version().base() + System.lineSeparator());
        if (!new Host().isWindows()) {
            Path command = root.resolve(layout.scripts())
                    .resolve(layout.baseExecutable().getFileName());
            assertThat(Files.readSymbolicLink(command)).isEqualTo(layout.baseExecutable());
        }
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("bytecode and extension modules are named as the interpreter says")
    void abi(Path executable) throws Exception {
        Interpreter.Abi abi = probe(executable).abi();
        Path module = Files.writeString(directory.resolve("module.py"), "x = 1");
        run(executable, "-m", "py_compile", module.toString());

        Path compiled = directory.resolve("__pycache__/module." + abi.cacheTag().orElseThrow() + ".pyc");
        assertThat(compiled).exists();
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(compiled), 0, 4)).isEqualTo(abi.bytecode());
        assertThat(abi.extensionSuffix())
                .hasValueSatisfying(
                        suffix -> assertThat(suffix).contains(abi.soabi().orElse("")));
    }

    @Test
    @DisplayName("the base of an environment's interpreter is what the environment was made from")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the path of the interpreter is that of POSIX systems")
    void environment() throws Exception {
        Interpreter base = Pythons.any();
        Path root = directory.resolve("env");
        run(base.executable(), "-m", "venv", "--without-pip", root.toString());

        Interpreter python = probe(root.resolve("bin/python"));

        assertThat(python.executable()).isEqualTo(root.resolve("bin/python"));
        assertThat(python.layout().baseExecutable().toRealPath())
                .isEqualTo(base.layout().baseExecutable().toRealPath());
        assertThat(python.layout().basePrefix()).isEqualTo(base.layout().basePrefix());
    }

    private Interpreter probe(Path executable) throws Exception {
        Host host = new Host();
        RecordingLog log = new RecordingLog();
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            return new InterpreterFinder(
                            host, log, runner, directory, Pythons.noneFromMaven(directory.resolve("store")))
                    .find(new PythonWish(executable.toString(), directory));
        }
    }

    private static void run(Path executable, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(executable.toString(), "-I"), Stream.of(arguments))
                        .toList())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
