package io.github.pyb.tuning;

import static io.github.pyb.tuning.CompilerCacheChoice.SCCACHE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.testing.FakeProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class SccacheTest {

    private static final String STATISTICS =
            "{\"stats\": {\"requests_not_cacheable\": 4, \"non_cacheable_compilations\": 1,"
                    + " \"cache_hits\": {\"counts\": {\"C/C++\": 5, \"Rust\": 2}, \"adv_counts\": {}},"
                    + " \"cache_misses\": {\"counts\": {\"Rust\": 1}}}, \"cache_location\": \"here\"}";

    @TempDir
    Path directory;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() throws Exception {
        machine = new FakeMachine(directory);
        machine.sccache(
                "echo \"$1 $SCCACHE_SERVER_PORT\" >> '" + directory + "/calls'",
                "if [ \"$1\" = --show-stats ]; then echo '" + STATISTICS + "'; fi");
    }

    @AfterEach
    void close() throws Exception {
        machine.close();
    }

    @Test
    @DisplayName("a server of this build's own is started, asked and stopped; a user's server is left alone")
    void server() throws Exception {
        machine.variables.put("SCCACHE_SERVER_PORT", "4226");
        machine.variables.put("SCCACHE_SERVER_UDS", "/run/user/sccache.sock");
        CompilerCaches caches = machine.caches(SCCACHE);

        EnvironmentChanges first = caches.switchOn(EnvironmentChanges.none(), machine.setuptools());
        EnvironmentChanges second = caches.switchOn(
                EnvironmentChanges.none().with("SCCACHE_SERVER_UDS", "/also/mine"), machine.setuptools());
        String port = first.applyTo(machine.host()).getOrDefault("SCCACHE_SERVER_PORT", "");

        assertThat(port).matches("[1-9][0-9]+").isNotEqualTo("4226");
        assertThat(second.applyTo(machine.host()))
                .containsEntry("SCCACHE_SERVER_PORT", port)
                .doesNotContainKey("SCCACHE_SERVER_UDS");
        assertThat(first.applyTo(machine.host())).doesNotContainKey("SCCACHE_SERVER_UDS");
        assertThat(caches.use())
                .flatMap(CompilerCacheUse::counts)
                .contains(new CompilerCacheCounts(7, Optional.empty(), 1, 5));
        caches.close();
        assertThat(calls()).containsExactly("--start-server " + port, "--show-stats " + port, "--stop-server " + port);
        assertThat(machine.log.lines("INFO"))
                .containsExactly(
                        "Compiler cache: sccache 0.9.1, " + machine.bin("sccache"),
                        "Compiler cache sccache: 7 hits, 1 miss, 5 not cacheable");
    }

    @Test
    @DisplayName("after a failure the server is stopped without being asked")
    void failure() throws Exception {
        CompilerCaches caches = machine.caches(SCCACHE);
        caches.switchOn(EnvironmentChanges.none(), machine.setuptools());

        caches.close();
        caches.close();

        assertThat(calls()).hasSize(2).last().asString().startsWith("--stop-server ");
    }

    @Test
    @DisplayName("a server that does not start, on several ports, is an error with what it says")
    void doesNotStart() {
        machine.sccache("echo \"$1\" >> '" + directory + "/calls'", "echo 'error: no such bucket'", "exit 2");

        assertThatThrownBy(() -> machine.switchedOn(SCCACHE, machine.setuptools()))
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("the server of sccache does not start")
                .hasMessageContaining("error: no such bucket")
                .hasMessageContaining("-Dpyb.compilerCache=none");
        assertThat(calls()).containsExactly("--start-server", "--start-server", "--start-server");
    }

    @Test
    @DisplayName("statistics that cannot be understood are not invented")
    void statistics() throws Exception {
        machine.sccache("echo 'thread main panicked {'");
        CompilerCaches caches = machine.caches(SCCACHE);
        caches.switchOn(EnvironmentChanges.none(), machine.setuptools());

        assertThat(caches.use()).flatMap(CompilerCacheUse::counts).isEmpty();
        assertThat(machine.log.lines("INFO"))
                .last()
                .isEqualTo(
                        "Compiler cache sccache: how many hits and misses is not known, because sccache does not tell");
    }

    @Test
    @DisplayName("setuptools gets it before the compilers of the interpreter, with their options, or before the user's")
    void setuptools() throws Exception {
        assertThat(machine.switchedOn(SCCACHE, machine.setuptools()))
                .containsEntry("CC", machine.bin("sccache") + " gcc -pthread")
                .containsEntry("CXX", machine.bin("sccache") + " g++ -pthread")
                .containsEntry("RUSTC_WRAPPER", machine.bin("sccache").toString())
                .doesNotContainKeys("PATH", "CMAKE_C_COMPILER_LAUNCHER");

        machine.variables.putAll(Map.of("CC", "clang", "CXX", "sccache clang++", "CARGO_BUILD_RUSTC_WRAPPER", "mine"));
        assertThat(machine.switchedOn(SCCACHE, machine.setuptools()))
                .containsEntry("CC", machine.bin("sccache") + " clang")
                .doesNotContainKeys("CXX", "RUSTC_WRAPPER");
    }

    @Test
    @DisplayName("CMake and Meson get it once, in their own ways; twice in a row it would fail")
    void once() throws Exception {
        machine.compilers("cc", "c++");
        machine.variables.put("CXX", "sccache g++");

        assertThat(machine.switchedOn(SCCACHE, machine.target("scikit_build_core.build")))
                .containsEntry(
                        "CMAKE_C_COMPILER_LAUNCHER", machine.bin("sccache").toString())
                .doesNotContainKeys("CMAKE_CXX_COMPILER_LAUNCHER", "CC", "CXX");
        assertThat(machine.switchedOn(SCCACHE, machine.target("mesonpy")))
                .containsEntry("CC", machine.bin("sccache") + " cc")
                .doesNotContainKeys("CMAKE_C_COMPILER_LAUNCHER", "CXX");
    }

    @Test
    @DisplayName("where links to ccache stand before the compilers, nothing is put before those, with a warning")
    void linksToCcache() throws Exception {
        Path ccache = FakeProgram.saying("ccache version 4.8", directory.resolve("other/ccache"))
                .file();
        Path link = Files.createSymbolicLink(machine.bin("g++"), ccache);

        assertThat(machine.switchedOn(SCCACHE, machine.setuptools())).isEmpty();
        assertThat(machine.log.lines("WARN")).singleElement().asString().endsWith(": PATH (" + link + " is ccache)");
        assertThat(directory.resolve("calls")).doesNotExist();
    }

    @Test
    @DisplayName("every work directory has a storage of its own within the user's, because servers cannot share one")
    void storage() {
        Host linux = new Host(Host.Family.LINUX, Map.of(), Path.of("/home/me"));
        Host mac = new Host(Host.Family.MACOS, Map.of(), Path.of("/Users/me"));

        assertThat(storage(linux, "/a"))
                .startsWith("/home/me/.cache/sccache/pyb/")
                .isNotEqualTo(storage(linux, "/b"));
        assertThat(storage(mac, "/a")).startsWith("/Users/me/Library/Caches/Mozilla.sccache/pyb/");
        assertThat(storage(new Host(Host.Family.LINUX, Map.of("XDG_CACHE_HOME", "/cache"), Path.of("/home/me")), "/a"))
                .startsWith("/cache/sccache/pyb/");
        assertThat(storage(new Host(Host.Family.LINUX, Map.of("SCCACHE_DIR", "/s"), Path.of("/home/me")), "/a"))
                .startsWith("/s/pyb/");
    }

    private static String storage(Host host, String work) {
        return SccacheStorage.of(host, new Compilers(host, EnvironmentChanges.none()), Path.of(work))
                .toString();
    }

    private List<String> calls() {
        try {
            return Files.readAllLines(directory.resolve("calls"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
