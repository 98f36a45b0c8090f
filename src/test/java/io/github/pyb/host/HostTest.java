package io.github.pyb.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("an empty variable counts as unset")
    void emptyVariable() {
        Host host = new Host(Host.Family.LINUX, Map.of("EMPTY", "", "SET", "x"), directory);

        assertThat(host.variable("EMPTY")).isEmpty();
        assertThat(host.variable("MISSING")).isEmpty();
        assertThat(host.variable("SET")).contains("x");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows always knows the home directory")
    @DisplayName(
            "of a user whom the machine does not know, the home directory is what HOME says, never a place among the sources")
    void unknownHome() {
        assertThat(Host.home("/home/jane", Map.of("HOME", "/elsewhere"))).isEqualTo(Path.of("/home/jane"));
        assertThat(Host.home("?", Map.of("HOME", "/home/builder"))).isEqualTo(Path.of("/home/builder"));
        assertThat(Host.home("?", Map.of("HOME", "builder"))).isEqualTo(Path.of("/"));
        assertThat(Host.home("?", Map.of("HOME", ""))).isEqualTo(Path.of("/"));
        assertThat(Host.home("?", Map.of())).isEqualTo(Path.of("/"));
    }

    @Test
    @DisplayName("the names of variables have no case on Windows, and have one elsewhere")
    void caseOfNames() {
        Map<String, String> variables = Map.of("Path", "x");

        assertThat(new Host(Host.Family.WINDOWS, variables, directory).variable("PATH"))
                .contains("x");
        assertThat(new Host(Host.Family.LINUX, variables, directory).variable("PATH"))
                .isEmpty();
    }

    @Test
    @DisplayName("empty and relative entries of PATH are never looked at, because they mean the current directory")
    void searchPath() {
        Host host = new Host(Host.Family.LINUX, Map.of("PATH", ":/a::.:bin:/b:"), directory);

        assertThat(host.searchPath()).containsExactly(Path.of("/a"), Path.of("/b"));
    }

    @Test
    @DisplayName("commands are found in the order of PATH, and only if they can be executed")
    void findOnPath() throws Exception {
        Path first = executable("first/python3");
        Path second = executable("second/python3");
        Trees.write(directory.resolve("zeroth/python3"), "not executable");
        Files.createDirectories(directory.resolve("directory/python3"));
        Host host = new Host(
                Host.Family.LINUX,
                Map.of("PATH", path("zeroth") + ":" + path("directory") + ":" + path("first") + ":" + path("second")),
                directory);

        assertThat(host.findOnPath("python3")).containsExactly(first, second);
    }

    @Test
    @DisplayName("on Windows PATHEXT tells which files are commands")
    void pathExt() throws Exception {
        Path exe = executable("bin/python.exe");
        executable("bin/python");
        Host host = new Host(Host.Family.WINDOWS, Map.of("PATH", path("bin"), "PATHEXT", ".COM;.EXE"), directory);

        assertThat(host.findOnPath("python")).containsExactly(exe);
        assertThat(host.findOnPath("python.exe")).containsExactly(exe);
        assertThat(host.pathSeparator()).isEqualTo(";");
    }

    @Test
    @DisplayName("changes remove, set and override variables of the host")
    void changes() {
        Host host = new Host(Host.Family.LINUX, Map.of("KEEP", "1", "DROP", "1", "CHANGE", "1"), directory);

        EnvironmentChanges changes =
                EnvironmentChanges.none().without("DROP").with("CHANGE", "2").with(Map.of("NEW", "3"));

        assertThat(changes.applyTo(host))
                .containsExactlyInAnyOrderEntriesOf(Map.of("KEEP", "1", "CHANGE", "2", "NEW", "3"));
    }

    @Test
    @DisplayName("on Windows a change reaches the variable whatever its case is")
    void changesOnWindows() {
        Host host = new Host(Host.Family.WINDOWS, Map.of("Path", "1", "pythonhome", "x"), directory);

        Map<String, String> result = EnvironmentChanges.none()
                .without("PYTHONHOME")
                .with("PATH", "2")
                .applyTo(host);

        assertThat(result).hasSize(1).containsEntry("Path", "2");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private Path executable(String name) {
        Path file = Trees.write(directory.resolve(name), "#!/bin/sh");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
