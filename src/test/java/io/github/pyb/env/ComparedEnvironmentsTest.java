package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments that are written, file for file against those that the interpreter's own venv module makes at that place. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "links and permissions are compared as Linux has them")
class ComparedEnvironmentsTest {

    @TempDir
    Path directory;

    static Stream<Path> interpreters() {
        return Pythons.all();
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("a written environment is the one that venv makes")
    void likeVenv(Path executable) throws Exception {
        compare(probe(executable), directory.resolve("env"));
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    @DisplayName("so is one that is made from the interpreter of another environment")
    void fromEnvironment(Path executable) throws Exception {
        Path other = directory.resolve("other");
        run(List.of(executable.toString(), "-I", "-m", "venv", "--without-pip", other.toString()));

        compare(probe(other.resolve("bin/python")), directory.resolve("env"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maven:3.11", "maven:3.12"})
    @DisplayName("so is one that is made from a CPython out of a Maven repository")
    void provisioned(String wish) throws Exception {
        Interpreter python;
        try {
            python = Pythons.find(wish, directory, Pythons.fromBuild());
        } catch (UserProblem e) {
            python = Assumptions.abort("SKIPPED: " + e.getMessage());
        }

        compare(python, directory.resolve("env"));
    }

    static Stream<Arguments> unusualPlaces() {
        return Stream.of(
                        "with blank",
                        "quo'te\"s",
                        "$HOME %PATH% `id` !x",
                        "back\\slash",
                        "umläut-𝜋",
                        "__VENV_NAME__ __VENV_PYTHON__",
                        "[x] #{y} ;&|")
                .flatMap(name -> Pythons.all().map(executable -> Arguments.of(name, executable)));
    }

    @ParameterizedTest
    @MethodSource("unusualPlaces")
    @DisplayName("it is the same at unusual places")
    void unusual(String name, Path executable) throws Exception {
        Assumptions.assumeTrue(Trees.canName(name), "SKIPPED: the locale has no such names");
        compare(probe(executable), directory.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"077", "002"})
    @DisplayName("it is the same under another umask")
    void umask(String umask) throws Exception {
        Interpreter python = Pythons.any();
        Path root = directory.resolve("env");
        List<String> shell = List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh");
        List<String> writer = new ArrayList<>(shell);
        writer.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Writer.class.getName(),
                python.executable().toString(),
                root.toString()));
        run(writer);
        Map<String, String> written = EnvironmentDescription.of(root);
        Files.move(root, directory.resolve("written"));
        List<String> venv = new ArrayList<>(shell);
        venv.addAll(script(python, root));
        run(venv);

        assertThat(written).isEqualTo(EnvironmentDescription.of(root));
    }

    @Test
    @DisplayName("its interpreter starts, finds its library and says that it is in an environment")
    void starts() throws Exception {
        Path root = directory.resolve("env");
        EnvironmentLayout layout = plan(Pythons.any(), root).write();

        run(List.of(
                layout.python().toString(),
                "-I",
                "-c",
                "import sys, json; assert sys.prefix == sys.argv[1] != sys.base_prefix, sys.prefix;"
                        + " assert sys.argv[2] in sys.path",
                root.toString(),
                layout.purelib().toString()));
    }

    /** Writes an environment in a JVM of its own. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[1]);
            ComparedEnvironmentsTest test = new ComparedEnvironmentsTest();
            test.directory = root.getParent();
            plan(test.probe(Path.of(arguments[0])), root).write();
        }
    }

    private void compare(Interpreter python, Path root) throws Exception {
        EnvironmentLayout layout = plan(python, root).write();
        Map<String, String> written = EnvironmentDescription.of(root);
        Files.move(root, root.resolveSibling("written"));
        run(script(python, root));

        assertThat(written).isEqualTo(EnvironmentDescription.of(root));
        Map<?, ?> answer = (Map<?, ?>) Json.parse(Files.readString(root.resolveSibling("answer.json")));
        assertThat(answer)
                .isEqualTo(Map.of(
                        "python", layout.python().toString(),
                        "scripts", layout.scripts().toString(),
                        "purelib", layout.purelib().toString(),
                        "platlib", layout.platlib().toString()));
    }

    /** Whoever has a Python that is newer than this plugin shall not have failing tests because of it. */
    private static WrittenEnvironment plan(Interpreter python, Path root) {
        try {
            return WrittenEnvironment.plan(new Host(), python, python.venv().orElseThrow(), root);
        } catch (VenvNeeded e) {
            return Assumptions.abort(
                    "SKIPPED: environments of " + python.describe() + " are not written, because " + e.reason());
        }
    }

    private static List<String> script(Interpreter python, Path root) {
        return List.of(
                python.executable().toString(),
                "-I",
                "-c",
                Resources.text(EnvironmentCreator.class, "create_environment.py"),
                root.toString(),
                root.resolveSibling("answer.json").toString());
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Interpreter probe(Path executable) throws Exception {
        return Pythons.probe(executable, directory);
    }
}
