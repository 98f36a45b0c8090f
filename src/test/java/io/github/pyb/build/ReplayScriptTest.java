package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayScriptTest {

    private static final Path CONTROL = Path.of("/module/target/pyb/tmp/control");

    @Test
    @DisplayName("for POSIX systems: variables, directories, the working directory, and the command with kept inputs")
    void posix() {
        ReplayScript script = script(
                Host.Family.LINUX,
                EnvironmentChanges.none()
                        .without("PYTHONPATH")
                        .with("A", "it's")
                        .with("B_TOKEN", "canary")
                        .with("INDEX", "https://user:canary@host"));

        assertThat(script.fileName()).isEqualTo("replay.sh");
        assertThat(script.text().lines())
                .containsExactly(
                        "#!/bin/sh",
                        "# Repeats the step that failed (build_wheel), in the environment that was kept.",
                        "unset PYTHONPATH",
                        "export A='it'\\''s'",
                        ": \"${B_TOKEN:?set it first, its value was not written down}\"",
                        "export B_TOKEN",
                        ": \"${INDEX:?set it first, its value was not written down}\"",
                        "export INDEX",
                        "mkdir -p '/module/target/pyb/with blank'",
                        "cd /source || exit",
                        "exec /env/bin/python /module/target/pyb/failure/input/control 'https://****@host/simple'");
    }

    @Test
    @DisplayName("for Windows: a batch file that says the same (not run on the real thing)")
    void windows() {
        ReplayScript script = script(
                Host.Family.WINDOWS,
                EnvironmentChanges.none()
                        .without("PYTHONPATH")
                        .with("A", "100%")
                        .with("B_TOKEN", "canary"));

        assertThat(script.fileName()).isEqualTo("replay.cmd");
        assertThat(script.text().lines())
                .containsExactly(
                        "@echo off",
                        "setlocal",
                        "rem Repeats the step that failed (build_wheel), in the environment that was kept.",
                        "set \"PYTHONPATH=\"",
                        "set \"A=100%%\"",
                        "if not defined B_TOKEN echo set B_TOKEN first, its value was not written down & exit /b 1",
                        "if not exist \"/module/target/pyb/with blank\" mkdir \"/module/target/pyb/with blank\"",
                        "cd /d /source || exit /b",
                        "/env/bin/python /module/target/pyb/failure/input/control \"https://****@host/simple\"");
    }

    @Test
    @DisplayName("a process whose directory does not stay is started in the copy of it")
    void directory() {
        ProcessSpec spec = new ProcessSpec(
                "uv",
                List.of("/bin/uv"),
                CONTROL,
                EnvironmentChanges.none(),
                null,
                ProcessSpec.Output.DEBUG,
                List.of(CONTROL));
        ReplayScript script = new ReplayScript(
                new Host(Host.Family.LINUX, Map.of(), Path.of("/home")),
                spec,
                Map.of(CONTROL, Path.of("/module/target/pyb/failure/input/control")),
                List.of(),
                true);

        assertThat(script.text()).contains("cd /module/target/pyb/failure/input/control || exit\n");
    }

    private static ReplayScript script(Host.Family family, EnvironmentChanges changes) {
        ProcessSpec spec = new ProcessSpec(
                "build_wheel",
                List.of("/env/bin/python", CONTROL.toString(), "https://user:canary@host/simple"),
                Path.of("/source"),
                changes,
                null,
                ProcessSpec.Output.INFO,
                List.of(CONTROL));
        return new ReplayScript(
                new Host(family, Map.of(), Path.of("/home")),
                spec,
                Map.of(CONTROL, Path.of("/module/target/pyb/failure/input/control")),
                List.of(Path.of("/module/target/pyb/with blank")),
                true);
    }
}
