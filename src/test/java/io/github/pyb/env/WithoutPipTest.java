package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.packaging.Version;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is left to pip")
class WithoutPipTest {

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();

    @Test
    @DisplayName(
            "where the interpreter is a script, releases of pip begin scripts in different ways, so that is left to pip")
    void script() throws Exception {
        Path python =
                Files.createDirectories(directory.resolve("environment/bin")).resolve("python");
        Files.createSymbolicLink(python, Pythons.any().executable());
        assertThat(installNothing(python)).isTrue();

        Files.delete(python);
        Files.writeString(python, "#!/bin/sh\nexec python \"$@\"\n");
        assertThat(installNothing(python)).isFalse();
        assertThat(log.lines("DEBUG")).last().isEqualTo("left to pip: " + python + " is a script");
    }

    private boolean installNothing(Path python) throws Exception {
        Host host = new Host(Host.Family.LINUX, Map.of(), directory);
        return new WithoutPip(host, log, Pythons.any(), python, PipSettings.in(directory), EnvironmentChanges.none())
                .installLocked(List.of(), Version.of(26, 3), true);
    }
}
