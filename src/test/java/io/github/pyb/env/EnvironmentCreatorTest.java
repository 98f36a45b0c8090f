package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentCreatorTest {

    @TempDir
    Path directory;

    Path root;
    RecordingLog log = new RecordingLog();
    List<String> titles = new ArrayList<>();

    @BeforeEach
    void findPlace() throws IOException {
        root = directory.toRealPath().resolve("env");
    }

    /** Everything of the script but its last lines, which make an environment. */
    private static final String SCRIPT =
            Resources.text(EnvironmentCreator.class, "create_environment.py").split("\nanswer = ", 2)[0];

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour(82)
    @DisplayName("the layout is that of virtual environments, not the one that a distributor has made the default")
    @CsvSource(
            delimiter = '|',
            value = {
                "posix_prefix venv posix_local | venv",
                "posix_prefix posix_local | posix_prefix",
                "osx_framework_library posix_prefix | posix_prefix",
                "posix_prefix posix_user | posix_prefix"
            })
    void scheme(String names, String expected) throws Exception {
        String stubbed = "sysconfig.get_scheme_names = lambda: '" + names + "'.split()\nos.name = 'posix'\n";
        Process python = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-I",
                        "-c",
                        SCRIPT + "\n" + stubbed + "print(scheme(), end='')")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("where it is known what venv makes, no Python is started, and the log says so")
    void written() throws Exception {
        assumeWritten();

        EnvironmentLayout layout = create(Pythons.any());

        assertThat(layout.python()).isExecutable();
        assertThat(titles).isEmpty();
        assertThat(log.lines("DEBUG"))
                .contains("Environment: written, as " + Pythons.any().venv().orElseThrow() + " would make it");
    }

    @Test
    @DisplayName("on Windows that is an environment as Windows has it")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Windows is presented on Linux")
    void writtenOnWindows() throws Exception {
        assumeWritten();
        PresentedInstallation installation =
                PresentedInstallation.windows(root.resolveSibling("Python"), Pythons.any(), false);

        EnvironmentLayout layout = create(installation.host(), installation.python());

        assertThat(layout.python())
                .isEqualTo(root.resolve("Scripts/python.exe"))
                .exists();
        assertThat(titles).isEmpty();
    }

    @Test
    @DisplayName("otherwise venv makes it, and the log says why")
    void unknown() throws Exception {
        Path venv = Trees.write(directory.resolve("venv/__init__.py"), "from other import EnvBuilder")
                .getParent();

        EnvironmentLayout layout = create(withVenv(Optional.of(venv)));

        assertThat(layout.python()).isExecutable();
        assertThat(titles).containsExactly("venv");
        assertThat(log.lines("DEBUG"))
                .contains("Environment: made by venv, because its venv module has a part that is not known:"
                        + " from other import EnvBuilder");
    }

    @Test
    @DisplayName("what cannot be written is left to venv, which goes on from there")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "environments are not written there")
    void unwritable() throws Exception {
        assumeWritten();
        Path inTheWay = Files.createDirectories(root.resolve("lib64"));

        EnvironmentLayout layout = create(Pythons.any());

        assertThat(layout.python()).isExecutable();
        assertThat(titles).containsExactly("venv");
        assertThat(log.lines("DEBUG"))
                .contains("Environment: made by venv, because it cannot be written: it exists already (" + inTheWay
                        + ")");
    }

    @Test
    @DisplayName("without a venv module no environment can be made, and the message says what to install")
    void withoutVenv() {
        assertThatThrownBy(() -> create(withVenv(Optional.empty())))
                .isInstanceOf(UserProblem.class)
                .hasMessageStartingWith(
                        "the Python interpreter has no venv module, so no environment can be made with it\n")
                .hasMessageContaining("apt install python3-venv");
    }

    @Test
    @DisplayName("at an unusual place scripts are repaired, whoever made the environment")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts are programs there")
    void repaired() throws Exception {
        root = directory.resolve("an $env");
        create(Pythons.any());

        assertThat(root.resolve("bin/activate"))
                .content()
                .contains("'" + root + "'")
                .doesNotContain("\"" + root);
    }

    private EnvironmentLayout create(Interpreter python) throws Exception {
        return create(new Host(), python);
    }

    private EnvironmentLayout create(Host host, Interpreter python) throws Exception {
        try (Transcript transcript = Transcript.discarding();
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            EnvironmentLayout layout = new EnvironmentCreator(
                            host, runner, log, python, EnvironmentChanges.none(), directory, null)
                    .create(root);
            runner.steps().forEach(step -> titles.add(step.title()));
            return layout;
        }
    }

    private static Interpreter withVenv(Optional<Path> venv) {
        Interpreter any = Pythons.any();
        return new Interpreter(
                any.executable(),
                any.version(),
                any.implementation(),
                any.platform(),
                any.freeThreaded(),
                any.debug(),
                venv,
                any.pip(),
                any.pipWheels(),
                any.layout(),
                any.abi(),
                any.variables());
    }

    private void assumeWritten() {
        Interpreter python = Pythons.any();
        try {
            WrittenEnvironment.plan(new Host(), python, python.venv().orElseThrow(), root);
        } catch (VenvNeeded e) {
            Assumptions.abort(
                    "SKIPPED: environments of " + python.describe() + " are not written, because " + e.reason());
        }
    }
}
