package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.Ownership;
import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.PackageIndex;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real environments, filled by a real pip and a real uv from wheels that stand in a directory. The wheels have names that
 * no index should have, in case an installer asks one all the same.
 */
class InstallersTest {

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private final Map<String, String> inherited = new TreeMap<>(System.getenv());
    private final List<Path> constraints = new ArrayList<>();
    private StoreSettings store = StoreSettings.none();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path module;
    private Path wheels;

    @BeforeEach
    void makeModule() throws Exception {
        module = Files.createDirectories(directory.resolve("module"));
        wheels = directory.resolve("wheels");
        new WheelFile("pyb_test_part", "1.0")
                .with("pyb_test_part.py", "version = 1")
                .writeInto(wheels);
        new WheelFile("pyb_test_part", "2.0")
                .with("pyb_test_part.py", "version = 2")
                .writeInto(wheels);
        new WheelFile("pyb_test_whole", "1.0")
                .with("pyb_test_whole.py", "")
                .requiring("pyb-test-part")
                .writeInto(wheels);
        new WheelFile("pyb_test_late", "3").with("pyb_test_late.py", "").writeInto(wheels);
        inherited.keySet().removeIf(name -> name.startsWith("PIP_") || name.startsWith("UV"));
        inherited.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        inherited.put("PIP_CONFIG_FILE", directory.resolve("config/pip.conf").toString());
        inherited.put("PIP_NO_INDEX", "1");
        inherited.put("PIP_FIND_LINKS", wheels.toString());
        inherited.put("UV_CACHE_DIR", directory.resolve("cache").toString());
        inherited.put("UV_OFFLINE", "1");
        inherited.put("UV_FIND_LINKS", wheels.toString());
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is required is installed with what it needs, once, and markers are honoured")
    void installs(InstallerKind kind) throws Exception {
        IsolatedEnvironment environment = environment(kind);

        environment.install(List.of("Pyb_Test_Whole>=1", "pyb-test-part; python_version < '3'"));
        environment.install(List.of("pyb-test-late", "Pyb_Test_Whole>=1"));

        assertThat(environment.installed())
                .isEqualTo(versions("pyb-test-late", "3", "pyb-test-part", "2.0", "pyb-test-whole", "1.0"));
        assertThat(environment.resolvedVersions())
                .isEqualTo(versions("pyb-test-late", "3", "pyb-test-part", "2.0", "pyb-test-whole", "1.0"));
        assertThat(log.lines("INFO"))
                .endsWith(
                        "Installing build requirements: Pyb_Test_Whole>=1, pyb-test-part; python_version < '3'",
                        "Installing build requirements: pyb-test-late");
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(81)
    @DisplayName("a distribution that is only visible through the host's PYTHONPATH does not count as installed")
    void pythonPath(InstallerKind kind) throws Exception {
        Path leak = directory.resolve("leak");
        Trees.write(
                leak.resolve("pyb_test_late-3.dist-info/METADATA"),
                "Metadata-Version: 2.1",
                "Name: pyb_test_late",
                "Version: 3");
        Trees.write(leak.resolve("pyb_test_late-3.dist-info/RECORD"));
        inherited.put("PYTHONPATH", leak.toString());

        IsolatedEnvironment environment = environment(kind);
        environment.install(List.of("pyb-test-late"));

        assertThat(environment.installed()).isEqualTo(versions("pyb-test-late", "3"));
        assertThat(environment.changes().applyTo(host())).doesNotContainKey("PYTHONPATH");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("constraints hold, whatever the path of their file is")
    void constraints(InstallerKind kind) throws Exception {
        Path file = directory.resolve("with blank and é/constraints #1.txt");
        constraints.add(Trees.write(file, "# not two", "pyb-test-part<2  # but one"));
        constraints.add(Trees.write(directory.resolve("none.txt"), "", "  "));

        IsolatedEnvironment environment = environment(kind);
        environment.install(List.of("pyb-test-whole"));

        assertThat(environment.installed()).isEqualTo(versions("pyb-test-part", "1.0", "pyb-test-whole", "1.0"));
    }

    @ParameterizedTest(name = "the right hash: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("hashes in constraints are enforced by uv, with continued lines (older pips refuse them)")
    void hashes(boolean right) throws Exception {
        byte[] wheel = Files.readAllBytes(wheels.resolve("pyb_test_late-3-py3-none-any.whl"));
        String hash = right
                ? HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wheel))
                : "0".repeat(64);
        constraints.add(
                Trees.write(directory.resolve("constraints.txt"), "pyb-test-late==3 \\", "    --hash=sha256:" + hash));

        IsolatedEnvironment environment = environment(InstallerKind.UV);

        if (right) {
            environment.install(List.of("pyb-test-late"));
            assertThat(environment.installed()).isEqualTo(versions("pyb-test-late", "3"));
        } else {
            assertThatThrownBy(() -> environment.install(List.of("pyb-test-late")))
                    .hasMessageContaining("Hash mismatch");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a configuration that sends packages elsewhere is noticed, and named")
    void elsewhere(InstallerKind kind) throws Exception {
        String target = "target = '" + directory.resolve("elsewhere") + "'";
        Trees.write(directory.resolve("config/pip.conf"), "[install]", target.replace("'", ""));
        Trees.write(directory.resolve("config/uv/uv.toml"), "[pip]", target);

        IsolatedEnvironment environment = environment(kind);

        assertThatThrownBy(() -> environment.install(List.of("pyb-test-late")))
                .hasMessageContaining(" ended well, but pyb-test-late is not in the environment")
                .hasMessageContaining(environment.path().toString())
                .hasMessageContaining("for a setting that sends packages elsewhere");
    }

    @Test
    @DisplayName("uv takes no configuration from the projects around the environment, and none of their variables")
    void projects() throws Exception {
        Trees.write(
                module.resolve("pyproject.toml"),
                "[project]",
                "name = 'module'",
                "version = '1'",
                "[tool.uv]",
                "constraint-dependencies = ['pyb-test-part<2']");
        Trees.write(directory.resolve("uv.toml"), "constraint-dependencies = ['pyb-test-part<2']");
        inherited.put("UV_PROJECT", module.toString());
        inherited.put("UV_WORKING_DIR", module.toString());
        inherited.put("UV_PYTHON", "2.6");
        inherited.put("UV_SYSTEM_PYTHON", "1");

        IsolatedEnvironment environment = environment(InstallerKind.UV);
        environment.install(List.of("pyb-test-whole"));

        assertThat(environment.installed()).isEqualTo(versions("pyb-test-part", "2.0", "pyb-test-whole", "1.0"));
    }

    @Test
    @DisplayName("uv takes the user's configuration, but leaves out nothing that is required")
    void userConfiguration() throws Exception {
        inherited.remove("UV_FIND_LINKS");
        Trees.write(
                directory.resolve("config/uv/uv.toml"),
                "find-links = ['" + wheels + "']",
                "constraint-dependencies = ['pyb-test-part<2']",
                "[pip]",
                "no-deps = true");

        IsolatedEnvironment environment = environment(InstallerKind.UV);
        environment.install(List.of("pyb-test-whole"));

        assertThat(environment.installed()).isEqualTo(versions("pyb-test-part", "1.0", "pyb-test-whole", "1.0"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are counted the POSIX way")
    @DisplayName("files that uv installs are not those of its cache, so that changing them changes nothing else")
    void copies() throws Exception {
        IsolatedEnvironment environment = environment(InstallerKind.UV);

        environment.install(List.of("pyb-test-late"));

        try (Stream<Path> files = Files.walk(environment.path())) {
            Path file = files.filter(path -> path.endsWith("pyb_test_late.py"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(1);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
    @Behaviour({69, 73})
    @DisplayName("uv is told the environment, hooks are told nothing of keyrings, and nothing required means no call")
    void variables() throws Exception {
        FakeProgram uv = FakeProgram.at(directory.resolve("bin/uv"));
        FakeProgram.at(directory.resolve("bin/keyring"));
        inherited.merge("PATH", directory.resolve("bin") + ":", (path, more) -> more + path);
        inherited.put("VIRTUAL_ENV", "/another");
        IsolatedEnvironment environment =
                environment(new InstallerChoice(InstallerKind.UV, Optional.of(uv.file()), false));

        environment.install(List.of());
        assertThat(uv.wasCalled()).isFalse();
        environment.install(List.of("pyb-test-late; python_version < '3'"));

        assertThat(uv.environment())
                .containsEntry("VIRTUAL_ENV", environment.path().toString())
                .containsEntry("UV_KEYRING_PROVIDER", "subprocess");
        assertThat(environment.changes().applyTo(host()))
                .doesNotContainKeys("UV_KEYRING_PROVIDER", "PIP_KEYRING_PROVIDER");
    }

    @Test
    @DisplayName("without a uv no environment is made")
    void noUv() {
        Path absent = directory.resolve("absent");

        assertThatThrownBy(() -> environment(new InstallerChoice(InstallerKind.UV, Optional.of(absent), false)))
                .hasMessageContaining("there is no uv that could install")
                .hasMessageContaining(absent + " (the parameter uvExecutable) does not exist");
        assertThat(module.resolve("target/env/pyvenv.cfg")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a package index serves both")
    void index(InstallerKind kind) throws Exception {
        String whyNot = PackageIndex.whyNot();
        Assumptions.assumeTrue(whyNot.isEmpty(), () -> "SKIPPED: " + whyNot);
        List.of("PIP_CONFIG_FILE", "PIP_NO_INDEX", "PIP_FIND_LINKS", "UV_OFFLINE", "UV_FIND_LINKS", "XDG_CONFIG_HOME")
                .forEach(inherited::remove);
        System.getenv().forEach(inherited::putIfAbsent);

        IsolatedEnvironment environment = environment(kind);
        environment.install(List.of("flit-core==3.12.0"));

        assertThat(environment.installed()).isEqualTo(versions("flit-core", "3.12.0"));
    }

    private IsolatedEnvironment environment(InstallerKind kind) throws Exception {
        return environment(
                kind == InstallerKind.PIP
                        ? InstallerChoice.pip()
                        : new InstallerChoice(kind, Optional.of(Uv.executable()), false));
    }

    private IsolatedEnvironment environment(InstallerChoice installer) throws Exception {
        Path temporary = Files.createDirectories(module.resolve("target/tmp"));
        EnvironmentSettings settings = new EnvironmentSettings(
                temporary,
                module.resolve("target/record"),
                installer,
                Indexes.UNDECLARED,
                constraints,
                Map.of(),
                null,
                store);
        LocationRequest location = new LocationRequest(
                module.resolve("target/env"),
                false,
                false,
                List.of(module),
                new Ownership.Builder(
                        "test", module.toString(), ProcessHandle.current().pid(), "1.0-test"),
                Duration.ofSeconds(10),
                "mvn pyb:clean");
        IsolatedEnvironmentService service = new IsolatedEnvironmentService(host());
        ClaimedLocation claimed = service.claim(location, log);
        open.add(claimed::remove);
        Transcript transcript = Transcript.open(directory.resolve("build.log"));
        open.add(transcript);
        ProcessRunner runner = new ProcessRunner(host(), log, transcript, Cancellation.NONE);
        open.add(runner);
        return service.create(claimed, settings, Pythons.any(), false, EarlyResolution.NONE, runner, log);
    }

    private Host host() {
        return new Host(new Host().family(), inherited, directory);
    }

    private static Map<ProjectName, String> versions(String... namesAndVersions) {
        Map<ProjectName, String> versions = new TreeMap<>();
        for (int i = 0; i < namesAndVersions.length; i += 2) {
            versions.put(ProjectName.of(namesAndVersions[i]), namesAndVersions[i + 1]);
        }
        return versions;
    }
}
