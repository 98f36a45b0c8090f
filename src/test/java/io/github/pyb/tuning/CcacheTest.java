package io.github.pyb.tuning;

import static io.github.pyb.tuning.CompilerCacheChoice.CCACHE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class CcacheTest {

    @TempDir
    Path directory;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() throws Exception {
        machine = new FakeMachine(directory);
        machine.ccache("4.7.5", "direct_cache_hit", "local_storage_hit");
    }

    @AfterEach
    void close() throws Exception {
        machine.close();
    }

    @Test
    @DisplayName("links named as the compilers are come first on PATH, and no compiler's name changes")
    void links() throws Exception {
        machine.compilers(
                "gcc", "g++", "cc", "x86_64-linux-gnu-gcc-12", "clang++-15", "gcc-ar", "gcov", "cccc", "c99-gcc");

        Map<String, String> seen = machine.switchedOn(CCACHE, machine.setuptools());

        assertThat(seen).containsOnlyKeys("PATH", "CCACHE_STATSLOG");
        assertThat(seen.get("PATH")).isEqualTo(linkDirectory() + ":" + machine.variables.get("PATH"));
        assertThat(linkNames()).containsExactly("cc", "clang++-15", "g++", "gcc", "x86_64-linux-gnu-gcc-12");
        assertThat(Files.readSymbolicLink(linkDirectory().resolve("gcc"))).isEqualTo(machine.bin("ccache"));
    }

    @Test
    @DisplayName("links that are right stay, wrong ones are made new, those of compilers that are gone go")
    void update() throws Exception {
        machine.compilers("gcc", "g++");
        machine.switchedOn(CCACHE, machine.setuptools());
        Object kept = Files.getAttribute(linkDirectory().resolve("gcc"), "unix:ino", LinkOption.NOFOLLOW_LINKS);
        Files.delete(linkDirectory().resolve("g++"));
        Files.createSymbolicLink(linkDirectory().resolve("g++"), directory.resolve("gone"));
        Trees.write(linkDirectory().resolve("clang"), "left by somebody");

        machine.switchedOn(CCACHE, machine.setuptools());

        assertThat(linkNames()).containsExactly("g++", "gcc");
        assertThat(Files.readSymbolicLink(linkDirectory().resolve("g++"))).isEqualTo(machine.bin("ccache"));
        assertThat(Files.getAttribute(linkDirectory().resolve("gcc"), "unix:ino", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(kept);
    }

    @Test
    @DisplayName("a compiler of the user's is linked by its name; what is no name of a compiler gets ccache before it")
    void usersCompilers() throws Exception {
        machine.variables.put("CC", "aarch64-linux-gnu-gcc-13 -m32");
        machine.variables.put("CXX", "/opt/llvm/bin/clang++ -stdlib=libc++");

        Map<String, String> seen = machine.switchedOn(CCACHE, machine.setuptools());

        assertThat(seen)
                .doesNotContainKey("CC")
                .containsEntry("CXX", machine.bin("ccache") + " /opt/llvm/bin/clang++ -stdlib=libc++");
        assertThat(linkNames()).contains("aarch64-linux-gnu-gcc-13");

        machine.variables.put("CC", "env NICE=1 gcc");
        assertThat(machine.switchedOn(CCACHE, machine.setuptools()))
                .containsEntry("CC", machine.bin("ccache") + " env NICE=1 gcc");
        assertThat(linkNames()).doesNotContain("env");
    }

    @Test
    @DisplayName("an interpreter that names its compiler with a path gets ccache before it, with all its options")
    void compilerOfInterpreter() throws Exception {
        machine.interpreterBuiltWith("/usr/local/bin/gcc-13 -pthread", "");

        assertThat(machine.switchedOn(CCACHE, machine.setuptools()))
                .containsEntry("CC", machine.bin("ccache") + " /usr/local/bin/gcc-13 -pthread")
                .doesNotContainKey("CXX");
    }

    @Test
    @DisplayName("what has ccache before it already is left as it is, for every backend")
    void ccacheOfUser() throws Exception {
        machine.compilers("cc", "c++");
        machine.variables.put("CC", "ccache /opt/gcc");
        machine.variables.put("CXX", "/usr/bin/ccache g++");

        assertThat(machine.switchedOn(CCACHE, machine.setuptools())).containsOnlyKeys("PATH", "CCACHE_STATSLOG");
        assertThat(machine.switchedOn(CCACHE, machine.target("mesonpy"))).containsOnlyKeys("CCACHE_STATSLOG");
        assertThat(machine.switchedOn(CCACHE, machine.target("scikit_build_core.build")))
                .containsOnlyKeys("CCACHE_STATSLOG");
    }

    @Test
    @DisplayName("CMake is told in its own variables, and finds the compilers as ever; a user's launcher stays")
    void cmake() throws Exception {
        machine.compilers("cc", "c++");
        machine.variables.put("CC", "clang");
        CompilerCacheTarget cmake = machine.target("scikit_build_core.build");

        assertThat(machine.switchedOn(CCACHE, cmake))
                .contains(
                        entry("CMAKE_C_COMPILER_LAUNCHER", machine.bin("ccache").toString()),
                        entry(
                                "CMAKE_CXX_COMPILER_LAUNCHER",
                                machine.bin("ccache").toString()))
                .doesNotContainKeys("CC", "PATH");

        machine.variables.put("CMAKE_C_COMPILER_LAUNCHER", "/mine/ccache");
        assertThat(machine.switchedOn(CCACHE, cmake)).doesNotContainKey("CMAKE_C_COMPILER_LAUNCHER");
    }

    @Test
    @DisplayName("Meson gets it before the compiler that it would take, so that it does not choose sccache by itself")
    void meson() throws Exception {
        CompilerCacheTarget meson = machine.target("mesonpy");
        assertThat(machine.switchedOn(CCACHE, meson)).containsOnlyKeys("CCACHE_STATSLOG");

        machine.compilers("gcc", "clang", "c++");
        assertThat(machine.switchedOn(CCACHE, meson))
                .containsEntry("CC", machine.bin("ccache") + " gcc")
                .containsEntry("CXX", machine.bin("ccache") + " c++");

        machine.variables.put("CC", "clang -m32");
        assertThat(machine.switchedOn(CCACHE, meson)).containsEntry("CC", machine.bin("ccache") + " clang -m32");
    }

    @Test
    @DisplayName("a ccache in a directory with a blank is called by its name where variables are split at blanks")
    void blank() throws Exception {
        Path other = directory.resolve("with blank/ccache");
        FakeProgram.saying("ccache version 4.8", other);
        machine.variables.put("PATH", other.getParent() + ":" + machine.variables.get("PATH"));
        machine.compilers("cc");

        assertThat(machine.switchedOn(CCACHE, machine.target("mesonpy"))).containsEntry("CC", "ccache cc");
    }

    @Test
    @DisplayName("what ccache writes down in this build is counted, said once, and begins anew with the next build")
    void counts() throws Exception {
        machine.compilers("gcc", "g++");
        CompilerCaches caches = machine.caches(CCACHE);
        assertThat(caches.identity()).isEmpty();
        EnvironmentChanges changes = caches.switchOn(EnvironmentChanges.none(), machine.setuptools());
        assertThat(caches.identity()).isEqualTo(machine.bin("ccache") + " 4.7.5");
        machine.compile("gcc", changes);
        machine.compile("g++", caches.switchOn(EnvironmentChanges.none(), machine.setuptools()));
        machine.ccache("4.7.5", "preprocessed_cache_hit");
        machine.compile("gcc", changes);
        machine.ccache("4.7.5", "cache_miss", "direct_cache_miss", "preprocessed_cache_miss");
        machine.compile("gcc", changes);
        machine.ccache("4.7.5", "called_for_link");
        machine.compile("gcc", changes);
        machine.ccache("4.7.5", "unsupported_compiler_option");
        machine.compile("gcc", changes);

        assertThat(caches.use())
                .isEqualTo(caches.use())
                .contains(CompilerCacheUse.counted(
                        new CompilerCacheProgram("ccache", machine.bin("ccache"), "4.7.5"),
                        new CompilerCacheCounts(3, Optional.of(2L), 1, 1)));
        assertThat(machine.log.lines("INFO"))
                .containsExactly(
                        "Compiler cache: ccache 4.7.5, " + machine.bin("ccache"),
                        "Compiler cache ccache: 3 hits (2 direct), 1 miss, 1 not cacheable");

        CompilerCaches next = machine.caches(CCACHE);
        next.switchOn(EnvironmentChanges.none(), machine.setuptools());
        next.use();
        assertThat(machine.log.lines("INFO")).last().isEqualTo("Compiler cache ccache: nothing was compiled");
    }

    @Test
    @DisplayName("counts that cannot be had are not invented, and the reason is told")
    void uncounted() throws Exception {
        machine.ccache("4.3");
        assertThat(said()).endsWith("is not known, because ccache 4.3 cannot count for one build, which takes 4.4");

        machine.ccache("4.10.2");
        assertThat(said()).endsWith("nothing was compiled");

        machine.variables.put("CCACHE_STATSLOG", "/mine");
        assertThat(machine.switchedOn(CCACHE, machine.setuptools())).containsOnlyKeys("PATH");
        assertThat(said()).endsWith("is not known, because CCACHE_STATSLOG is set already, to a file of yours");
    }

    @Test
    @DisplayName("the counts of two parts of a build are added, and not known if one of them is not")
    void sum() {
        CompilerCacheProgram program = new CompilerCacheProgram("ccache", machine.bin("ccache"), "4.8");
        CompilerCacheUse one = CompilerCacheUse.counted(program, new CompilerCacheCounts(3, Optional.of(2L), 1, 0));
        CompilerCacheUse other = CompilerCacheUse.counted(program, new CompilerCacheCounts(1, Optional.of(1L), 0, 4));
        CompilerCacheUse unknown = CompilerCacheUse.uncounted(program, "of a test");

        assertThat(one.and(other).counts()).contains(new CompilerCacheCounts(4, Optional.of(3L), 1, 4));
        assertThat(one.and(unknown)).isEqualTo(unknown);
        assertThat(unknown.and(one)).isEqualTo(unknown);
    }

    private String said() throws Exception {
        CompilerCaches caches = machine.caches(CCACHE);
        caches.switchOn(EnvironmentChanges.none(), machine.setuptools());
        caches.use();
        List<String> lines = machine.log.lines("INFO");
        return lines.get(lines.size() - 1);
    }

    private Path linkDirectory() {
        return machine.work.resolve("ccache");
    }

    private List<String> linkNames() throws Exception {
        try (Stream<Path> links = Files.list(linkDirectory())) {
            return links.map(link -> link.getFileName().toString()).sorted().toList();
        }
    }
}
