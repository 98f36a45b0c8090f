package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.fs.Ownership;
import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real installers that are told of an index, which counts who calls. When Maven is offline, nobody does. */
class OfflineTest {

    private static final byte[] NOT_FOUND =
            "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, String> inherited = new TreeMap<>(System.getenv());
    private final List<Path> constraints = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path module;
    private Path wheels;
    private String index;

    @BeforeEach
    void makeModule() throws Exception {
        module = Files.createDirectories(directory.resolve("module"));
        wheels = directory.resolve("wheels");
        new WheelFile("pyb_test_part", "1.0").with("pyb_test_part.py", "").writeInto(wheels);
        new WheelFile("pyb_test_whole", "1.0")
                .with("pyb_test_whole.py", "")
                .requiring("pyb-test-nowhere")
                .writeInto(wheels);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread listener = new Thread(() -> listen(server), "index");
        listener.setDaemon(true);
        listener.start();
        index = "http://127.0.0.1:" + server.getLocalPort();

        inherited.keySet().removeIf(name -> name.startsWith("PIP_") || name.startsWith("UV"));
        inherited.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        inherited.put("PIP_CONFIG_FILE", directory.resolve("pip.conf").toString());
        inherited.put("PIP_INDEX_URL", index + "/simple");
        inherited.put("PIP_EXTRA_INDEX_URL", index + "/extra");
        inherited.put("PIP_FIND_LINKS", index + "/links " + wheels);
        inherited.put("PIP_RETRIES", "0");
        inherited.put("UV_CACHE_DIR", directory.resolve("cache").toString());
        inherited.put("UV_DEFAULT_INDEX", index + "/simple");
        inherited.put("UV_FIND_LINKS", index + "/links," + wheels);
        inherited.put("UV_HTTP_RETRIES", "0");
    }

