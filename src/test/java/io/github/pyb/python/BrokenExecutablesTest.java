package io.github.pyb.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told of executables that are named as the interpreter, and are no usable one. */
class BrokenExecutablesTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("one executable has one reason, and the way out")
    void message() {
        Path gone = directory.resolve("gone");

        assertThatThrownBy(find(gone))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERPRETER_NOT_FOUND))
                .hasMessage("the Python interpreter " + gone + " cannot be used: it does not exist\n"
                        + "  try:          name another one: -Dpyb.python=/path/to/python3 (or a version such as 3.12), or"
                        + " leave the parameter python out");
    }

    @Test
    @DisplayName("what needs no process to be seen is seen without one")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and permissions are those of POSIX systems")
    void files() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));
        assertReason(link, "it is a link that leads nowhere");
        assertReason(directory, "it is a directory; what is wanted is the executable in it, bin/python3 as a rule");
        assertReason(Trees.write(directory.resolve("text"), "text"), "it is not executable");
    }

    @Test
    @DisplayName("a program that is no Python")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    void noPython() {
        assertReason(script("exit 0"), "it is no Python: asked for its version it said nothing");
        assertReason(
                script("echo Usage: something; echo more"),
                "it is no Python: asked for its version it said \"Usage: something\"");
        assertReason(script("echo 'pyb-probe: {}'"), "it gives an answer that cannot be understood: executable");
        assertReason(script("echo 'pyb-probe: {'"), "it gives an answer that cannot be understood: ");
    }

    @Test
    @DisplayName("a Python that is too old")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    void tooOld() {
        assertReason(
                script("echo 'Unknown option: -I' >&2", "echo 'usage: python [option] ...' >&2", "exit 2"),
                "it is a Python 2, and 3.8 is the oldest that can be used\n  try:");
        assertReason(
                FakePython.script(directory.resolve("seven"), "cpython", "3, 7, 16"),
                "it is Python 3.7.16, older than 3.8");
    }

    @Test
    @DisplayName("a Python that does not start")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    void doesNotStart() throws Exception {
        String library =
                "python3: error while loading shared libraries: libpython3.11.so.1.0: cannot open shared object"
                        + " file: No such file or directory";
        assertReason(
                script("echo '" + library + "' >&2; exit 127"),
                "it does not start, because a library that it needs is missing: " + library);
        assertReason(
                script("echo 'Fatal Python error: init_fs_encoding'", "echo \"No module named 'encodings'\"", "exit 1"),
                "it does not find its standard library; it was moved or copied without it, or an environment was made from"
                        + " an interpreter that is gone");
        assertReason(script("kill -SEGV $$"), "it was ended by signal 11 when it was asked for its version");
        Path foreign = FakePython.executable(directory.resolve("foreign"), "");
        Files.write(foreign, new byte[] {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 12, 0, 0, 1});
        assertReason(foreign, "it is a program for another kind of machine");
        assertReason(
                FakePython.executable(directory.resolve("shebang"), "#!/nowhere/bin/python3"),
                "it cannot be started: No such file or directory (the program that its first line names, or the loader of"
                        + " another C library)");
    }

    @Test
    @DisplayName("whatever else a program says before it fails is shown")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    void output() {
        assertReason(
                script("echo Traceback; echo '  File x'; echo 'ImportError: broken site'; exit 1"),
                "it failed with exit code 1 when it was asked for its version: ImportError: broken site\n"
                        + "  last output:\n    Traceback\n      File x\n    ImportError: broken site\n  try:");
    }

    @Test
    @DisplayName("a Python that hangs is ended")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    void hangs() {
        assertReason(script("sleep 600"), "it did not say what it is within 0.3 s\n");
    }

    @Test
    @DisplayName("the stub of the Microsoft Store is told as that, whatever language it speaks")
    void store() {
        Path stub = Path.of("C:/Users/me/AppData/Local/Microsoft/WindowsApps/python.exe");
        String reason =
                "is no Python but a stub that leads to the Microsoft Store; install Python, or switch the stub off"
                        + " in the settings of Windows, under \"App execution aliases\"";

        assertThat(Silence.known(stub, 9009, List.of("Python wurde nicht gefunden")))
                .contains(reason);
        assertThat(Silence.known(stub, 1, List.of("run without arguments to install from the Microsoft Store")))
                .contains(reason);
        // A Python that was installed from there is an alias as well.
        assertThat(Silence.known(stub, 1, List.of("Traceback"))).isEmpty();
        assertThat(Silence.known(Path.of("C:/tools/python.exe"), 9009, List.of()))
                .isEmpty();
    }

    private void assertReason(Path executable, String reason) {
        assertThatThrownBy(find(executable))
                .hasMessageContaining("the Python interpreter " + executable + " cannot be used: " + reason);
    }

    private ThrowingCallable find(Path executable) {
        return () -> {
            Host host = new Host(new Host().family(), Map.of(), directory);
            RecordingLog log = new RecordingLog();
            // Enough for all of them to come to their end, but for the one that never does.
            Duration patience = executable.endsWith("hang") ? Duration.ofMillis(300) : Duration.ofMinutes(1);
            try (Transcript transcript = Transcript.discarding();
                    ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
                new InterpreterFinder(
                                host,
                                log,
                                runner,
                                directory,
                                Pythons.noneFromMaven(directory.resolve("store")),
                                patience)
                        .find(new PythonWish(executable.toString(), directory));
            }
        };
    }

    private Path script(String... lines) {
        boolean hangs = lines[0].startsWith("sleep");
        return FakePython.executable(
                directory.resolve(hangs ? "hang" : "python3"), "#!/bin/sh", String.join("\n", lines));
    }
}
