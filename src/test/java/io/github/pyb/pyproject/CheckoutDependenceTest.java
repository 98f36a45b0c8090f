package io.github.pyb.pyproject;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutDependenceTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("an ordinary project can be built from a copy")
    void ordinary() throws Exception {
        assertThat(reason("[build-system]", "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'"))
                .isEmpty();
    }

    @ParameterizedTest
    @DisplayName("a version from version control needs the checkout")
    @ValueSource(
            strings = {
                "requires = ['setuptools', 'setuptools_scm[toml]>=8']",
                "requires = ['hatchling', 'hatch-vcs']",
                "requires = ['pbr>=5']",
                "requires = ['versioneer[toml]==0.29']",
                "requires = []\n[tool.setuptools_scm]",
                "requires = []\n[tool.pdm.version]\nsource = 'scm'"
            })
    void versionControl(String rest) throws Exception {
        assertThat(reason("[build-system]", rest))
                .hasValueSatisfying(reason -> assertThat(reason).contains("version comes from version control"));
    }

    @Test
    @DisplayName("a setup.py or setup.cfg that asks version control is recognised, a word that looks alike is not")
    void setupFiles() throws Exception {
        Trees.write(directory.resolve("setup.py"), "setup(use_scm_version=True)");
        assertThat(reason("[build-system]", "requires = ['setuptools']"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("setup.py mentions use_scm_version"));

        Trees.write(directory.resolve("setup.py"), "setup(name='pbrtools')");
        assertThat(reason("[build-system]", "requires = ['setuptools']")).isEmpty();
    }

    @Test
    @DisplayName("an unpacked sdist has its version written down, so a copy will do")
    void unpackedSdist() throws Exception {
        Trees.write(directory.resolve("PKG-INFO"), "Version: 1");

        assertThat(reason("[build-system]", "requires = ['setuptools_scm']")).isEmpty();
    }

    @Test
    @DisplayName("poetry-core asks git which files to leave out, where there is a git")
    void poetry() throws Exception {
        String[] project = {"[build-system]", "requires = ['poetry-core']", "build-backend = 'poetry.core.masonry.api'"
        };
        assertThat(reason(project)).isEmpty();

        Files.createDirectory(directory.resolve(".git"));
        assertThat(reason(project))
                .hasValueSatisfying(reason -> assertThat(reason).contains("poetry-core asks git"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "target/, false",
        "target, false",
        "**/target/, false",
        "tar*, false",
        "'target/\n!target/', true",
        "/target/, true",
        "docs/target/, true",
        "# target, true",
        "[, true",
        "other/, true"
    })
    @DisplayName("hatchling takes no notice of an ignore file above a project that stands in an ignored directory")
    void hatchlingIgnored(String patterns, boolean needed) throws Exception {
        Path checkout = Files.createDirectories(directory.resolve("target"));
        Files.createDirectory(checkout.resolve(".git"));
        Trees.write(checkout.resolve(".gitignore"), patterns);
        Path project = Files.createDirectory(checkout.resolve("project"));
        Trees.write(
                project.resolve("pyproject.toml"),
                "[build-system]",
                "requires = ['hatchling']",
                "build-backend = 'hatchling.build'");

        assertThat(new SourceTreeReader().read(project).checkoutReason().isPresent())
                .isEqualTo(needed);
    }

    @Test
    @DisplayName("hatchling needs the checkout if the ignore file stands above the project, not if it has its own")
    void hatchling() throws Exception {
        Path module = directory.resolve("module");
        Files.createDirectory(directory.resolve(".git"));
        Trees.write(directory.resolve(".gitignore"), "target/");
        String[] project = {"[build-system]", "requires = ['hatchling']", "build-backend = 'hatchling.build'"};
        assertThat(reasonIn(module, project))
                .hasValueSatisfying(reason -> assertThat(reason).contains("hatchling takes the files to leave out"));

        Trees.write(module.resolve(".gitignore"), "x");
        assertThat(reasonIn(module, project)).isEmpty();
    }

    @Test
    @DisplayName("a member of a Cargo workspace has to stay where the workspace expects it")
    void cargo() throws Exception {
        Path module = directory.resolve("module");
        Trees.write(directory.resolve("Cargo.toml"), "[workspace]");
        Trees.write(module.resolve("Cargo.toml"), "[package]");

        assertThat(reasonIn(module, "[build-system]", "requires = ['maturin']", "build-backend = 'maturin'"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("Cargo workspace"));
    }

    @Test
    @DisplayName("a backend's setting that leads upwards needs the checkout, another tool's does not")
    void pathsOutside() throws Exception {
        String[] table = {"[build-system]", "requires = ['x']"};
        assertThat(reason(table[0], table[1], "[project]", "readme = '../README.md'"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("\"project.readme\""));
        assertThat(reason(table[0], table[1], "[tool.hatch.build.targets.wheel]", "packages = ['a', '../b']"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("\"tool.hatch.build.targets.wheel.packages\""));
        assertThat(reason(table[0], table[1], "[tool.ruff]", "extend = '../ruff.toml'"))
                .isEmpty();
    }

    @Test
    @DisplayName("only setuptools in a flat layout without a list of packages sweeps the directory")
    void sweeping() throws Exception {
        String[] project = {"[build-system]", "requires = []", "build-backend = 'setuptools.build_meta'"};
        assertThat(read(directory, project).sweepsDirectory()).isTrue();
        assertThat(read(directory, project[0], project[1], project[2], "[tool.setuptools]", "packages = ['a']")
                        .sweepsDirectory())
                .isFalse();
        Files.createDirectory(directory.resolve("src"));
        assertThat(read(directory, project).sweepsDirectory()).isFalse();
    }

    private Optional<String> reason(String... lines) throws Exception {
        return reasonIn(directory, lines);
    }

    private static Optional<String> reasonIn(Path module, String... lines) throws Exception {
        return read(module, lines).checkoutReason();
    }

    private static SourceTree read(Path module, String... lines) throws Exception {
        Trees.write(module.resolve("pyproject.toml"), lines);
        return new SourceTreeReader().read(module);
    }
}
