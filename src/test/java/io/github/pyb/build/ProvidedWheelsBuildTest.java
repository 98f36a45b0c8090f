package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole builds whose requirements Maven provides, with a real installer and a directory in place of an index. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test backend is for POSIX systems")
class ProvidedWheelsBuildTest {

    @TempDir
    Path directory;

    private Builds build;

    @BeforeEach
    void makeModule() throws Exception {
        build = new Builds(TestBackend.into(
                directory.resolve("module"),
                "requires = ['pyb-test-tool', 'pyb-test-sibling >=1']",
                "build-backend = 'test_backend'",
                "backend-path = ['backend']"));
        Path index = directory.resolve("index");
        new WheelFile("pyb_test_tool", "1.0").requiring("pyb-test-deeper").writeInto(index);
        for (String name : List.of("pyb_test_sibling", "pyb_test_deeper")) {
            new WheelFile(name, "9.0").writeInto(index);
            build.provided.add(Files.move(
                    new WheelFile(name, "1.2.0.dev0").writeInto(directory.resolve("made")),
                    directory.resolve(name + "-1.2.0-SNAPSHOT.whl")));
        }
        build.variables.put("PIP_NO_INDEX", "1");
        build.variables.put("PIP_FIND_LINKS", index.toString());
        build.variables.put("UV_OFFLINE", "1");
        build.variables.put("UV_NO_INDEX", "1");
        build.variables.put("UV_FIND_LINKS", index.toString());
        build.variables.put("UV_CACHE_DIR", directory.resolve("cache").toString());
        build.keep = KeepPolicy.ALWAYS;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what Maven provides comes before what an index has, also if that is newer, and deeper down")
    void ahead(InstallerKind kind) throws Exception {
        build.installer = installer(kind);

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().get("wheel").toString()).contains("pyb-test-sibling=1.2.0.dev0");
        assertThat(build.log.lines("INFO"))
                .contains("Wheels from Maven, which come before any index: pyb-test-deeper 1.2.0.dev0,"
                        + " pyb-test-sibling 1.2.0.dev0");
        try (Stream<Path> installed = Files.walk(build.defaultEnvironment())) {
            assertThat(installed.map(path -> path.getFileName().toString()))
                    .contains("pyb_test_deeper-1.2.0.dev0.dist-info", "pyb_test_tool-1.0.dist-info");
        }
    }

    @Test
    @DisplayName("an environment with provided wheels is kept for later builds, until one of the wheels changes")
    void kept() throws Exception {
        build.keep = KeepPolicy.FAILURE;
        build.wheel();

        build.wheel();
        assertThat(build.log.lines("INFO"))
                .anyMatch(line -> line.startsWith("Build environment: pyb-test-deeper 1.2.0.dev0,"))
                .noneMatch(line -> line.startsWith("Installing"));

        Files.move(
                new WheelFile("pyb_test_deeper", "1.2.0.dev0")
                        .with("new.py", "x = 1")
                        .writeInto(directory),
                build.provided.get(1),
                StandardCopyOption.REPLACE_EXISTING);
        build.wheel();
        assertThat(build.log.lines("INFO")).anyMatch(line -> line.startsWith("Installing"));
    }

    @Test
    @DisplayName("nothing is installed because Maven provides it: only what is required counts")
    void onlyRequired() throws Exception {
        build.provided.add(new WheelFile("pyb_test_unused", "1.0").writeInto(directory.resolve("made")));

        build.wheel();

        try (Stream<Path> installed = Files.walk(build.defaultEnvironment())) {
            assertThat(installed.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("unused"));
        }
    }

    @Test
    @DisplayName("a requirement that the provided version does not meet ends the build before anything is installed")
    void conflict() throws Exception {
        TestBackend.into(
                build.module,
                "requires = ['pyb-test-sibling >=5']",
                "build-backend = 'test_backend'",
                "backend-path = ['backend']");

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith(
                        "the build requires another version of pyb-test-sibling than the one that Maven provides")
                .hasMessageContaining("required:     \"pyb-test-sibling >=5\" (requires in [build-system])")
                .hasMessageContaining("provided:     pyb-test-sibling 1.2.0.dev0, "
                        + directory.resolve("pyb_test_sibling-1.2.0-SNAPSHOT.whl"));
        assertThat(build.log.lines("INFO")).noneMatch(line -> line.startsWith("Installing"));
    }

    @Test
    @DisplayName("what a backend reports is held against it as well, and deeper conflicts are in the installer's words")
    void laterConflicts() throws Exception {
        build.settings.put("requires", List.of("pyb-test-sibling<1"));
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("required:     \"pyb-test-sibling<1\" (the backend test_backend)");

        build.settings.clear();
        build.resolveAnew();
        new WheelFile("pyb_test_tool", "1.0").requiring("pyb-test-deeper>=3").writeInto(directory.resolve("index"));
        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("the build requirements could not be installed (pip ended with exit code 1)")
                .hasMessageContaining("pyb-test-deeper");
    }

    private static InstallerChoice installer(InstallerKind kind) {
        return kind == InstallerKind.PIP
                ? InstallerChoice.pip()
                : new InstallerChoice(InstallerKind.UV, Optional.of(Uv.executable()), false);
    }
}
