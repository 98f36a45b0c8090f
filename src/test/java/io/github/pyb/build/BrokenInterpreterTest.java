package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.TestBackend;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Interpreters that answer well when they are asked what they are, and then cannot make an environment. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the interpreters of these tests are shell scripts")
class BrokenInterpreterTest {

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.into(directory.resolve("module")));
        build.envDir = directory.resolve("env");
    }

    @Test
    @Behaviour({84, 87})
    @DisplayName("if venv fails, its command and its words are told, and no failure that follows from that")
    void venvFails() {
        build.python = interpreter("echo there is no room; exit 7");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.ENVIRONMENT_FAILED))
                .hasMessageStartingWith("the environment could not be created (venv ended with exit code 7)\n")
                .hasMessageContaining("where:        " + build.envDir)
                .hasMessageContaining("last output:\n    there is no room\n")
                .hasMessageContaining("check that the disk has room")
                .hasMessageContaining("evidence:     " + build.failure());
        assertThat(build.work.resolve("log/wheel.log"))
                .content()
                .contains("== venv\n-- command: " + build.python)
                .contains("there is no room");
        assertThat(build.log.lines("ERROR")).isEmpty();
    }

    @Test
    @Behaviour(83)
    @DisplayName("an environment without an interpreter in it is told as that, with its place")
    void noInterpreter() {
        // What the script would answer; its fourth and fifth argument are the environment and the file for the answer.
        build.python = interpreter("echo '{\"python\": \"/gone/python\", \"scripts\": \"/s\", \"purelib\": \"/p\","
                + " \"platlib\": \"/p\"}' > \"$5\"");

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(
                        "the environment could not be created: the new environment has no interpreter at /gone/python\n")
                .hasMessageContaining("where:        " + build.envDir)
                .hasMessageContaining("environment:  kept at " + build.envDir);
    }

    /** @param lines what it does after it has said what it is */
    private String interpreter(String lines) {
        Path file = directory.resolve("bin/python3");
        FakePython.executable(
                file,
                "#!/bin/sh",
                "case \"$3\" in",
                "*pyb-probe*) echo '" + FakePython.answer(file, "cpython", "3, 12, 1") + "'; exit 0 ;;",
                "esac",
                lines);
        return file.toString();
    }
}
