package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.Version;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.FakePython;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a program in the place of the interpreter that writes down how it is called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
class PipInstallerTest {

    private static final Path WHEEL = Path.of("/ensurepip/pip-23.2.1-py3-none-any.whl");

    @TempDir
    Path directory;

    private InstallerRun run;
    private FakeProgram python;

    @BeforeEach
    void makeProgram() {
        run = new InstallerRun(directory);
        python = FakeProgram.at(directory.resolve("bin/python"));
    }

    @ParameterizedTest(name = "pip {0}, fresh environment {1}, {2} constraint files")
    @Behaviour({70, 72, 74})
    @DisplayName(
            "the command is exactly this, whichever pip it is, for fresh environments and others, with constraints")
    @CsvSource({
        "own,true,0", "own,true,1", "own,true,2", "own,false,0", "own,false,1", "own,false,2",
        "wheel,true,0", "wheel,true,1", "wheel,true,2", "wheel,false,0", "wheel,false,1", "wheel,false,2"
    })
    void command(String pip, boolean fresh, int constraints) throws Exception {
        for (int i = 0; i < constraints; i++) {
            run.constraints.add(directory.resolve("constraints " + i));
        }

        install(pip.equals("own"), List.of("b>=1", "a; python_version < '3'"), fresh);

        List<String> expected = new ArrayList<>();
        expected.addAll(
                pip.equals("own")
                        ? List.of("-I", "-m", "pip", "--python", python.file().toString())
                        : List.of("-I", WHEEL + "/pip"));
        expected.add("install");
        expected.addAll(List.of("--use-pep517", "--no-warn-script-location", "--no-compile", "--no-input"));
        expected.addAll(List.of("-r", run.requirementsFile()));
        if (fresh) {
            expected.add("--ignore-installed");
        }
        run.constraints.forEach(file -> expected.addAll(List.of("-c", file.toString())));
        assertThat(python.arguments()).isEqualTo(expected);
        assertThat(python.requirements()).containsExactly("# -*- coding: utf-8 -*-", "b>=1", "a; python_version < '3'");
    }

    @Test
    @DisplayName("pip is told nothing that would send packages elsewhere, the rest of the user's configuration it sees")
    void variables() throws Exception {
        run.inherited.putAll(Map.of(
                "PIP_TARGET", "/elsewhere",
                "PIP_PREFIX", "/elsewhere",
                "PIP_DRY_RUN", "1",
                "PIP_USER", "1",
                "PIP_REQUIRE_VIRTUALENV", "1",
                "PIP_INDEX_URL", "https://index/simple"));

        install(true, List.of("a"), true);

        assertThat(python.environment())
                .doesNotContainKeys("PIP_TARGET", "PIP_PREFIX", "PIP_DRY_RUN", "PIP_KEYRING_PROVIDER")
                .containsEntry("PIP_USER", "0")
                .containsEntry("PIP_REQUIRE_VIRTUALENV", "0")
                .containsEntry("PIP_INDEX_URL", "https://index/simple");
    }

    @Test
    @Behaviour(80)
    @DisplayName("a keyring command on PATH is offered to pip")
    void keyring() throws Exception {
        run.addToPath("keyring");

        install(true, List.of("a"), true);

        assertThat(python.environment()).containsEntry("PIP_KEYRING_PROVIDER", "subprocess");
    }

    @ParameterizedTest(name = "PIP_KEYRING_PROVIDER=\"{0}\"")
    @Behaviour(80)
    @DisplayName("what the user says about keyrings holds, even if it is nothing")
    @CsvSource({"disabled", "''"})
    void keyringOfUser(String provider) throws Exception {
        run.addToPath("keyring");
        run.inherited.put("PIP_KEYRING_PROVIDER", provider);

        install(true, List.of("a"), true);

        assertThat(python.environment()).containsEntry("PIP_KEYRING_PROVIDER", provider);
    }

    @Test
    @DisplayName("a failure shows what was required, the last output, and what can be tried")
    void failure() {
        python = FakeProgram.at(directory.resolve("bin/python"), "echo 'ERROR: no such thing'; exit 3");

        assertThatThrownBy(() -> install(true, List.of("a", "b>=1"), true))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageContaining("the build requirements could not be installed (pip ended with exit code 3)")
                .hasMessageContaining("required:     a, b>=1")
                .hasMessageContaining("ERROR: no such thing")
                .hasMessageContaining("whether pip reaches a package index (its own configuration and PIP_INDEX_URL");
    }

    private void install(boolean own, List<String> requirements, boolean fresh) throws Exception {
        Interpreter interpreter = FakePython.described(
                python.file(),
                Version.of(3, 11, 2),
                own
                        ? Optional.of(new Interpreter.Pip(Version.parse("24.0"), Path.of("/lib/pip"), true))
                        : Optional.empty(),
                WHEEL);
        run.with((host, runner, settings, changes) -> new PipInstaller(
                        host, runner, run.log, interpreter, python.file(), settings, changes, EarlyResolution.NONE)
                .install(requirements, fresh));
    }
}