    /** Until the server is closed. */
    private void listen(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                connections.incrementAndGet();
                caller.getOutputStream().write(NOT_FOUND);
            } catch (IOException e) {
                assertThat(e)
                        .as("who has called is counted, whatever became of it")
                        .isNotNull();
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wheels in a directory of this machine are all that counts; the index is not called")
    void local(InstallerKind kind) throws Exception {
        IsolatedEnvironment environment = environment(kind, true);

        environment.install(List.of("pyb-test-part>=1"));

        assertThat(environment.installed()).isEqualTo(Map.of(ProjectName.of("pyb-test-part"), "1.0"));
        assertThat(connections).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("online the index is called, so that this test would notice")
    void online(InstallerKind kind) throws Exception {
        IsolatedEnvironment environment = environment(kind, false);

        assertThatThrownBy(() -> environment.install(List.of("pyb-test-nowhere")))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the build requirements could not be installed");
        assertThat(connections).hasPositiveValue();
    }

    @Test
    @DisplayName("pip is not started if it is certain what is missing; all of it is listed")
    void missing() throws Exception {
        IsolatedEnvironment environment = environment(InstallerKind.PIP, true);

        assertThatThrownBy(() -> environment.install(
                        List.of("setuptools>=40", "pyb-test-part>=2", "pyb-test-part", "far @ " + index + "/far.whl")))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INSTALL_FAILED))
                .hasMessageContaining("Maven is offline (-o), and what the build requires is not here")
                .hasMessageContaining("missing:      setuptools>=40")
                .hasMessageContaining("missing:      pyb-test-part>=2")
                .hasMessageContaining("missing:      far @ " + index)
                .hasMessageNotContaining("missing:      pyb-test-part\n")
                .hasMessageContaining("looked in:    " + wheels)
                .hasMessageContaining("try:          fetch it: mvn pyb:go-offline, or leave out -o");
        assertThat(connections).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is to be locked is found out online; that it can be fetched for builds would not help")
    void locking(InstallerKind kind) throws Exception {
        IsolatedEnvironment environment = environment(kind, true);

        assertThatThrownBy(() -> environment.resolve(List.of("pyb-test-nowhere"), Map.of()))
                .hasMessageContaining(
                        "try:          lock without -o: only a package index knows which wheels there are")
                .hasMessageNotContaining("go-offline");
        assertThat(connections).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what only the installer can find out to be missing is told as such")
    void missingBelow(InstallerKind kind) throws Exception {
        IsolatedEnvironment environment = environment(kind, true);

        assertThatThrownBy(() -> environment.install(List.of("pyb-test-whole")))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("Maven is offline (-o), and the build requirements are not all here ("
                        + kind.name().toLowerCase(Locale.ROOT) + " ended with exit code 1)")
                .hasMessageContaining("pyb-test-nowhere")
                .hasMessageContaining("leave out -o; no package index was asked");
        assertThat(connections).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"global", "install"})
    @DisplayName("links in pip's configuration files count as well, but for those that lead elsewhere")
    void configuration(String section) throws Exception {
        inherited.remove("PIP_FIND_LINKS");
        Trees.write(
                directory.resolve("pip.conf"),
                "[" + section + "]",
                "no-index = false",
                "find-links =",
                "    " + index + "/links",
                "    " + wheels,
                "[zest]",
                IntStream.range(0, 40).mapToObj(i -> "option-" + i + " = 1\n").collect(Collectors.joining()));
        IsolatedEnvironment environment = environment(InstallerKind.PIP, true);

        environment.install(List.of("pyb-test-part"));

        assertThat(environment.installed()).isEqualTo(Map.of(ProjectName.of("pyb-test-part"), "1.0"));
        assertThat(connections).hasValue(0);
    }

    @Test
    @DisplayName("without a directory of wheels pip looks nowhere, and nowhere else")
    void nowhere() throws Exception {
        inherited.put("PIP_FIND_LINKS", index + "/links");
        IsolatedEnvironment environment = environment(InstallerKind.PIP, true);

        assertThatThrownBy(() -> environment.install(List.of("pyb-test-part")))
                .hasMessageContaining("missing:      pyb-test-part")
                .hasMessageContaining("looked in:    no directory: none is configured for pip");
        // What a marker decides only pip knows.
        assertThatThrownBy(() ->
                        environment(InstallerKind.PIP, true).install(List.of("pyb-test-part; python_version > '3'")))
                .hasMessageContaining("the build requirements are not all here (pip ended");
        assertThat(connections).hasValue(0);
    }

    @Test
    @DisplayName("a file of constraints must not lead elsewhere, but may have an index in it, which is not asked")
    void constraints() throws Exception {
        Path file = directory.resolve("constraints.txt");
        constraints.add(Trees.write(file, "--index-url " + index, "# see " + index, "pyb-test-part<2  # " + index));
        environment(InstallerKind.PIP, true).install(List.of("pyb-test-part"));

        Trees.write(file, "pyb-test-part<2", "--find-links=" + index + "/links");
        assertThatThrownBy(() -> environment(InstallerKind.PIP, true).install(List.of("pyb-test-part")))
                .hasMessageContaining("Maven is offline (-o), and a file of constraints names an address")
                .hasMessageContaining("where:        " + file + ", line 2")
                .hasMessageContaining("address:      " + index + "/links");
        assertThat(connections).hasValue(0);
    }

    private IsolatedEnvironment environment(InstallerKind kind, boolean offline) throws Exception {
        Optional<Path> uv = kind == InstallerKind.UV ? Optional.of(Uv.executable()) : Optional.empty();
        EnvironmentSettings settings = new EnvironmentSettings(
                Files.createDirectories(module.resolve("target/tmp")),
                module.resolve("target/record"),
                new InstallerChoice(kind, uv, offline),
                Indexes.UNDECLARED,
                constraints,
                Map.of(),
                null,
                StoreSettings.none());
        LocationRequest location = new LocationRequest(
                module.resolve("target/env-" + open.size()),
                false,
                false,
                List.of(module),
                new Ownership.Builder(
                        "test", module.toString(), ProcessHandle.current().pid(), "1.0-test"),
                Duration.ofSeconds(10),
                "mvn pyb:clean");
        Host host = new Host(new Host().family(), inherited, directory);
        IsolatedEnvironmentService service = new IsolatedEnvironmentService(host);
        RecordingLog log = new RecordingLog();
        ClaimedLocation claimed = service.claim(location, log);
        open.add(claimed::remove);
        Transcript transcript = Transcript.open(directory.resolve("build-" + open.size() + ".log"));
        open.add(transcript);
        ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE);
        open.add(runner);
        return service.create(claimed, settings, Pythons.any(), false, EarlyResolution.NONE, runner, log);
    }
}
