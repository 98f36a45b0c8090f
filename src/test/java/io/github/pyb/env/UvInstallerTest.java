package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakeProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a program in the place of uv that writes down how it is called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
class UvInstallerTest {

    private static final Path PYTHON = Path.of("/env/bin/python");

    @TempDir
    Path directory;

    private InstallerRun run;
    private FakeProgram uv;

    @BeforeEach
    void makeProgram() {
        run = new InstallerRun(directory);
        uv = FakeProgram.at(directory.resolve("bin/uv"));
    }

    @ParameterizedTest(name = "fresh environment {0}, {1} constraint files")
    @Behaviour(71)
    @DisplayName("the command is exactly this, for fresh environments and others, with constraints or without")
    @CsvSource({"true,0", "true,1", "true,2", "false,0", "false,1", "false,2"})
    void command(boolean fresh, int constraints) throws Exception {
        for (int i = 0; i < constraints; i++) {
            run.constraints.add(Path.of("/constraints-" + i));
        }

        install(List.of("b>=1", "a; python_version < '3'"), fresh);

        List<String> expected = new ArrayList<>(List.of("pip", "install"));
        expected.addAll(List.of("-r", uv.arguments().get(3), "--python", PYTHON.toString(), "--link-mode", "copy"));
        run.constraints.forEach(file -> expected.addAll(List.of("-c", file.toString())));
        assertThat(uv.arguments()).isEqualTo(expected);
        assertThat(uv.requirements()).containsExactly("# -*- coding: utf-8 -*-", "b>=1", "a; python_version < '3'");
    }

    @Test
    @DisplayName("a constraint file with a blank in its path is passed as an address, which uv does not split")
    void blank() throws Exception {
        run.constraints.add(Path.of("/with blank/constraints.txt"));

        install(List.of("a"), true);

        assertThat(uv.arguments()).endsWith("-c", "file:///with%20blank/constraints.txt");
    }

    @Test
    @DisplayName("how uv links files is the user's choice, if there is one")
    void linkMode() throws Exception {
        run.inherited.put("UV_LINK_MODE", "symlink");

        install(List.of("a"), true);

        assertThat(uv.arguments()).doesNotContain("--link-mode");
        assertThat(uv.environment()).containsEntry("UV_LINK_MODE", "symlink");
    }

    @Test
    @DisplayName("uv works where it finds the configuration of no project")
    void directory() throws Exception {
        install(List.of("a"), true);

        assertThat(uv.directory().getParent().toRealPath()).isEqualTo(directory.toRealPath());
        assertThat(uv.beside())
                .containsEntry("pyproject.toml", "")
                .containsEntry("uv.toml", "[pip]\nno-deps = false\n")
                .hasSize(3);
    }

    @Test
    @Behaviour(69)
    @DisplayName("uv is told nothing that would lead it elsewhere, the rest of the user's configuration it sees")
    void variables() throws Exception {
        run.inherited.putAll(Map.of(
                "PYTHONPATH", "/elsewhere",
                "UV_PYTHON", "3.9",
                "UV_SYSTEM_PYTHON", "1",
                "UV_PROJECT", "/elsewhere",
                "UV_PROJECT_ENVIRONMENT", "/elsewhere",
                "UV_WORKING_DIR", "/elsewhere",
                "UV_WORKING_DIRECTORY", "/elsewhere",
                "UV_DEFAULT_INDEX", "https://index/simple",
                "UV_CONFIG_FILE", "/home/me/uv.toml"));

        install(List.of("a"), true);

        assertThat(uv.environment())
                .doesNotContainKeys(
                        "PYTHONPATH",
                        "UV_PYTHON",
                        "UV_SYSTEM_PYTHON",
                        "UV_PROJECT",
                        "UV_PROJECT_ENVIRONMENT",
                        "UV_WORKING_DIR",
                        "UV_WORKING_DIRECTORY",
                        "UV_KEYRING_PROVIDER")
                .containsEntry("UV_DEFAULT_INDEX", "https://index/simple")
                .containsEntry("UV_CONFIG_FILE", "/home/me/uv.toml");
    }

    @Test
    @Behaviour(80)
    @DisplayName("a keyring command on PATH is offered to uv, unless the user says something about keyrings")
    void keyring() throws Exception {
        run.addToPath("keyring");

        install(List.of("a"), true);
        assertThat(uv.environment()).containsEntry("UV_KEYRING_PROVIDER", "subprocess");

        run.inherited.put("UV_KEYRING_PROVIDER", "disabled");
        install(List.of("a"), true);
        assertThat(uv.environment()).containsEntry("UV_KEYRING_PROVIDER", "disabled");
    }

    @Test
    @DisplayName("a failure shows what was required, the last output, and what can be tried")
    void failure() {
        uv = FakeProgram.at(directory.resolve("bin/uv"), "echo 'error: no solution'; exit 1");

        assertThatThrownBy(() -> install(List.of("a", "b>=1"), true))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageContaining("the build requirements could not be installed (uv ended with exit code 1)")
                .hasMessageContaining("required:     a, b>=1")
                .hasMessageContaining("error: no solution")
                .hasMessageContaining("whether uv reaches a package index (its own configuration and UV_DEFAULT_INDEX");
    }

    private void install(List<String> requirements, boolean fresh) throws Exception {
        run.with((host, runner, settings, changes) -> new UvInstaller(
                        host, runner, () -> new UvSource(uv.file(), "9.8.7"), PYTHON, settings, changes)
                .install(requirements, fresh));
    }
}
