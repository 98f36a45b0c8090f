package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.Version;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipSourceTest {

    private static final Path PYTHON = Path.of("/env/bin/python");

    @Test
    @Behaviour(74)
    @DisplayName("the interpreter's own pip serves the environment if it can")
    void own() throws Exception {
        assertThat(PipSource.choose(interpreter(pip("22.3", true)), PYTHON).command())
                .containsExactly("/usr/bin/python3", "-I", "-m", "pip", "--python", "/env/bin/python");
    }

    @Test
    @DisplayName("if it has a script for serving another environment, that is started without a detour")
    void runner(@TempDir Path directory) throws Exception {
        Path runner = Trees.write(directory.resolve("__pip-runner__.py"), "");
        Interpreter interpreter = interpreter(Optional.of(new Interpreter.Pip(Version.parse("24.0"), directory, true)));

        assertThat(PipSource.choose(interpreter, PYTHON).command())
                .containsExactly("/env/bin/python", "-I", runner.toString());
    }

    @Test
    @DisplayName("a pip that is too old, or was taken apart, gives way to the newest wheel of ensurepip")
    void wheel() throws Exception {
        Path older = Path.of("/lib/ensurepip/_bundled/pip-9.0-py3-none-any.whl");
        Path newer = Path.of("/lib/ensurepip/_bundled/pip-23.0.1-py3-none-any.whl");

        for (Optional<Interpreter.Pip> pip :
                List.of(pip("22.2", true), pip("24.0", false), Optional.<Interpreter.Pip>empty())) {
            assertThat(PipSource.choose(interpreter(pip, older, newer), PYTHON).command())
                    .containsExactly("/env/bin/python", "-I", newer + "/pip");
        }
    }

    @Test
    @DisplayName("with neither the message says what to install, and why what is there does not do")
    void neither() {
        assertThatThrownBy(() -> PipSource.choose(interpreter(Optional.empty()), PYTHON))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageContaining("the interpreter has none, and ensurepip has no wheel of it")
                .hasMessageContaining("/usr/bin/python3")
                .hasMessageContaining("apt install python3-venv");
        assertThatThrownBy(() -> PipSource.choose(interpreter(pip("20.0", true)), PYTHON))
                .hasMessageContaining("has one that is version 20.0, older than 22.3");
        assertThatThrownBy(() -> PipSource.choose(interpreter(pip("24.0", false)), PYTHON))
                .hasMessageContaining("was taken apart by the distributor");
    }

    private static Optional<Interpreter.Pip> pip(String version, boolean bundled) {
        return Optional.of(new Interpreter.Pip(Version.parse(version), Path.of("/lib/pip"), bundled));
    }

    private static Interpreter interpreter(Optional<Interpreter.Pip> pip, Path... wheels) {
        return FakePython.described(Path.of("/usr/bin/python3"), Version.of(3, 11, 2), pip, wheels);
    }
}
