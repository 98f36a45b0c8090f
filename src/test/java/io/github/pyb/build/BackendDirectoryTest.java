package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
@Execution(ExecutionMode.CONCURRENT)
class BackendDirectoryTest {

    /** Notes what it finds where CMake would build, and leaves something there. */
    private static final String BACKEND = """
            import os
            from full_backend import *
            import full_backend

            def build_wheel(directory, config_settings=None, metadata_directory=None):
                settings = dict(config_settings)
                place = os.environ["SKBUILD_BUILD_DIR"]
                os.makedirs(place, exist_ok=True)
                with open(settings["found"], "a") as found:
                    found.write("%s\\n" % " ".join(os.listdir(place)))
                open(os.path.join(place, settings["leave"]), "w").close()
                if os.path.exists("broken"):
                    raise ValueError("told to")
                return full_backend.build_wheel(directory, None, metadata_directory)
            """;

    @TempDir
    Path directory;

    Builds build;
    Path found;

    @BeforeEach
    void makeModule() {
        Path module = TestBackend.complete(directory.resolve("module"));
        build = new Builds(module);
        Trees.write(module.resolve("backend/keeping.py"), BACKEND);
        Trees.write(
                module.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = \"keeping\"",
                "backend-path = [\"backend\"]");
        found = directory.resolve("found");
        build.settings.put("found", found.toString());
        build.settings.put("leave", "object");
    }

    @Test
    @DisplayName("what a build leaves where CMake builds is there in the next one, but not when a setting has changed")
    void kept() throws Exception {
        build.wheel();
        build.wheel();
        build.settings.put("leave", "another");
        build.wheel();

        assertThat(foundThere()).containsExactly("", "object", "");
        assertThat(build.log.lines("INFO"))
                .contains("The native build starts from scratch, because this has changed: config setting leave");
    }

    @Test
    @DisplayName("a wheel from the tree and one from a source distribution do not find each other's files")
    void purposes() throws Exception {
        build.wheel();
        build.sdistThenWheel();
        build.sdistThenWheel();

        assertThat(foundThere()).containsExactly("", "", "object");
    }

    @Test
    @DisplayName("a failure keeps the files if an earlier build has succeeded with them, and otherwise not")
    void failures() throws Exception {
        Path broken = Trees.write(build.module.resolve("broken"));
        assertThatThrownBy(build::wheel).isInstanceOf(UserProblem.class);
        Files.delete(broken);
        build.wheel();
        Trees.write(broken);
        assertThatThrownBy(build::wheel).isInstanceOf(UserProblem.class);
        Files.delete(broken);
        build.wheel();

        assertThat(foundThere()).containsExactly("", "", "object", "object");
    }

    @Test
    @DisplayName("a chosen place has a directory for each interpreter, which pyb:clean removes, and nothing else there")
    void chosen() throws Exception {
        build.build = directory.resolve("chosen");
        Path other = Trees.write(build.build.resolve("mine/precious.txt"), "x");
        Path ours = build.build.resolve(Pythons.any().tag());

        build.wheel();

        assertThat(ours.resolve("wheel/cmake/object")).exists();
        assertThat(build.work.resolve("build")).doesNotExist();
        assertThat(build.clean()).contains(ours).doesNotContain(build.build);
        assertThat(ours).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    @DisplayName("a directory of somebody else in the place of an interpreter's is refused and stays untouched")
    void foreign() throws Exception {
        build.build = directory.resolve("chosen");
        Path precious = Trees.write(build.build.resolve(Pythons.any().tag()).resolve("precious.txt"), "x");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCATION_REFUSED))
                .hasMessageContaining("buildDirectory (-Dpyb.buildDirectory)")
                .hasMessageContaining("precious.txt");
        assertThat(precious).hasContent("x");
        assertThat(build.defaultEnvironment()).doesNotExist();
    }

    @Test
    @DisplayName("a place that is in the way of another one is refused with both names")
    void inTheWay() {
        build.build = build.work.resolve("build");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("buildDirectory (-Dpyb.buildDirectory) must not be, or lie in, what"
                        + " workDirectory (-Dpyb.workDirectory) names");

        build.build = directory.resolve("one");
        build.extract = build.build.resolve("sdist");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("sdistExtractDir (-Dpyb.sdistExtractDir) must not be, or lie in, what"
                        + " buildDirectory (-Dpyb.buildDirectory) names");

        build.extract = null;
        build.envDir = build.build.resolve("env");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("envDir (-Dbuild.env.dir) must not be, or lie in, what buildDirectory");
        assertThat(build.work).doesNotExist();
    }

    private List<String> foundThere() throws Exception {
        return Files.readAllLines(found);
    }
}
