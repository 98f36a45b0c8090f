package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pyb.env.KeepPolicy;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Processes;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts and signals of these tests are those of POSIX systems")
@Execution(ExecutionMode.CONCURRENT)
class BuildServiceTest {

    private static final String WHEEL = "test_project-1.0-py3-none-any.whl";

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.into(directory.resolve("module")));
    }

    @Test
    @Behaviour(90)
    @DisplayName("a wheel lands in the output directory; environment and temporary files are gone, the log stays")
    void success() throws Exception {
        BuildResult result = build.wheel();

        assertThat(result.files()).containsExactly(build.output.resolve(WHEEL));
        assertThat(build.output.resolve(WHEEL)).exists();
        assertThat(result.wheel().orElseThrow().name().tags()).isEqualTo("py3-none-any");
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(build.work.resolve("tmp")).doesNotExist();
        assertThat(build.work.resolve("log/wheel.log")).content().contains("== build_wheel", "-- exit code 0");
        assertThat(build.log.lines("INFO"))
                .last()
                .asString()
                .startsWith("Built " + build.output.resolve(WHEEL) + " in ");
    }

    @Test
    @DisplayName("the source tree is only read, even by a backend that writes where it stands")
    void sourceUntouched() throws Exception {
        Map<String, String> before = Trees.describe(build.module);

        build.doing("write-source").wheel();

        Map<String, String> after = new HashMap<>(Trees.describe(build.module));
        after.keySet().removeIf(name -> name.startsWith("target"));
        assertThat(after).isEqualTo(before);
        assertThat(build.work.resolve("source/written-by-backend.txt")).exists();
    }

    @Test
    @DisplayName("in place, the backend stands in the source tree itself")
    void inPlace() throws Exception {
        build.mode = SourceMode.INPLACE;

        build.doing("write-source").wheel();

        assertThat(build.module.resolve("written-by-backend.txt")).exists();
        assertThat(build.work.resolve("source")).doesNotExist();
    }

    @Test
    @DisplayName("a project that needs its checkout is built in place, and one line says why")
    void autoInPlace() throws Exception {
        Files.writeString(
                build.module.resolve("pyproject.toml"),
                Files.readString(build.module.resolve("pyproject.toml")) + "\n[tool.setuptools_scm]\n");

        build.doing("write-source").wheel();

        assertThat(build.module.resolve("written-by-backend.txt")).exists();
        assertThat(build.log.lines("INFO"))
                .contains("Building in " + build.module
                        + " itself: its version comes from version control ([tool.setuptools_scm])");
    }

    @Test
    @Behaviour({36, 68})
    @DisplayName(
            "hooks run with the environment's interpreter, its scripts first on PATH, and without others' variables")
    void surroundings() throws Exception {
        Path facts = directory.resolve("facts.json");
        Map<String, String> polluted = new HashMap<>(new Host().environment());
        polluted.putAll(Map.of(
                "PYTHONPATH", "/polluted",
                "__PYVENV_LAUNCHER__", "/polluted",
                "VIRTUAL_ENV", "/stale",
                "PIP_USER", "1",
                "PIP_TARGET", "/polluted",
                "PIP_REQUIRE_VIRTUALENV", "1"));
        build.host = new Host(Host.Family.LINUX, polluted, Path.of(System.getProperty("user.home")));
        build.envDir = directory.resolve("env");
        build.variables.put("FACTS", facts.toString());
        build.variables.put("MINE", "yes");

        build.doing("facts").wheel();

        Map<?, ?> seen = (Map<?, ?>) Json.parse(Files.readString(facts));
        Map<?, ?> environ = (Map<?, ?>) seen.get("environ");
        Path env = build.envDir.toAbsolutePath();
        assertThat(seen.get("prefix")).isEqualTo(env.toString());
        assertThat(environ.get("VIRTUAL_ENV")).isEqualTo(env.toString());
        assertThat(environ.get("PATH").toString()).startsWith(env.resolve("bin") + ":");
        assertThat(environ.get("TMPDIR")).isEqualTo(build.work.resolve("tmp").toString());
        assertThat(environ.get("MINE")).isEqualTo("yes");
        assertThat(environ.get("PIP_USER")).isEqualTo("0");
        assertThat(environ.get("PIP_REQUIRE_VIRTUALENV")).isEqualTo("0");
        for (String variable : List.of("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__", "PIP_TARGET")) {
            assertThat(environ.get(variable)).as(variable).isNull();
        }
    }

    @Test
    @Behaviour({33, 34, 36, 81})
    @DisplayName("requirements of both stages are installed from where pip is told, whatever leads it astray otherwise")
    void requirements() throws Exception {
        Path wheels = localIndex();
        TestBackend.into(
                build.module,
                "requires = ['Tiny_Backend>=1', \"never; python_version < '3'\"]",
                "build-backend = 'tiny_backend'");
        Map<String, String> polluted = new HashMap<>(new Host().environment());
        polluted.putAll(Map.of(
                "PYTHONPATH", directory.resolve("host-packages").toString(),
                "PIP_USER", "1",
                "PIP_TARGET", directory.resolve("astray").toString(),
                "PIP_PREFIX", directory.resolve("astray").toString(),
                "PIP_REQUIRE_VIRTUALENV", "1",
                "PIP_NO_INDEX", "1",
                "PIP_FIND_LINKS", wheels.toString()));
        Trees.write(
                directory.resolve("host-packages/tiny_backend-9.dist-info/METADATA"),
                "Name: tiny-backend",
                "Version: 9");
        build.host = new Host(Host.Family.LINUX, polluted, Path.of(System.getProperty("user.home")));

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().get("wheel"))
                .containsExactly(
                        Map.entry(ProjectName.of("tiny-backend"), "1.5"),
                        Map.entry(ProjectName.of("tiny-extra"), "2.0"));
        assertThat(build.log.lines("INFO"))
                .containsSubsequence(
                        "Installing build requirements: Tiny_Backend>=1, never; python_version < '3'",
                        "Installing build requirements: tiny-extra",
                        "Build requirements in use:",
                        "  - tiny-backend==1.5",
                        "  - tiny-extra==2.0");
        assertThat(WheelFile.read(result.files().get(0)))
                .containsEntry("content.txt", "tiny-tool says tiny-extra 2.0\n");
        assertThat(directory.resolve("astray")).doesNotExist();
    }

    @Test
    @Behaviour({30, 31})
    @DisplayName("constraints reach pip byte for byte: a hash on a continuation line decides")
    void constraints() throws Exception {
        offline();
        TestBackend.into(build.module, "requires = ['tiny_backend']", "build-backend = 'tiny_backend'");
        build.constraints.add(Trees.write(
                directory.resolve("with blank/constraints.txt"),
                "# a comment",
                "tiny_backend==1.4",
                "tiny_extra == \\",
                "  2.0"));

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().get("wheel")).containsEntry(ProjectName.of("tiny-backend"), "1.4");
    }

    @Test
    @Behaviour(29)
    @DisplayName("declared requirements are installed first, into the fresh environment, as if nothing else were there;"
            + " then those of the hook, beside them; then the wheel is built")
    void order() throws Exception {
        offline();
        TestBackend.into(build.module, "requires = ['tiny_backend']", "build-backend = 'tiny_backend'");

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).steps())
                .extracting(ProcessRunner.Step::title)
                // Of an interpreter that is newer than this plugin.
                .filteredOn(step -> !step.equals("venv"))
                .containsExactly(
                        "pip", "compileall", "get_requires_for_build_wheel", "pip", "compileall", "build_wheel");
        assertThat(Files.readAllLines(build.work.resolve("log/wheel.log")))
                .filteredOn(line -> line.startsWith("-- command: ") && line.contains(" install "))
                .satisfiesExactly(
                        first -> assertThat(first).contains(" --ignore-installed"),
                        second -> assertThat(second).contains(" install ").doesNotContain("--ignore-installed"));
    }

    @Test
    @Behaviour(32)
    @DisplayName("a constraints file with nothing but blanks constrains nothing")
    void blankConstraints() throws Exception {
        offline();
        TestBackend.into(build.module, "requires = ['tiny_backend']", "build-backend = 'tiny_backend'");
        build.constraints.add(Trees.write(directory.resolve("constraints.txt"), "", "  \t", ""));

        assertThat(build.wheel().builds().get(0).resolved().get("wheel"))
                .containsEntry(ProjectName.of("tiny-backend"), "1.5");
    }

    @Test
    @Behaviour(68)
    @DisplayName("what only the machine's PYTHONPATH has cannot be imported by a backend")
    void hostPackages() {
        Trees.write(directory.resolve("host-packages/host_package.py"), "x = 1");
        Trees.write(build.module.resolve("backend/test_backend.py"), "import host_package");
        Map<String, String> polluted = new HashMap<>(new Host().environment());
        polluted.put("PYTHONPATH", directory.resolve("host-packages").toString());
        build.host = new Host(Host.Family.LINUX, polluted, Path.of(System.getProperty("user.home")));

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BACKEND_UNAVAILABLE))
                .hasMessageContaining("No module named 'host_package'");
    }

    @Test
    @Behaviour(79)
    @DisplayName("a fresh environment holds no distribution at all, so there is nothing to take out of it again")
    void bareEnvironment() throws Exception {
        EnvironmentResult environment = build.environment();

        Process python = new ProcessBuilder(
                        environment.python().toString(),
                        "-I",
                        "-c",
                        "from importlib.metadata import distributions; print([d.metadata['Name'] for d in distributions()])")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("[]");
        assertThat(Files.readAllLines(build.work.resolve("log/env.log")))
                .filteredOn(line -> line.startsWith("== ") && !line.equals("== venv"))
                .containsExactly("== get_requires_for_build_wheel");
    }

    @Test
    @Behaviour({86, 113})
    @DisplayName("a build tells its steps; mvn -q shows none of them, mvn -X more")
    void levels() throws Exception {
        offline();
        TestBackend.into(build.module, "requires = ['tiny_backend']", "build-backend = 'tiny_backend'");

        build.wheel();

        assertThat(build.log.lines("INFO"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Python: "),
                        line -> assertThat(line).isEqualTo("Environment: " + build.defaultEnvironment()),
                        line -> assertThat(line).isEqualTo("Installing build requirements: tiny_backend"),
                        line -> assertThat(line).isEqualTo("Installing build requirements: tiny-extra"),
                        line -> assertThat(line).isEqualTo("Build requirements in use:"),
                        line -> assertThat(line).isEqualTo("  - tiny-backend==1.5"),
                        line -> assertThat(line).isEqualTo("  - tiny-extra==2.0"),
                        line -> assertThat(line).isEqualTo("Building the wheel with tiny_backend"),
                        line -> assertThat(line).startsWith("Built "));
        assertThat(build.log.lines("DEBUG")).anyMatch(line -> line.startsWith("pip | "));
        assertThat(build.log.lines("WARN")).isEmpty();
        assertThat(build.log.lines("ERROR")).isEmpty();
    }

    @Test
    @DisplayName("a constraints file that is missing is named before anything is created")
    void missingConstraints() {
        build.constraints.add(directory.resolve("gone.txt"));

        assertThatThrownBy(build::wheel)
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the constraints file does not exist or cannot be read")
                .hasMessageContaining(directory.resolve("gone.txt").toString());
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @ParameterizedTest
    @DisplayName("in paths that are hard on shells and scripts, everything works, console scripts too")
    @ValueSource(strings = {"with blank", "it's a \"$HOME\" ünï `x`"})
    void oddPaths(String name) throws Exception {
        build = new Builds(TestBackend.into(
                directory.resolve(name).resolve("module"),
                "requires = ['tiny_backend']",
                "build-backend = 'tiny_backend'"));
        offline();
        build.envDir = directory.resolve(name).resolve("env");

        BuildResult result = build.wheel();

        assertThat(WheelFile.read(result.files().get(0)))
                .containsEntry("content.txt", "tiny-tool says tiny-extra 2.0\n");
    }

    @Test
    @DisplayName("a project that is invalid fails before anything is created")
    void invalidProject() {
        Trees.write(build.module.resolve("pyproject.toml"), "[build-system]", "requires = 1");
        build.envDir = directory.resolve("env");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.PROJECT_INVALID))
                .message()
                .doesNotContain("environment:");
        assertThat(build.envDir).doesNotExist();
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @Behaviour(19)
    @DisplayName("an archive that is no source distribution is taken for the directory that it is not")
    void otherArchive() {
        build.source = Trees.write(directory.resolve("module-1.0.zip"), "PK");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.PROJECT_INVALID))
                .hasMessageContaining("the source tree is a file, not a directory")
                .hasMessageContaining("where:        " + build.source);
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @Behaviour(104)
    @DisplayName("a missing output directory is created, parents too; a file in its place, or above it, stays as it is")
    void outputDirectory() throws Exception {
        build.output = directory.resolve("a/b/dist");
        build.wheel();
        assertThat(build.output.resolve(WHEEL)).isNotEmptyFile();

        Path file = Trees.write(directory.resolve("file"), "precious");
        for (Path output : List.of(file, file.resolve("dist"))) {
            build.output = output;
            assertThatThrownBy(build::wheel).isInstanceOf(Problem.class).hasMessageContaining(output.toString());
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    @DisplayName("a place that is refused fails before anything is created")
    void refusedPlace() {
        build.envDir = build.module;

        assertThatThrownBy(build::wheel).hasMessageContaining("the environment cannot stand there");
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @Behaviour({90, 114, 115})
    @DisplayName("after every kind of failure the environment is kept, and the message says where, how to enter it, to"
            + " repeat what failed and to clear it")
    @CsvSource(
            delimiter = '|',
            value = {
                "raise | HOOK_FAILED | ValueError: boom",
                "unsupported | UNSUPPORTED_OPERATION | not on this machine",
                "os-exit-0 | HOOK_FAILED | without an answer",
                "crash | HOOK_FAILED | signal 11",
                "number | BAD_RESULT | returned 42",
                "absolute | BAD_RESULT | an absolute path",
                "subdirectory | BAD_RESULT | a separator",
                "not-made | BAD_RESULT | a file that it did not make",
                "no-wheel-name | BAD_RESULT | a name that is not one of a wheel"
            })
    void failureIsKept(String what, ProblemKind kind, String message) {
        build.envDir = directory.resolve("env");
        build.doing(what);

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message)
                .hasMessageContaining("environment:  kept at " + build.envDir)
                .hasMessageContaining("enter it:     . " + build.envDir + "/bin/activate")
                .hasMessageContaining("run it again: sh " + build.failure() + "/replay.sh")
                .hasMessageContaining("clear it:     mvn pyb:clean-of-the-test")
                .hasMessageContaining("evidence:     " + build.failure())
                .hasMessageContaining("full log:     " + build.work.resolve("log/wheel.log"));
        assertThat(build.envDir.resolve("bin/python")).exists();
        assertThat(build.output).doesNotExist();
        assertThat(build.failure().resolve("problem.txt")).content().startsWith(kind.words() + "\n");
        assertThat(build.failure().resolve("build.log")).content().contains("== build_wheel");
    }

    @Test
    @Behaviour(115)
    @DisplayName("a failed installation keeps the environment, shows pip's words, and can be repeated")
    void failedInstallation() throws Exception {
        offline();
        TestBackend.into(build.module, "requires = ['no-such-thing']", "build-backend = 'x'");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageContaining("the build requirements could not be installed (pip ended with exit code 1)")
                .hasMessageContaining("required:     no-such-thing")
                .hasMessageContaining("No matching distribution found for no-such-thing")
                .hasMessageContaining("environment:  kept at " + build.defaultEnvironment());
        assertThat(replay())
                .contains("No matching distribution found for no-such-thing")
                .endsWith("exit 1");
    }

    @Test
    @DisplayName("the replay script repeats what failed, in the kept environment, after the build's own files are gone")
    void replayScript() throws Exception {
        build.variables.put("MY_TOKEN", "canary");
        build.variables.put("MINE", "it's \"mine\" $x");
        Files.writeString(
                build.module.resolve("backend/test_backend.py"),
                "import os\ndef build_wheel(d, c=None, m=None):\n"
                        + "    raise ValueError('%s %s' % (os.environ['MINE'], os.environ['VIRTUAL_ENV']))\n");
        assertThatThrownBy(build::wheel).hasMessageContaining("it's \"mine\" $x");

        assertThat(replay())
                .contains("set it first, its value was not written down")
                .endsWith("exit 2");
        String again = replay("MY_TOKEN=x");
        assertThat(again)
                .contains("ValueError: it's \"mine\" $x " + build.defaultEnvironment())
                .endsWith("exit 1");
        assertThat(Trees.describe(build.work).values()).noneMatch(content -> content.contains("canary"));
    }

    @Test
    @Behaviour(114)
    @DisplayName("after a failure at the default place the next build just works, with one line about it")
    void rerunAtDefault() throws Exception {
        assertThatThrownBy(() -> build.doing("raise").wheel()).hasMessageContaining("the next build will reclaim it");

        build.settings.clear();
        build.wheel();

        assertThat(build.log.lines("INFO"))
                .filteredOn(line -> line.startsWith("Reclaiming the environment at " + build.defaultEnvironment()
                        + ", left by the hook build_wheel of the backend test_backend failed: ValueError: boom"))
                .hasSize(1);
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(build.failure()).doesNotExist();
    }

    @Test
    @DisplayName(
            "after a failure at a chosen place the next build stops and says who left it, why, and how to clear it")
    void rerunAtChosen() throws Exception {
        build.envDir = directory.resolve("env");
        assertThatThrownBy(() -> build.doing("raise").wheel()).isInstanceOf(UserProblem.class);
        Map<String, String> before = Trees.describe(build.work);
        build.settings.clear();

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCATION_REFUSED))
                .hasMessageContaining("still holds the environment of an earlier build")
                .hasMessageContaining("left by:      the hook build_wheel of the backend test_backend failed:"
                        + " ValueError: boom (goal wheel of " + build.module + ", process ")
                .hasMessageContaining("clear it:     mvn pyb:clean-of-the-test")
                .hasMessageContaining("-Dpyb.env.reclaim=true");
        assertThat(build.envDir.resolve("bin/python")).exists();
        Map<String, String> after = new HashMap<>(Trees.describe(build.work));
        after.keySet().removeIf(name -> name.startsWith(".pyb"));
        before.keySet().removeIf(name -> name.startsWith(".pyb"));
        assertThat(after).as("the evidence of the first failure").isEqualTo(before);

        build.reclaim = true;
        build.wheel();
        assertThat(build.envDir).doesNotExist();
    }

    @Test
    @DisplayName("the environment is kept after a success if that is asked for, and removed after a failure if that is")
    void keepPolicies() throws Exception {
        build.keep = KeepPolicy.ALWAYS;
        build.wheel();
        assertThat(build.defaultEnvironment().resolve("bin/python")).exists();
        assertThat(build.log.lines("INFO"))
                .anyMatch(line -> line.startsWith("Environment kept at " + build.defaultEnvironment()));

        build.keep = KeepPolicy.NEVER;
        assertThatThrownBy(() -> build.doing("raise").wheel())
                .hasMessageContaining("environment:  removed, because keepEnv says so")
                .hasMessageContaining("evidence:     " + build.failure())
                .message()
                .doesNotContain("replay");
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(build.failure().resolve("replay.sh")).doesNotExist();
    }

    @Test
    @DisplayName(
            "a hook that takes too long ends with all its processes, in the background too, and the environment stays")
    void timeout() throws Exception {
        Path pids = directory.resolve("pids");
        build.variables.put("PIDS", pids.toString());
        build.timeout = Duration.ofSeconds(4);

        assertThatThrownBy(() -> build.doing("hang").wheel())
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.TIMEOUT))
                .hasMessageContaining("was ended because it took longer than 4.0 s")
                .hasMessageContaining("environment:  kept at");
        assertThat(Files.readAllLines(pids)).hasSize(3).noneMatch(Processes::isAlive);
    }

    @Test
    @DisplayName("an interrupt ends the hook with all its processes, keeps the environment, and stays visible")
    void interrupt() throws Exception {
        Path pids = directory.resolve("pids");
        build.variables.put("PIDS", pids.toString());
        Path environment = build.defaultEnvironment();
        Thread thread = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            Processes.awaitLines(pids, 3);
            thread.interrupt();
        });

        assertThatThrownBy(() -> build.doing("hang").wheel())
                .isInstanceOfSatisfying(
                        MachineProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERRUPTED))
                .hasMessageContaining("the build was interrupted during build_wheel")
                .hasMessageContaining("environment:  kept at " + environment);
        assertThat(Thread.interrupted()).isTrue();
        interrupter.get(10, TimeUnit.SECONDS);
        assertThat(Files.readAllLines(pids)).hasSize(3).noneMatch(Processes::isAlive);
        assertThat(build.failure().resolve("replay.sh")).exists();
    }

    @Test
    @DisplayName("a link as the place: its target is used and emptied, and both are still there afterwards")
    void link() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        build.envDir = Files.createSymbolicLink(directory.resolve("link"), real);

        build.wheel();

        assertThat(Files.isSymbolicLink(build.envDir)).isTrue();
        assertThat(real).isEmptyDirectory();
    }

    @Test
    @Behaviour({88, 89, 90})
    @DisplayName("an empty directory as the place is there again, empty, afterwards; a missing one is missing again")
    void placesAsFound() throws Exception {
        build.envDir = Files.createDirectory(directory.resolve("empty"));
        build.wheel();
        assertThat(build.envDir).isEmptyDirectory();

        build.envDir = directory.resolve("missing/env");
        build.wheel();
        assertThat(build.envDir).doesNotExist();
        assertThat(build.envDir.getParent()).isEmptyDirectory();
    }

    @Test
    @Behaviour(91)
    @DisplayName("a directory with something in it survives byte for byte")
    void foreignDirectory() {
        build.envDir = directory.resolve("data");
        Trees.write(build.envDir.resolve("sub/precious"), "data");
        Map<String, String> before = Trees.describe(build.envDir);

        assertThatThrownBy(build::wheel).hasMessageContaining("left untouched");
        assertThat(Trees.describe(build.envDir)).isEqualTo(before);
    }

    @Test
    @DisplayName("a work directory with something else in it is refused and left alone")
    void foreignWorkDirectory() {
        build.work = directory.resolve("data");
        Trees.write(build.work.resolve("source/precious"), "data");

        assertThatThrownBy(build::wheel)
                .hasMessageContaining("left untouched")
                .hasMessageContaining("set by:       workDirectory (-Dpyb.workDirectory)");
        assertThat(build.work.resolve("source/precious")).hasContent("data");
    }

    @Test
    @DisplayName("two builds of two modules at one place take turns")
    void sharedPlace() throws Exception {
        Path presence = directory.resolve("presence");
        Builds other = new Builds(TestBackend.into(directory.resolve("other")));
        for (Builds one : List.of(build, other)) {
            one.envDir = directory.resolve("shared");
            one.variables.putAll(Map.of("PRESENCE", presence.toString(), "LINGER", "0.7"));
            one.doing("linger");
        }

        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                other.wheel();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        build.wheel();
        second.get(60, TimeUnit.SECONDS);

        assertThat(Files.readAllLines(presence)).containsExactly("enter", "leave", "enter", "leave");
        assertThat(build.log.lines("INFO").stream().anyMatch(line -> line.startsWith("waiting for"))
                        ^ other.log.lines("INFO").stream().anyMatch(line -> line.startsWith("waiting for")))
                .isTrue();
        assertThat(build.envDir).doesNotExist();
    }

    @Test
    @DisplayName(
            "a temporary file that cannot be removed is told, and the place of the environment is free all the same")
    void stubbornTemporaryFile() throws Exception {
        Trees.write(
                build.module.resolve("backend/test_backend.py"),
                "import os, subprocess",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    content = 'x'",
                "    stubborn = os.path.join(os.environ['TMPDIR'], 'stubborn')",
                "    os.makedirs(os.path.join(stubborn, 'in it'))",
                "    subprocess.call(['chattr', '+i', stubborn])",
                TestBackend.WRITE_WHEEL);
        build.envDir = directory.resolve("env");
        build.patience = Duration.ZERO;
        Path temporary = build.work.resolve("tmp");
        Problem problem = null;
        try {
            build.wheel();
        } catch (Problem e) {
            problem = e;
        } finally {
            new ProcessBuilder("chattr", "-i", temporary.resolve("stubborn").toString())
                    .start()
                    .waitFor();
        }
        assumeTrue(problem != null, "this user cannot make a directory that nobody can remove (chattr +i)");

        assertThat(problem).hasMessageContaining("cannot remove everything in " + temporary);
        assertThat(build.envDir).doesNotExist();
        TestBackend.into(build.module);
        assertThat(build.wheel().files()).hasSize(1);
    }

    @Test
    @DisplayName("everything can be written elsewhere, so that the checkout needs no writing at all")
    void writableCorner() throws Exception {
        Path corner = directory.resolve("corner");
        build.work = corner.resolve("work");
        build.output = corner.resolve("dist");
        build.envDir = corner.resolve("env");
        Map<String, String> before = Trees.describe(build.module);

        build.doing("write-source").wheel();

        assertThat(corner.resolve("dist").resolve(WHEEL)).exists();
        assertThat(Trees.describe(build.module)).isEqualTo(before);
    }

    @Test
    @DisplayName("an environment can be made to stay, and the next build at the default place reclaims it")
    void environmentGoal() throws Exception {
        EnvironmentResult environment = build.environment();

        assertThat(environment.path()).isEqualTo(build.defaultEnvironment());
        assertThat(environment.python()).exists();
        assertThat(environment.activation()).isEqualTo(". " + environment.path() + "/bin/activate");
        build.wheel();
        assertThat(environment.path()).doesNotExist();
    }

    @Test
    @DisplayName("cleaning removes what builds have left, and nothing else")
    void clean() throws Exception {
        build.envDir = directory.resolve("env");
        assertThatThrownBy(() -> build.doing("raise").wheel()).isInstanceOf(UserProblem.class);

        assertThat(build.clean()).containsExactly(build.envDir, build.work);
        assertThat(build.envDir).doesNotExist();
        assertThat(build.work).doesNotExist();
        assertThat(build.clean()).isEmpty();

        Trees.write(build.envDir.resolve("precious"), "data");
        assertThatThrownBy(build::clean).hasMessageContaining("left untouched");
        assertThat(build.envDir.resolve("precious")).hasContent("data");
    }

    @Test
    @Behaviour({34, 73})
    @DisplayName("Python's interpreter without a usable pip is no obstacle to a project that requires nothing")
    void noPipNeeded() throws Exception {
        build.variables.put("PIP_NO_INDEX", "1");

        assertThat(build.wheel().builds().get(0).resolved()).containsExactly(Map.entry("wheel", Map.of()));
        assertThat(build.log.lines("INFO"))
                .noneMatch(line -> line.startsWith("Installing") || line.startsWith("Build requirements"));
    }

    private void offline() {
        build.variables.putAll(
                Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", localIndex().toString()));
    }

    /** A directory of wheels: two versions of a backend with a console script, and what its hook requires. */
    private Path localIndex() {
        Path wheels = directory.resolve("wheels");
        for (String version : List.of("1.4", "1.5")) {
            new WheelFile("tiny_backend", version)
                    .with(
                            "tiny_backend.py",
                            "import subprocess",
                            "def get_requires_for_build_wheel(config_settings=None):",
                            "    return ['tiny-extra']",
                            "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                            "    content = subprocess.check_output(['tiny-tool'], text=True)",
                            TestBackend.WRITE_WHEEL,
                            "def main():",
                            "    import importlib.metadata",
                            "    print('tiny-tool says tiny-extra ' + importlib.metadata.version('tiny-extra'))")
                    .with(
                            "tiny_backend-" + version + ".dist-info/entry_points.txt",
                            "[console_scripts]",
                            "tiny-tool = tiny_backend:main")
                    .writeInto(wheels);
        }
        new WheelFile("tiny_extra", "2.0").with("tiny_extra.py", "x = 1").writeInto(wheels);
        return wheels;
    }

    private String replay(String... variables) throws Exception {
        ProcessBuilder script =
                new ProcessBuilder("sh", build.failure().resolve("replay.sh").toString()).redirectErrorStream(true);
        script.environment().remove("MY_TOKEN");
        for (String variable : variables) {
            script.environment().put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }
}
