package io.github.pyb.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class HookInvokerTest {

    @TempDir
    Path directory;

    Path project;
    Path dist;
    Path control;
    Path python = Pythons.any().executable();
    RecordingLog log = new RecordingLog();
    Transcript transcript;
    ProcessRunner runner;
    EnvironmentChanges changes = EnvironmentChanges.none();
    Duration timeout;
    boolean forks = new Host().isLinux();

    @BeforeEach
    void open() throws Exception {
        project = TestBackend.into(directory.resolve("project"));
        dist = Files.createDirectories(directory.resolve("dist"));
        control = Files.createDirectories(directory.resolve("control"));
        transcript = Transcript.open(directory.resolve("hook.log"));
        runner = new ProcessRunner(new Host(), log, transcript, Cancellation.NONE);
    }

    @AfterEach
    void close() throws Exception {
        runner.killLeftovers();
        runner.close();
        transcript.close();
    }

    @Test
    @DisplayName("a wheel is built into the directory that is given, and its base name returned")
    void buildsWheel() throws Exception {
        String name = invoker(Map.of()).buildWheel(dist, null);

        assertThat(name).isEqualTo("test_project-1.0-py3-none-any.whl");
        assertThat(dist.resolve(name)).exists();
    }

    @Test
    @Behaviour(131)
    @DisplayName(
            "a hook runs in the source tree, sees neither our script's directory nor our arguments, and reads nothing")
    void surroundings() throws Exception {
        Path facts = directory.resolve("facts.json");
        changes = changes.with("FACTS", facts.toString());

        invoker(Map.of("do", "facts")).buildWheel(dist, null);

        Map<?, ?> seen = (Map<?, ?>) Json.parse(Files.readString(facts));
        assertThat(seen.get("cwd")).isEqualTo(project.toRealPath().toString());
        assertThat((List<?>) seen.get("argv")).hasSize(1);
        assertThat(seen.get("stdin")).isEqualTo("");
        assertThat((List<?>) seen.get("path"))
                .noneMatch(entry -> entry.equals("") || entry.toString().startsWith(directory.toString()));
    }

    @ParameterizedTest(name = "copied: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("the process of the second hook may be there before: it is another one, and the same comes of it")
    void prepared(boolean copied) throws Exception {
        forks = copied && forks;
        backend(
                "import os",
                "def get_requires_for_build_wheel(c=None): return [str(os.getpid())]",
                "def build_wheel(d, c=None, m=None): return '%s %s' % (os.getpid(), os.read(0, 1))");
        HookInvoker invoker = invoker(Map.of());

        List<String> first = invoker.getRequiresForBuild(DistributionKind.WHEEL, true);
        String second = invoker.buildWheel(dist, null);

        assertThat(second).endsWith(" b''").doesNotStartWith(first.get(0) + " ");
        assertThat(runner.steps())
                .extracting(step -> step.title())
                .containsExactly("get_requires_for_build_wheel", "build_wheel");
    }

    @ParameterizedTest(name = "copied: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "what one hook does to its process is nothing to the other one, even if the backend is loaded only once")
    void apart(boolean copied) throws Exception {
        forks = copied && forks;
        Backend backend = installedBackend(
                "import atexit, os, sys",
                "print('loaded')",
                "STATE = []",
                "atexit.register(print, 'end of whoever has loaded it')",
                "def get_requires_for_build_wheel(c=None):",
                "    STATE.append(1); os.chdir('/'); os.environ['LEFT'] = 'x'; sys.argv.append('x')",
                "    atexit.register(print, 'end of the first hook')",
                "    return [repr(os.read(0, 1)).replace(\"'\", '')]",
                "def build_wheel(d, c=None, m=None):",
                "    return '%s %s %s %s' % (STATE, os.getcwd(), os.environ.get('LEFT'), len(sys.argv))");
        HookInvoker invoker = invoker(backend, Map.of());

        assertThat(invoker.getRequiresForBuild(DistributionKind.WHEEL, true)).containsExactly("b");
        assertThat(invoker.buildWheel(dist, null)).isEqualTo("[] " + project.toRealPath() + " None 1");

        if (forks) {
            assertThat(log.lines("INFO"))
                    .containsExactly(
                            "get_requires_for_build_wheel | loaded",
                            "get_requires_for_build_wheel | end of the first hook",
                            "build_wheel | end of whoever has loaded it");
        } else {
            assertThat(log.lines("INFO"))
                    .filteredOn(line -> line.endsWith("| loaded"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest(name = "copied: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("what a hook leaves unreachable is finalised, and garbage is collected while it works")
    void garbage(boolean copied) throws Exception {
        forks = copied && forks;
        Backend backend = installedBackend(
                "import gc, os",
                "class Cycle:",
                "    def __init__(self, directory): self.itself, self.directory = self, directory",
                "    def __del__(self): os.mkdir(self.directory)",
                "def get_requires_for_build_wheel(c=None): return []",
                "def build_wheel(d, c=None, m=None):",
                "    Cycle(d + '/collected')",
                "    gc.collect()",
                "    collected = os.path.isdir(d + '/collected')",
                "    Cycle(d + '/at the end')",
                "    return '%s %s' % (collected, gc.isenabled())");
        HookInvoker invoker = invoker(backend, Map.of());

        invoker.getRequiresForBuild(DistributionKind.WHEEL, true);

        assertThat(invoker.buildWheel(dist, null)).isEqualTo("True True");
        assertThat(dist.resolve("at the end")).isDirectory();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "processes are copied on Linux only")
    @DisplayName("a process with several threads is not copied: the first hook gets one of its own")
    void threads() throws Exception {
        Backend backend = installedBackend(
                "import threading, time",
                "print('loaded')",
                "threading.Thread(target=time.sleep, args=(100,), daemon=True).start()",
                "def get_requires_for_build_wheel(c=None): return ['a']",
                "def build_wheel(d, c=None, m=None): return 'w'");
        HookInvoker invoker = invoker(backend, Map.of());

        assertThat(invoker.getRequiresForBuild(DistributionKind.WHEEL, true)).containsExactly("a");
        assertThat(invoker.buildWheel(dist, null)).isEqualTo("w");

        assertThat(log.lines("INFO"))
                .filteredOn(line -> line.endsWith("| loaded"))
                .hasSize(2);
        assertThat(Files.readString(transcript.file())).contains("-- not in a copy of the process that waits");
        assertThat(runner.steps())
                .extracting(step -> step.title())
                .containsExactly("get_requires_for_build_wheel", "build_wheel");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "processes are copied on Linux only")
    @DisplayName("a first hook that goes wrong in a copy does so in the same words as in a process of its own")
    @CsvSource(
            delimiter = '|',
            value = {
                "raise ValueError('boom') | get_requires_for_build_wheel of the backend copied failed: ValueError: boom",
                "import os; os._exit(7) | ended with exit code 7 and without an answer",
                "import os; os.kill(os.getpid(), 11) | ended with exit code 139, by signal 11",
                "import sys; sys.exit(3) | ended its process by sys.exit(3)",
                "return 5 | returned 5 instead of a list of requirement strings"
            })
    void failuresInCopy(String body, String message) {
        Backend backend = installedBackend("def get_requires_for_build_wheel(c=None):", "    " + body);

        assertThatThrownBy(() -> invoker(backend, Map.of()).getRequiresForBuild(DistributionKind.WHEEL, true))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining(message);

        runner.killLeftovers();
        assertThat(runner.isAlone()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
                "import os; os.close(0)",
                "import os; os.dup2(os.open(os.devnull, os.O_WRONLY), 1)",
                "import sys; sys.stdout = sys.stderr = None",
                "import sys; sys.stdout.close()",
                "import tempfile; KEPT = tempfile.TemporaryDirectory()"
            })
    @DisplayName("a backend may do to its process what it likes when it is loaded")
    void oddBackends(String loading) throws Exception {
        Backend backend = installedBackend(
                loading,
                "import os",
                "def get_requires_for_build_wheel(c=None): return ['a']",
                "def build_wheel(d, c=None, m=None):",
                "    assert os.path.isdir(KEPT.name) if 'KEPT' in globals() else True",
                "    return 'w'");
        HookInvoker invoker = invoker(backend, Map.of());

        assertThat(invoker.getRequiresForBuild(DistributionKind.WHEEL, true)).containsExactly("a");
        assertThat(invoker.buildWheel(dist, null)).isEqualTo("w");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "processes are copied on Linux only")
    @DisplayName("the time of a first hook in a copy is limited, too, and the copy is gone then")
    void timeoutInCopy() {
        timeout = Duration.ofSeconds(2);
        Backend backend =
                installedBackend("import time", "def get_requires_for_build_wheel(c=None):", "    time.sleep(100)");

        fails(() -> invoker(backend, Map.of()).getRequiresForBuild(DistributionKind.WHEEL, true), ProblemKind.TIMEOUT)
                .hasMessageContaining("was ended because it took longer than 2.0 s");

        assertThat(runner.isAlone()).isTrue();
    }

    @Test
    @DisplayName("a process for the second hook that is not wanted any more is gone, and the hook gets another one")
    void forgotten() throws Exception {
        HookInvoker invoker = invoker(Map.of());

        invoker.getRequiresForBuild(DistributionKind.WHEEL, true);
        assertThat(runner.isAlone()).isFalse();
        invoker.forgetNext();

        assertThat(runner.isAlone()).isTrue();
        assertThat(invoker.buildWheel(dist, null)).isEqualTo("test_project-1.0-py3-none-any.whl");
    }

    @Test
    @DisplayName("a backend that cannot be loaded early is a failure of the first hook, and the next process is ended")
    void preparedWithoutBackend() {
        HookInvoker invoker = invoker(new Backend("no_such_backend", List.of()), Map.of());

        assertThatThrownBy(() -> invoker.getRequiresForBuild(DistributionKind.WHEEL, true))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("no_such_backend");

        runner.killLeftovers();
        assertThat(runner.isAlone()).isTrue();
    }

    @Test
    @DisplayName("every hook gets the config settings, with their types")
    void configSettings() throws Exception {
        backend(
                "def build_wheel(d, config_settings=None, metadata_directory=None):",
                "    raise ValueError(repr(config_settings))");
        Map<String, Object> settings = Map.of("key", List.of("a", 1L, true, Map.of("b", "c")));

        assertThatThrownBy(() -> invoker(settings).buildWheel(dist, null))
                .hasMessageContaining("{'key': ['a', 1, True, {'b': 'c'}]}");
    }

    @Test
    @Behaviour({99, 105, 133, 135})
    @DisplayName("optional hooks that are missing have their defaults")
    void defaults() throws Exception {
        backend("def build_wheel(d, c=None, m=None): return 'x'");
        HookInvoker invoker = invoker(Map.of());

        for (DistributionKind kind : DistributionKind.values()) {
            assertThat(invoker.getRequiresForBuild(kind, false)).isEmpty();
        }
        assertThat(invoker.prepareMetadataForBuildWheel(dist)).isEmpty();
        assertThat(invoker.prepareMetadataForBuildEditable(dist)).isEmpty();
        assertThat(invoker.supportsEditable()).isFalse();
    }

    @Test
    @Behaviour({123, 124, 125, 133})
    @DisplayName("all hooks of PEP 517 and PEP 660 are called with their arguments in the order of the specification")
    void allHooks() throws Exception {
        backend(
                "def get_requires_for_build_wheel(config_settings=None): return ['w']",
                "def get_requires_for_build_sdist(config_settings=None): return ['s']",
                "def get_requires_for_build_editable(config_settings=None): return ['e']",
                "def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):",
                "    return 'm ' + metadata_directory",
                "def prepare_metadata_for_build_editable(metadata_directory, config_settings=None):",
                "    return 'me ' + metadata_directory",
                "def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):",
                "    return 'w %s %s %s' % (wheel_directory, config_settings, metadata_directory)",
                "def build_sdist(sdist_directory, config_settings=None):",
                "    return 's %s %s' % (sdist_directory, config_settings)",
                "def build_editable(wheel_directory, config_settings=None, metadata_directory=None):",
                "    return 'e %s %s %s' % (wheel_directory, config_settings, metadata_directory)");
        HookInvoker invoker = invoker(Map.of("a", "b"));

        assertThat(invoker.getRequiresForBuild(DistributionKind.WHEEL, false)).containsExactly("w");
        assertThat(invoker.getRequiresForBuild(DistributionKind.SDIST, false)).containsExactly("s");
        assertThat(invoker.getRequiresForBuild(DistributionKind.EDITABLE, false))
                .containsExactly("e");
        assertThat(invoker.prepareMetadataForBuildWheel(dist)).contains("m " + dist);
        assertThat(invoker.prepareMetadataForBuildEditable(dist)).contains("me " + dist);
        assertThat(invoker.buildWheel(dist, Path.of("/m"))).isEqualTo("w " + dist + " {'a': 'b'} /m");
        assertThat(invoker.buildWheel(dist, null)).isEqualTo("w " + dist + " {'a': 'b'} None");
        assertThat(invoker.buildSdist(dist)).isEqualTo("s " + dist + " {'a': 'b'}");
        assertThat(invoker.buildEditable(dist, null)).isEqualTo("e " + dist + " {'a': 'b'} None");
        assertThat(invoker.supportsEditable()).isTrue();
    }

    @Test
    @Behaviour(135)
    @DisplayName("a mandatory hook that is missing has its own message, and so has a missing build_editable")
    void missingHooks() throws Exception {
        backend("x = 1");

        fails(() -> invoker(Map.of()).buildWheel(dist, null), ProblemKind.HOOK_MISSING)
                .hasMessageContaining("the backend test_backend does not have the hook build_wheel")
                .hasMessageContaining(project.resolve("pyproject.toml") + ", [build-system]");
        fails(() -> invoker(Map.of()).buildSdist(dist), ProblemKind.HOOK_MISSING)
                .hasMessageContaining("does not have the hook build_sdist");
        fails(() -> invoker(Map.of()).buildEditable(dist, null), ProblemKind.HOOK_MISSING)
                .hasMessageContaining("does not have the hook build_editable");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @Behaviour({128, 130})
    @DisplayName("every way in which a hook can go wrong has its own kind and words")
    @CsvSource(
            delimiter = '|',
            value = {
                "raise | HOOK_FAILED | the hook build_wheel of the backend test_backend failed: ValueError: boom",
                "unsupported | UNSUPPORTED_OPERATION | does not support build_wheel here: not on this machine",
                "exit-0 | HOOK_FAILED | ended its process by sys.exit(0)",
                "exit-3 | HOOK_FAILED | ended its process by sys.exit(3)",
                "os-exit-0 | HOOK_FAILED | ended its process with exit code 0, but without an answer",
                "os-exit-7 | HOOK_FAILED | ended with exit code 7 and without an answer",
                "crash | HOOK_FAILED | ended with exit code 139, by signal 11",
                "os-exit-255 | HOOK_FAILED | ended with exit code 255 and without an answer (there is none)",
                "none | BAD_RESULT | returned null instead of the name of what it made",
                "number | BAD_RESULT | returned 42 instead of the name of what it made",
                "object | BAD_RESULT | returned a value of type object, which cannot be an answer"
            })
    void failures(String what, ProblemKind kind, String message) {
        fails(() -> invoker(Map.of("do", what)).buildWheel(dist, null), kind)
                .hasMessageContaining(message)
                .satisfies(e -> {
                    if (kind != ProblemKind.BAD_RESULT || what.equals("object")) {
                        assertThat(e).hasMessageContaining("last output:\n    the hook does " + what);
                    }
                });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("requirements that are no list of strings are refused, and the hook is named")
    @CsvSource(
            delimiter = '|',
            value = {
                "a string | returned \"setuptools\" instead of a list of requirement strings",
                "a number | returned a list with 1 in it, which is not a requirement string"
            })
    void badRequirements(String requires, String message) {
        fails(
                        () -> invoker(Map.of("requires", requires)).getRequiresForBuild(DistributionKind.WHEEL, false),
                        ProblemKind.BAD_RESULT)
                .hasMessageContaining("the hook get_requires_for_build_wheel of the backend test_backend " + message);
    }

    @Test
    @Behaviour(35)
    @DisplayName(
            "while requirements are asked for, an exception of the backend is shown, and a problem of ours stays so")
    void askingForRequirements() {
        fails(
                        () -> invoker(Map.of("requires", "raise")).getRequiresForBuild(DistributionKind.WHEEL, false),
                        ProblemKind.HOOK_FAILED)
                .hasMessageContaining("the hook get_requires_for_build_wheel of the backend test_backend failed:"
                        + " ValueError: no requirements today");

        control = Path.of("/dev/null");
        assertThatThrownBy(() -> invoker(Map.of()).getRequiresForBuild(DistributionKind.WHEEL, false))
                .isInstanceOfSatisfying(
                        MachineProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.MACHINE))
                .hasMessageContaining("cannot write the request of the hook");
    }

    @Test
    @Behaviour({126, 127})
    @DisplayName("metadata, wheels and a source distribution are made where we say, relative to our own directory")
    void results() throws Exception {
        project = TestBackend.complete(directory.resolve("complete"));
        Trees.write(
                project.resolve("backend/complete_backend.py"),
                "from full_backend import *",
                "prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel");
        HookInvoker invoker = invoker(new Backend("complete_backend", List.of(project.resolve("backend"))), Map.of());
        Path editable = Files.createDirectories(directory.resolve("editable"));
        Path relative = Path.of("").toAbsolutePath().relativize(dist);

        assertThat(invoker.prepareMetadataForBuildWheel(dist)).contains("full_project-1.0.dist-info");
        assertThat(invoker.prepareMetadataForBuildEditable(editable)).contains("full_project-1.0.dist-info");
        assertThat(invoker.buildWheel(relative, null)).isEqualTo("full_project-1.0-py3-none-any.whl");
        assertThat(invoker.buildEditable(editable, null)).isEqualTo("full_project-1.0-py3-none-any.whl");
        assertThat(invoker.buildSdist(dist)).isEqualTo("full_project-1.0.tar.gz");

        for (Path directory : List.of(dist, editable)) {
            assertThat(directory.resolve("full_project-1.0.dist-info/METADATA")).isNotEmptyFile();
            assertThat(directory.resolve("full_project-1.0-py3-none-any.whl")).isNotEmptyFile();
        }
        assertThat(dist.resolve("full_project-1.0.tar.gz")).isNotEmptyFile();
    }

    @Test
    @Behaviour(105)
    @DisplayName("metadata that the backend's hook cannot make is the hook's failure; no wheel is built in its place")
    void failingMetadata() throws Exception {
        backend(
                "def prepare_metadata_for_build_wheel(d, c=None): raise ValueError('no metadata today')",
                "def build_wheel(d, c=None, m=None): open(d + '/built', 'w').close()");

        fails(() -> invoker(Map.of()).prepareMetadataForBuildWheel(dist), ProblemKind.HOOK_FAILED)
                .hasMessageContaining("the hook prepare_metadata_for_build_wheel of the backend test_backend failed:"
                        + " ValueError: no metadata today");
        assertThat(dist).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test makes a symbolic link")
    @Behaviour({94, 130})
    @DisplayName("hooks run with the very interpreter that is given")
    void interpreter() throws Exception {
        backend("import sys", "def build_wheel(d, c=None, m=None): return sys.executable");
        python = Files.createSymbolicLink(
                directory.resolve("my-python"), Pythons.any().executable());

        assertThat(invoker(Map.of()).buildWheel(dist, null)).isEqualTo(python.toString());
    }

    @Test
    @DisplayName("a requirement that an installer would take for an option is refused")
    void unsafeRequirement() {
        fails(
                        () -> invoker(Map.of("requires", List.of("fine", "--index-url=http://evil")))
                                .getRequiresForBuild(DistributionKind.WHEEL, false),
                        ProblemKind.BAD_RESULT)
                .hasMessageContaining(
                        "returned the requirement \"--index-url=http://evil\", but it begins with a hyphen");
    }

    @Test
    @Behaviour({98, 122})
    @DisplayName("a backend that is not installed is named by every hook, with the import error and what to require")
    void backendNotInstalled() {
        HookInvoker invoker = invoker(new Backend("no_such_backend.api:obj", List.of()), Map.of());

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> invoker.getRequiresForBuild(DistributionKind.WHEEL, false),
                () -> invoker.getRequiresForBuild(DistributionKind.SDIST, false),
                () -> invoker.buildWheel(dist, null),
                () -> invoker.buildSdist(dist))) {
            fails(call, ProblemKind.BACKEND_UNAVAILABLE)
                    .hasMessageContaining("the backend no_such_backend.api:obj cannot be imported:"
                            + " ModuleNotFoundError: No module named 'no_such_backend'")
                    .hasMessageContaining("add the distribution that has the module no_such_backend to \"requires\"");
        }
    }

    @Test
    @DisplayName("a backend that lacks a dependency of its own says which")
    void backendLacksDependency() throws Exception {
        backend("import no_such_dependency");

        fails(
                        () -> invoker(new Backend("test_backend", List.of(project.resolve("backend"))), Map.of())
                                .buildWheel(dist, null),
                        ProblemKind.BACKEND_UNAVAILABLE)
                .hasMessageContaining("No module named 'no_such_dependency'")
                .hasMessageContaining("import no_such_dependency");
    }

    @Test
    @DisplayName("an object that the backend's module does not have is as unavailable as the module")
    void missingObject() {
        Backend backend = new Backend("test_backend:no.such", List.of(project.resolve("backend")));

        fails(() -> invoker(backend, Map.of()).buildWheel(dist, null), ProblemKind.BACKEND_UNAVAILABLE)
                .hasMessageContaining("AttributeError: module 'test_backend' has no attribute 'no'");
    }

    @Test
    @Behaviour(137)
    @DisplayName(
            "an in-tree backend is loaded from its path only, even if a module of that name is importable elsewhere")
    void backendPathOnly() {
        Trees.write(project.resolve("empty/placeholder"), "");

        fails(
                        () -> invoker(new Backend("json", List.of(project.resolve("empty"))), Map.of())
                                .buildWheel(dist, null),
                        ProblemKind.BACKEND_UNAVAILABLE)
                .hasMessageContaining("the module 'json' is not in the directories of backend-path")
                .hasMessageContaining(project.resolve("empty").toString())
                .hasMessageContaining("check \"build-backend\" and \"backend-path\"");
    }

    @Test
    @Behaviour(137)
    @DisplayName("an in-tree backend may stand in a package and bring modules of its own, which win over others")
    void nestedBackend() throws Exception {
        Trees.write(project.resolve("backend/nested/__init__.py"), "");
        Trees.write(
                project.resolve("backend/nested/api.py"),
                "import colorsys  # stands for any module of the standard library",
                "class Api:",
                "    @staticmethod",
                "    def build_wheel(d, c=None, m=None): return colorsys.NAME",
                "api = Api()");
        Trees.write(project.resolve("backend/colorsys.py"), "NAME = 'ours'");

        String name = invoker(new Backend("nested.api:api", List.of(project.resolve("backend"))), Map.of())
                .buildWheel(dist, null);

        assertThat(name).isEqualTo("ours");
    }

    @Test
    @Behaviour(137)
    @DisplayName("neither a module of the same name nor an import hook from elsewhere wins over an in-tree backend")
    void decoys() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        Trees.write(elsewhere.resolve("test_backend.py"), "raise ImportError('the wrong one')");
        Trees.write(
                elsewhere.resolve("sitecustomize.py"),
                "import sys",
                "class Finder:",
                "    @staticmethod",
                "    def find_spec(name, path=None, target=None):",
                "        if name == 'test_backend': raise ImportError('the wrong finder')",
                "sys.meta_path.insert(0, Finder)");
        changes = changes.with("PYTHONPATH", elsewhere.toString());

        assertThat(invoker(Map.of()).buildWheel(dist, null)).isEqualTo("test_project-1.0-py3-none-any.whl");
        fails(
                        () -> invoker(new Backend("test_backend", List.of()), Map.of())
                                .buildWheel(dist, null),
                        ProblemKind.BACKEND_UNAVAILABLE)
                .as("the decoy works")
                .hasMessageContaining("the wrong finder");
    }

    @Test
    @Behaviour(138)
    @DisplayName("metadata of distributions beside an in-tree backend can be queried")
    void inTreeMetadata() throws Exception {
        Trees.write(project.resolve("backend/beside-2.5.dist-info/METADATA"), "Name: beside", "Version: 2.5");
        backend(
                "from importlib.metadata import version",
                "def build_wheel(d, c=None, m=None): return version('beside')");

        assertThat(invoker(Map.of()).buildWheel(dist, null)).isEqualTo("2.5");
    }

    @Test
    @Behaviour(134)
    @DisplayName("warnings that a backend would print become warnings of the log, line by line")
    void warnings() throws Exception {
        invoker(Map.of("do", "warn")).buildWheel(dist, null);

        assertThat(log.lines("WARN"))
                .containsExactly("build_wheel | UserWarning: this is", "build_wheel | UserWarning: important");
        assertThat(Files.readString(transcript.file())).contains("UserWarning: this is");
    }

    @Test
    @DisplayName("a backend that writes bytes which are no UTF-8 does no harm")
    void badBytes() throws Exception {
        invoker(Map.of("do", "bytes")).buildWheel(dist, null);

        assertThat(log.lines("INFO")).contains("build_wheel | bad \ufffd bytes");
    }

    @Test
    @DisplayName("a hook that takes too long is ended, and the message says how to allow it more")
    void timeout() {
        changes = changes.with("PIDS", directory.resolve("pids").toString());
        timeout = Duration.ofSeconds(3);

        fails(() -> invoker(Map.of("do", "hang")).buildWheel(dist, null), ProblemKind.TIMEOUT)
                .hasMessageContaining("was ended because it took longer than 3.0 s")
                .hasMessageContaining("-Dpyb.timeout=SECONDS");
    }

    @Test
    @DisplayName("the traceback of a failing hook does not show our own frames")
    void traceback() {
        fails(() -> invoker(Map.of("do", "raise")).buildWheel(dist, null), ProblemKind.HOOK_FAILED)
                .hasMessageContaining("Traceback (most recent call last)")
                .hasMessageContaining("test_backend.py")
                .message()
                .doesNotContain("hook_runner.py");
    }

    @Test
    @DisplayName("an answer that is not one of ours counts as none")
    void forgedAnswer() throws Exception {
        backend(
                "import atexit, glob, os, sys",
                "def build_wheel(d, c=None, m=None):",
                "    control = glob.glob(os.environ['CONTROL'] + '/build_wheel-*')[0]",
                "    open(control + '/output.json', 'w').write('[]')",
                "    os._exit(0)");
        changes = changes.with("CONTROL", directory.resolve("control").toString());

        fails(() -> invoker(Map.of()).buildWheel(dist, null), ProblemKind.HOOK_FAILED)
                .hasMessageContaining("with exit code 0, but without an answer");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> fails(ThrowingCallable call, ProblemKind kind) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void backend(String... lines) {
        Trees.write(project.resolve("backend/test_backend.py"), lines);
    }

    /** One that is not part of the project. */
    private Backend installedBackend(String... lines) {
        Trees.write(directory.resolve("installed/copied.py"), lines);
        changes = changes.with("PYTHONPATH", directory.resolve("installed").toString());
        return new Backend("copied", List.of());
    }

    private HookInvoker invoker(Map<String, ?> settings) {
        return invoker(new Backend("test_backend", List.of(project.resolve("backend"))), settings);
    }

    private HookInvoker invoker(Backend backend, Map<String, ?> settings) {
        return new HookInvoker(
                runner,
                log,
                new HookContext(python, project, project, backend, settings, changes, timeout, forks, control));
    }
}
