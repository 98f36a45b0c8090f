package io.github.pyb.tuning;

import static io.github.pyb.tuning.CompilerCacheChoice.AUTO;
import static io.github.pyb.tuning.CompilerCacheChoice.CCACHE;
import static io.github.pyb.tuning.CompilerCacheChoice.NONE;
import static io.github.pyb.tuning.CompilerCacheChoice.SCCACHE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.FakeProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which cache is used, and when none is. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class CompilerCachesTest {

    @TempDir
    Path directory;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() throws Exception {
        machine = new FakeMachine(directory);
    }

    @AfterEach
    void close() throws Exception {
        machine.close();
    }

    @Test
    @DisplayName("without the parameter nothing is looked for and nothing changes, whatever is installed")
    void none() throws Exception {
        machine.ccache("4.7.5");
        CompilerCaches caches = machine.caches(NONE);

        assertThat(machine.switchedOn(NONE, machine.setuptools())).isEmpty();
        assertThat(caches.use()).isEmpty();
        assertThat(machine.ran()).isEmpty();
        assertThat(machine.log.lines()).isEmpty();
    }

    @Test
    @DisplayName("auto takes ccache, else sccache, else none; for Rust, which ccache does not know, sccache first")
    void auto() throws Exception {
        machine.switchedOn(AUTO, machine.setuptools());
        assertThat(machine.log.lines())
                .containsExactly("DEBUG no compiler cache: neither ccache nor sccache is on PATH");

        machine.sccache();
        machine.switchedOn(AUTO, machine.setuptools());
        machine.ccache("4.7.5");
        machine.switchedOn(AUTO, machine.setuptools());
        machine.switchedOn(AUTO, machine.target("maturin", "maturin>=1,<2"));
        machine.switchedOn(AUTO, machine.target("setuptools.build_meta", "setuptools", "Setuptools_Rust==1.9"));

        assertThat(machine.log.lines("INFO"))
                .containsExactly(
                        "Compiler cache: sccache 0.9.1, " + machine.bin("sccache"),
                        "Compiler cache: ccache 4.7.5, " + machine.bin("ccache"),
                        "Compiler cache: sccache 0.9.1, " + machine.bin("sccache"),
                        "Compiler cache: sccache 0.9.1, " + machine.bin("sccache"));
    }

    @Test
    @DisplayName("one that is named has to be there; another one is not taken in its place")
    void missing() {
        machine.ccache("4.7.5");

        assertThatThrownBy(() -> CompilerCaches.check(machine.host(), SCCACHE))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_PARAMETER))
                .hasMessage(String.join(
                        "\n",
                        "there is no sccache, which compilerCache (-Dpyb.compilerCache=sccache) asks for",
                        "  looked at:    every directory on PATH",
                        "  try:          install sccache so that it is on the PATH that Maven runs with",
                        "  try:          or use it only where it is: compilerCache (-Dpyb.compilerCache=auto)"));
    }

    @Test
    @DisplayName("one that is there but broken is an error, too, with what it says")
    void broken() {
        FakeProgram.saying("no such library", machine.bin("ccache"));

        assertThatThrownBy(() -> machine.switchedOn(AUTO, machine.setuptools()))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the compiler cache does not answer as ccache does (exit code 0)")
                .hasMessageContaining(machine.bin("ccache").toString())
                .hasMessageContaining("no such library")
                .hasMessageContaining("-Dpyb.compilerCache=none");
    }

    @Test
    @DisplayName("where something else stands before the compilers already, nothing more is put there, with a warning")
    void foreign() throws Exception {
        machine.ccache("4.7.5");
        machine.variables.put("CXX", "/opt/bin/sccache g++");
        machine.variables.put("CMAKE_C_COMPILER_LAUNCHER", "distcc");

        assertThat(machine.switchedOn(CCACHE, machine.setuptools())).isEmpty();
        assertThat(machine.log.lines("WARN"))
                .containsExactly(
                        "Compiler cache: not ccache, because something else stands before the compilers already:"
                                + " CMAKE_C_COMPILER_LAUNCHER (distcc), CXX (sccache)");
    }

    @Test
    @DisplayName("on Windows there is a warning and no cache")
    void windows() throws Exception {
        machine.family = Host.Family.WINDOWS;

        CompilerCaches.check(machine.host(), CCACHE);
        assertThat(machine.switchedOn(CCACHE, machine.setuptools())).isEmpty();
        assertThat(machine.log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("on Windows compilerCache has no effect");
    }

    @Test
    @DisplayName("a requirement tells as much as the name of the backend, if it is that distribution and no other")
    void tools() {
        assertThat(machine.target("mesonpy").tool()).isEqualTo(CompilerCacheTarget.BuildTool.MESON);
        assertThat(machine.target("own_backend", "meson_python >= 0.15").tool())
                .isEqualTo(CompilerCacheTarget.BuildTool.MESON);
        assertThat(machine.target("scikit_build_core.setuptools.build_meta").tool())
                .isEqualTo(CompilerCacheTarget.BuildTool.CMAKE);
        assertThat(machine.target("own_backend", "cython", "Scikit.Build-Core[pyproject]")
                        .tool())
                .isEqualTo(CompilerCacheTarget.BuildTool.CMAKE);
        assertThat(machine.target("own_backend", "meson-python-tools").tool())
                .isEqualTo(CompilerCacheTarget.BuildTool.OTHER);
        assertThat(machine.setuptools().isRust()).isFalse();
    }
}
