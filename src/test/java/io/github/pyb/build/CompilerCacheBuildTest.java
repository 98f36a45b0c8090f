package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.tuning.CompilerCacheChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole build with a compiler cache: what is said, what is reported, and what is left behind. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class CompilerCacheBuildTest {

    @TempDir
    Path directory;

    private Builds builds;

    @BeforeEach
    void makeProject() {
        builds = new Builds(directory.resolve("module"));
        Trees.write(
                builds.module.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = \"compiling\"",
                "backend-path = [\"backend\"]");
        backend("subprocess.run(['gcc', '-c', 'source.c', '-o', 'source.o'], check=True)");
        Trees.write(builds.module.resolve("source.c"), "int answer(void) { return 42; }");
    }

    private void backend(String statement) {
        Trees.write(
                builds.module.resolve("backend/compiling.py"),
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    import subprocess",
                "    content = ''",
                "    " + statement,
                TestBackend.WRITE_WHEEL);
    }

    @Test
    @DisplayName("hits and misses are in the log and in the report")
    void report() throws Exception {
        path(FakeProgram.at(directory.resolve("bin/gcc")).file());
        Path ccache = FakeProgram.saying(
                        "ccache version 4.7.5",
                        directory.resolve("bin/ccache"),
                        "printf '%s\\n' '# source.c' direct_cache_hit local_storage_hit >> \"$CCACHE_STATSLOG\"")
                .file();
        builds.compilerCache = CompilerCacheChoice.CCACHE;

        BuildResult result = builds.wheel();

        assertThat(builds.log.lines("INFO"))
                .contains(
                        "Compiler cache: ccache 4.7.5, " + ccache, "Compiler cache ccache: 1 hit (1 direct), 0 misses");
        assertThat(result.builds())
                .flatExtracting(build -> build.compilerCache().stream().toList())
                .hasSize(1);
        assertThat(reported())
                .isEqualTo(Map.of(
                        "name", "ccache",
                        "path", ccache.toString(),
                        "version", "4.7.5",
                        "hits", 1L,
                        "directHits", 1L,
                        "misses", 0L,
                        "notCacheable", 0L));
    }

    @Test
    @DisplayName("without a cache the report says nothing of one")
    void none() throws Exception {
        path(FakeProgram.at(directory.resolve("bin/gcc")).file());

        builds.wheel();

        assertThat(reported()).isNull();
    }

    @Test
    @DisplayName(
            "setuptools with an environment out of the store, which is not in its place yet when compilers are asked for")
    void storedEnvironment() throws Exception {
        builds.withSetuptools(directory.resolve("wheels"));
        builds.variables.put("CC", "gcc");
        Trees.write(
                builds.module.resolve("pyproject.toml"),
                "[build-system]",
                "requires = ['setuptools']",
                "build-backend = 'setuptools.build_meta'",
                "[project]",
                "name = 'native'",
                "version = '1.0'");
        Trees.write(
                builds.module.resolve("setup.py"),
                "from setuptools import Extension, setup",
                "setup(ext_modules=[Extension('native', ['source.c'])])");
        String output = "while [ $# -gt 0 ]; do if [ \"$1\" = -o ]; then : > \"$2\"; fi; shift; done";
        path(FakeProgram.at(directory.resolve("bin/gcc"), output).file());
        FakeProgram.saying(
                "ccache version 4.7.5",
                directory.resolve("bin/ccache"),
                "printf '%s\\n' '# source.c' direct_cache_hit >> \"$CCACHE_STATSLOG\"",
                output);
        builds.compilerCache = CompilerCacheChoice.CCACHE;

        builds.wheel();
        builds.wheel();

        assertThat(builds.log.lines("INFO"))
                .noneMatch(line -> line.startsWith("Installing build requirements"))
                .anyMatch(line -> line.matches("Compiler cache ccache: [1-9].* direct\\), 0 misses"));
    }

    @Test
    @DisplayName("a cache that is not there fails the build before anything is made")
    void missing() {
        builds.host = new Host(Host.Family.LINUX, Map.of("PATH", ""), directory);
        builds.compilerCache = CompilerCacheChoice.CCACHE;

        assertThatThrownBy(builds::wheel).isInstanceOf(UserProblem.class).hasMessageContaining("there is no ccache");
        assertThat(builds.work).doesNotExist();
    }

    @Test
    @DisplayName("when the hook fails the server of sccache goes, and the evidence is about the hook")
    void failure() {
        path(FakeProgram.saying(
                        "sccache 0.9.1", directory.resolve("bin/sccache"), "echo \"$1\" >> '" + directory + "/calls'")
                .file());
        backend("raise ValueError('does not build')");
        builds.compilerCache = CompilerCacheChoice.SCCACHE;

        assertThatThrownBy(builds::wheel).hasMessageContaining("does not build");

        assertThat(directory.resolve("calls")).content().isEqualTo("--start-server\n--stop-server\n");
        assertThat(builds.failure().resolve("replay.sh"))
                .content()
                .contains("build_wheel")
                .doesNotContain("--stop");
    }

    @Test
    @DisplayName("the real ccache: the second build compiles nothing")
    void realCcache() throws Exception {
        need("ccache", "gcc");
        path(Path.of("/usr/bin/env"));
        builds.variables.put("CCACHE_DIR", directory.resolve("cache").toString());
        builds.compilerCache = CompilerCacheChoice.CCACHE;

        builds.wheel();
        assertThat(builds.log.lines("INFO")).contains("Compiler cache ccache: 0 hits (0 direct), 1 miss");
        builds.wheel();
        assertThat(builds.log.lines("INFO")).contains("Compiler cache ccache: 1 hit (1 direct), 0 misses");
    }

    @Test
    @DisplayName("the real sccache: the second build compiles nothing, and no server is left")
    void realSccache() throws Exception {
        need("sccache", "gcc");
        path(Path.of("/usr/bin/env"));
        builds.variables.put("SCCACHE_DIR", directory.resolve("cache").toString());
        backend("import os, shlex; subprocess.run(shlex.split(os.environ['CC']) + ['-c', 'source.c', '-o', 'source.o'],"
                + " check=True); open('" + directory + "/port', 'w').write(os.environ['SCCACHE_SERVER_PORT'])");
        builds.compilerCache = CompilerCacheChoice.SCCACHE;

        builds.wheel();
        assertThat(builds.log.lines("INFO")).contains("Compiler cache sccache: 0 hits, 1 miss");
        assertThat(servers()).isEmpty();
        builds.wheel();
        assertThat(builds.log.lines("INFO")).contains("Compiler cache sccache: 1 hit, 0 misses");
        assertThat(servers()).isEmpty();
    }

    /** The servers of sccache whose files are those of this test. */
    private List<String> servers() throws Exception {
        String port = Files.readString(directory.resolve("port"));
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/sccache"))
                .filter(process -> environment(process).contains("SCCACHE_SERVER_PORT=" + port))
                .map(ProcessHandle::toString)
                .toList();
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void need(String... programs) {
        for (String program : programs) {
            Assumptions.assumeFalse(new Host().findOnPath(program).isEmpty(), "SKIPPED: there is no " + program);
        }
    }

    /** Puts the directory of a program before what is on PATH. */
    private void path(Path program) {
        Map<String, String> variables = new TreeMap<>(new Host().environment());
        variables.merge("PATH", program.getParent().toString(), (path, first) -> first + ":" + path);
        List.of("CC", "CXX", "CMAKE_C_COMPILER_LAUNCHER", "CMAKE_CXX_COMPILER_LAUNCHER", "CCACHE_STATSLOG")
                .forEach(variables::remove);
        builds.host = new Host(Host.Family.LINUX, variables, directory);
    }

    private Object reported() throws Exception {
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(builds.work.resolve("report.json")));
        return report.get("compilerCache");
    }
}
