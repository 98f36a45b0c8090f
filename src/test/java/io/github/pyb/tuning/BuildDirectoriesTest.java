package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildDirectoriesTest {

    @TempDir
    Path directory;

    TuningCase build;

    @BeforeEach
    void prepare() {
        build = new TuningCase(directory);
        build.source = directory.resolve("source");
        build.home = directory.resolve("home");
    }

    @Test
    @DisplayName("a backend that compiles nothing, or not so that it could be kept, gets no directory")
    void none() throws Exception {
        assertThat(build.of("flit_core.buildapi", "flit-core").tune().kept()).isEmpty();
        assertThat(build.of("setuptools.build_meta", "setuptools").tune().kept())
                .isEmpty();
    }

    @Test
    @DisplayName("CMake under scikit-build-core builds in a directory of ours, one for each purpose")
    void cmake() throws Exception {
        build.of("scikit_build_core.build", "scikit-build-core");

        assertThat(build.seen("SKBUILD_BUILD_DIR"))
                .isEqualTo(directory.resolve("wheel/cmake").toString());
        assertThat(build.tune().kept()).isPresent();

        build.purpose = Purpose.WHEEL_FROM_SDIST;
        assertThat(build.seen("SKBUILD_BUILD_DIR"))
                .isEqualTo(directory.resolve("wheel-from-sdist/cmake").toString());
    }

    @Test
    @DisplayName("braces in the path are doubled, because scikit-build-core takes it for a template")
    void template() throws Exception {
        Path braces = directory.resolve("{name}");
        TuningCase other = new TuningCase(braces).of("scikit_build_core.build", "scikit-build-core");

        assertThat(other.seen("SKBUILD_BUILD_DIR")).isEqualTo(directory + "/{{name}}/wheel/cmake");
    }

    @Test
    @DisplayName("hatchling with the plugin of scikit-build-core, and a backend of the source tree, count as well")
    void wrapped() throws Exception {
        assertThat(build.of("hatchling.build", "hatchling", "scikit-build-core").seen("SKBUILD_BUILD_DIR"))
                .isNotEqualTo("none");

        build.of("backend").inTree = true;
        assertThat(build.seen("SKBUILD_BUILD_DIR")).isNotEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build-dir", "skbuild.build-dir"})
    @DisplayName("a directory that a config setting chooses for CMake is left as it is")
    void cmakeSetting(String key) throws Exception {
        build.of("scikit_build_core.build", "scikit-build-core").settings.put(key, "/mine");

        assertThat(build.seen("SKBUILD_BUILD_DIR")).isEqualTo("none");
        assertThat(build.tune().kept()).isEmpty();
    }

    @Test
    @DisplayName("so is one that the project or a variable chooses")
    void cmakeProject() throws Exception {
        build.of("scikit_build_core.build", "scikit-build-core");
        build.tools.put("scikit-build", Map.of("build-dir", "build/{wheel_tag}"));
        assertThat(build.seen("SKBUILD_BUILD_DIR")).isEqualTo("none");

        build.tools.put("scikit-build", Map.of("overrides", List.of(Map.of("build-dir", "b"))));
        assertThat(build.seen("SKBUILD_BUILD_DIR")).isEqualTo("none");

        build.tools.clear();
        Object hooks = Map.of("hooks", Map.of("scikit-build", Map.of("build-dir", "b")));
        build.tools.put("hatch", Map.of("build", Map.of("targets", Map.of("wheel", hooks))));
        assertThat(build.seen("SKBUILD_BUILD_DIR")).isEqualTo("none");

        build.tools.clear();
        build.machine.put("SKBUILD_BUILD_DIR", "/mine");
        assertThat(build.seen("SKBUILD_BUILD_DIR")).isEqualTo("/mine");
    }

    @Test
    @DisplayName("Meson is told by the config setting that all releases of meson-python know, unless there is one")
    void meson() throws Exception {
        build.of("mesonpy", "meson-python");
        assertThat(build.tune().configSettings().get("builddir"))
                .isEqualTo(directory.resolve("wheel/meson").toString());

        build.settings.put("build-dir", "/mine");
        assertThat(build.tune().configSettings()).doesNotContainKey("builddir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maturin", "setuptools-rust"})
    @DisplayName("Cargo builds in a directory of ours under backends that ask it for what it has built")
    void cargo(String requirement) throws Exception {
        build.of("some.backend", requirement);

        assertThat(build.seen("CARGO_TARGET_DIR"))
                .isEqualTo(directory.resolve("wheel/cargo").toString());
    }

    @Test
    @DisplayName("under others, which look for it in target, it builds where it always does")
    void cargoElsewhere() throws Exception {
        assertThat(build.seen("CARGO_TARGET_DIR")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source/.cargo/config.toml", ".cargo/config", "home/.cargo/config.toml"})
    @DisplayName("a directory that Cargo's configuration chooses is left as it is, wherever Cargo would find it")
    void cargoConfiguration(String file) throws Exception {
        build.of("maturin", "maturin");
        Trees.write(directory.resolve(file), "[build]", "target-dir = \"/mine\"");

        assertThat(build.seen("CARGO_TARGET_DIR")).isEqualTo("none");
    }

    @Test
    @DisplayName("so is one that a variable chooses")
    void cargoVariable() throws Exception {
        build.of("maturin", "maturin").machine.put("CARGO_BUILD_TARGET_DIR", "/mine");

        assertThat(build.seen("CARGO_TARGET_DIR")).isEqualTo("none");
    }
}
