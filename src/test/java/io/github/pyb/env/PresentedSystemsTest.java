package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Resources;
import io.github.pyb.json.Json;
import io.github.pyb.python.Interpreter;
import io.github.pyb.python.InterpreterFinder;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Environments that are written as on Windows and macOS, file for file against those that the interpreters' own venv modules
 * make when these systems are presented to them. What the systems themselves do differently is beyond that.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems are presented on Linux")
class PresentedSystemsTest {

    /** What the interpreters of this machine have said of themselves. */
    private static final Map<Path, Interpreter> PROBED = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    Path place;

    static Stream<Path> interpreters() {
        return Pythons.all();
    }

    @BeforeEach
    void findPlace() throws IOException {
        place = directory.toRealPath();
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("an environment for Windows is the one that venv makes")
    void windows(Path executable) throws Exception {
        compare(windowsOf(executable), place.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("so is one that is made on Windows from the interpreter of another environment")
    void windowsFromEnvironment(Path executable) throws Exception {
        compare(windowsOf(executable).from(place.resolve("other/Scripts/python.exe")), place.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("so is one where the installation for Windows has debug programs as well")
    void windowsWithDebugPrograms(Path executable) throws Exception {
        PresentedInstallation installation = windowsOf(executable);
        installation.addProgram("python_d.exe");
        installation.addProgram("pythonw_d.exe");

        compare(installation, place.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("so is one of a free-threaded interpreter for Windows, of versions that have it")
    void windowsFreeThreaded(Path executable) throws Exception {
        Interpreter real = cpython(executable);
        Assumptions.assumeTrue(
                Integer.parseInt(WrittenEnvironment.minor(real)) >= 13,
                () -> "SKIPPED: there is no free-threaded " + real.describe());

        compare(PresentedInstallation.windows(place.resolve("Python"), real, true), place.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("an environment for macOS is the one that venv makes")
    void macos(Path executable) throws Exception {
        compare(macosOf(executable), place.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("so is one that is made on macOS from the interpreter of another environment")
    void macosFromEnvironment(Path executable) throws Exception {
        compare(macosOf(executable).from(place.resolve("other/bin/python")), place.resolve("env"));
    }

    static Stream<Arguments> unusualPlaces() {
        return Stream.of(
                        "with blank",
                        "quo'te",
                        "$HOME %PATH% `id` !x ^&",
                        "(umläut-𝜋)",
                        "__VENV_NAME__ __VENV_PYTHON__")
                .flatMap(name -> Pythons.all().map(executable -> Arguments.of(name, executable)));
    }

    @ParameterizedTest
    @MethodSource("unusualPlaces")
    @DisplayName("they are the same at unusual places")
    void unusual(String name, Path executable) throws Exception {
        Assumptions.assumeTrue(Trees.canName(name), "SKIPPED: the locale has no such names");
        compare(
                windowsOf(executable),
                Files.createDirectory(place.resolve("windows")).resolve(name));
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            compare(
                    macosOf(executable),
                    Files.createDirectory(place.resolve("macos")).resolve(name));
        }
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("interpreters say of these systems what is taken for granted here")
    void layouts(Path executable) throws Exception {
        for (PresentedInstallation installation : List.of(windowsOf(executable), macosOf(executable))) {
            Interpreter.Layout layout = installation.python().layout();
            String output = present(installation, resource(InterpreterFinder.class, "probe.py"));

            assertThat(output).startsWith("pyb-probe: ");
            Map<?, ?> answer = (Map<?, ?>) Json.parse(output.substring("pyb-probe: ".length()));
            String prefix = cpython(executable).layout().basePrefix().toString();
            assertThat(answer.get("layout"))
                    .isEqualTo(Map.of(
                            "base_executable", layout.baseExecutable().toString(),
                            "base_prefix", prefix,
                            "scripts", layout.scripts().toString(),
                            "purelib", layout.purelib().toString(),
                            "platlib", layout.platlib().toString(),
                            "include", layout.include().toString(),
                            "lib64_link", false));
        }
    }

    private PresentedInstallation windowsOf(Path executable) throws Exception {
        return PresentedInstallation.windows(place.resolve("Python"), cpython(executable), false);
    }

    private PresentedInstallation macosOf(Path executable) throws Exception {
        return PresentedInstallation.macos(place.resolve("prefix"), cpython(executable));
    }

    private Interpreter cpython(Path executable) throws Exception {
        Interpreter real = PROBED.get(executable);
        if (real == null) {
            real = Pythons.probe(executable, directory);
            PROBED.put(executable, real);
        }
        String description = real.describe();
        Assumptions.assumeTrue(
                real.implementation().equals("cpython"),
                () -> "SKIPPED: environments of " + description + " are written on Linux only");
        return real;
    }

    private void compare(PresentedInstallation installation, Path root) throws Exception {
        EnvironmentLayout layout = write(installation, root);
        Map<String, String> written = EnvironmentDescription.of(root);
        Files.move(root, root.resolveSibling("written"));
        Path answer = root.resolveSibling("answer.json");
        makeWithVenv(installation, root, answer);

        assertThat(written).isEqualTo(EnvironmentDescription.of(root));
        assertThat((Map<?, ?>) Json.parse(Files.readString(answer)))
                .isEqualTo(Map.of(
                        "python", layout.python().toString(),
                        "scripts", layout.scripts().toString(),
                        "purelib", layout.purelib().toString(),
                        "platlib", layout.platlib().toString()));
    }

    /** Whoever has a Python that is newer than this plugin shall not have failing tests because of it. */
    private static EnvironmentLayout write(PresentedInstallation installation, Path root) throws IOException {
        Interpreter python = installation.python();
        Path venv = python.venv().orElseThrow();
        try {
            return installation.host().isWindows()
                    ? WindowsEnvironment.plan(installation.host(), python, venv, root)
                            .write()
                    : WrittenEnvironment.plan(installation.host(), python, venv, root)
                            .write();
        } catch (VenvNeeded e) {
            return Assumptions.abort(
                    "SKIPPED: environments of " + python.describe() + " are not written, because " + e.reason());
        }
    }

    private void makeWithVenv(PresentedInstallation installation, Path root, Path answer) throws Exception {
        String output =
                present(installation, resource(EnvironmentCreator.class, "create_environment.py"), root, answer);

        assertThat(output).isEmpty();
    }

    /** Runs a script as on that system. */
    private String present(PresentedInstallation installation, Path script, Path... arguments) throws Exception {
        Interpreter python = installation.python();
        List<String> command = new ArrayList<>(List.of(
                installation.runner().toString(),
                "-I",
                resource(PresentedSystemsTest.class, "presented_system.py").toString(),
                installation.system(),
                python.venv().orElseThrow().resolve("__init__.py").toString(),
                python.layout().baseExecutable().toString(),
                python.executable().toString(),
                python.freeThreaded() ? "free-threaded" : "not",
                script.toString()));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path resource(Class<?> neighbour, String name) throws IOException {
        return Files.writeString(place.resolve(name), Resources.text(neighbour, name));
    }
}
