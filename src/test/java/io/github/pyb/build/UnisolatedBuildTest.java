package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds in the interpreter's own environment. */
class UnisolatedBuildTest {

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.into(directory.resolve("module")));
        build.isolated = false;
    }

    @Test
    @DisplayName("without isolation the backend runs in the interpreter's own environment, and none is made")
    void own() throws Exception {
        Path facts = directory.resolve("facts.json");
        build.variables.put("FACTS", facts.toString());
        Map<String, String> machine = new HashMap<>(new Host().environment());
        machine.put("PYTHONPATH", directory.resolve("of-the-user").toString());
        build.host = new Host(Host.Family.LINUX, machine, Path.of(System.getProperty("user.home")));

        build.doing("facts").wheel();

        Map<?, ?> seen = (Map<?, ?>) Json.parse(Files.readString(facts));
        assertThat(((Map<?, ?>) seen.get("environ")).get("PYTHONPATH"))
                .as("the user's environment counts")
                .isEqualTo(machine.get("PYTHONPATH"));
        assertThat(((Map<?, ?>) seen.get("environ")).get("PATH")).isEqualTo(machine.get("PATH"));
        assertThat(build.work.resolve("env")).doesNotExist();
        assertThat(build.log.lines("INFO"))
                .contains("Environment: that of " + Pythons.any().executable() + ", without isolation");
    }

    @Test
    @Behaviour(38)
    @DisplayName("a requirement that is missing is named with the interpreter, and nothing is built")
    void missing() {
        TestBackend.into(
                build.module,
                "requires = ['no-such-distribution>=2']",
                "build-backend = 'test_backend'",
                "backend-path = ['backend']");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DEPENDENCIES_UNMET))
                .hasMessageContaining("no-such-distribution")
                .hasMessageContaining(">=2")
                .hasMessageContaining("not installed")
                .hasMessageContaining(Pythons.any().executable().toString())
                .hasMessageNotContaining("enter it")
                .hasMessageNotContaining("run it again");
        assertThat(build.output).doesNotExist();
    }

    @Test
    @Behaviour(41)
    @DisplayName("with skipDependencyCheck nothing is checked, and the build runs")
    void unchecked() throws Exception {
        TestBackend.into(
                build.module,
                "requires = ['no-such-distribution>=2']",
                "build-backend = 'test_backend'",
                "backend-path = ['backend']");
        build.skipCheck = true;

        assertThat(build.wheel().files()).hasSize(1);
    }

    @Test
    @Behaviour(42)
    @DisplayName("a backend that nobody requires, and that is not installed, is not available")
    void noBackend() {
        TestBackend.into(build.module, "requires = []", "build-backend = 'no_such_backend'");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BACKEND_UNAVAILABLE))
                .hasMessageContaining("no_such_backend");
    }
}
