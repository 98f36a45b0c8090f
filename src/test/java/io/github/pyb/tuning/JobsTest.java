package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

    @TempDir
    Path directory;

    TuningCase build;

    @BeforeEach
    void prepare() {
        build = new TuningCase(directory);
    }

    @Test
    @DisplayName("one number reaches every tool that reads a variable, and no makefile")
    void variables() throws Exception {
        assertThat(build.seen())
                .containsEntry("CMAKE_BUILD_PARALLEL_LEVEL", "3")
                .containsEntry("CARGO_BUILD_JOBS", "3")
                .containsEntry("MAX_JOBS", "3")
                .containsEntry("NPY_NUM_BUILD_JOBS", "3")
                .doesNotContainKey("MAKEFLAGS");
    }

    @Test
    @DisplayName("a variable that the machine or the user has set stays as it is")
    void set() throws Exception {
        build.machine.put("CMAKE_BUILD_PARALLEL_LEVEL", "7");
        build.users.put("MAX_JOBS", "1");

        assertThat(build.seen())
                .containsEntry("CMAKE_BUILD_PARALLEL_LEVEL", "7")
                .containsEntry("MAX_JOBS", "1")
                .containsEntry("CARGO_BUILD_JOBS", "3");
    }

    @Test
    @DisplayName("setuptools is not told: extensions that share a source file would overwrite each other's objects")
    void setuptools() throws Exception {
        assertThat(Files.readString(Path.of(build.seen("DIST_EXTRA_CONFIG"))))
                .doesNotContain("parallel")
                .doesNotContain("build_ext");
        assertThat(build.tune().configSettings()).isEmpty();
    }

    @Test
    @DisplayName("ninja under Meson is told by a config setting")
    void meson() throws Exception {
        build.of("mesonpy", "meson-python");

        assertThat(build.tune().configSettings().get("compile-args")).isEqualTo(List.of("-j3"));
    }

    @Test
    @DisplayName("compile-args of the user stay as they are")
    void usersCompileArgs() throws Exception {
        build.of("mesonpy", "meson-python").settings.put("compile-args", "-v");

        assertThat(build.tune().configSettings().get("compile-args")).isEqualTo("-v");
    }

    @Test
    @DisplayName("a number that the project has for ninja stays the last word, other words of it are no number")
    void projectsCompileArgs() throws Exception {
        build.of("mesonpy", "meson-python");
        build.tools.put("meson-python", Map.of("args", Map.of("compile", List.of("-v", "-j1"))));
        assertThat(build.tune().configSettings()).doesNotContainKey("compile-args");

        build.tools.put("meson-python", Map.of("args", Map.of("compile", List.of("-v"))));
        assertThat(build.tune().configSettings()).containsKey("compile-args");
    }

    @Test
    @DisplayName("a backend of the source tree gets no settings that it may not know, even if it is called mesonpy")
    void inTree() throws Exception {
        build.of("mesonpy", "meson-python").inTree = true;

        assertThat(build.tune().configSettings()).isEmpty();
    }
}
