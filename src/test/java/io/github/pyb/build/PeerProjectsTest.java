package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.pyproject.BuildSystem;
import io.github.pyb.pyproject.SourceTreeReader;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.PackageIndex;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Seventeen small projects, sound ones and those that go wrong in one way each, and what becomes of them. PyPA build tests
 * itself with projects of these names; these here are written anew, and what is promised for them is ours.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
@Execution(ExecutionMode.CONCURRENT)
class PeerProjectsTest {

    private static final Path PROJECTS = Path.of("src/test/resources/projects");

    @TempDir
    Path directory;

    @BeforeAll
    static void count() throws Exception {
        try (Stream<Path> projects = Files.list(PROJECTS)) {
            assertThat(projects).as("the projects").hasSize(17);
        }
    }

    @Test
    @DisplayName(
            "inline: a backend in the tree that requires nothing builds a wheel with a console script, without pip")
    void inline() throws Exception {
        Builds build = project("inline");
        build.variables.put("PIP_NO_INDEX", "1");

        BuildResult result = build.wheel();

        assertThat(WheelFile.read(result.files().get(0)))
                .containsEntry("inline-1.0.dist-info/entry_points.txt", "[console_scripts]\ntell = inline:main\n");
        assertThat(build.metadata().get("name")).isEqualTo("inline");
        fails(build::sdist, ProblemKind.HOOK_MISSING)
                .hasMessageContaining("the backend build does not have the hook build_sdist");
    }

    @Test
    @Behaviour({106, 132})
    @DisplayName("legacy: a project with setup.py alone is built by setuptools, sdist, wheel and metadata")
    void legacy() throws Exception {
        Builds build = withSetuptools(project("legacy"));

        BuildResult result = build.sdistThenWheel();

        assertThat(result.files())
                .containsExactly(
                        build.output.resolve("legacy-1.0.tar.gz"), build.output.resolve("legacy-1.0-py3-none-any.whl"));
        assertThat(result.backend()).isEqualTo("setuptools.build_meta:__legacy__");
        assertThat(WheelFile.read(result.files().get(1))).containsKey("legacy/__init__.py");
        assertThat(build.metadata().get("name")).isEqualTo("legacy");
    }

    @Test
    @Behaviour(98)
    @DisplayName("test-bad-backend: a backend that nobody has is named, whatever is asked for, with what to require")
    void badBackend() throws Exception {
        Builds build = project("test-bad-backend");

        for (ThrowingCallable attempt :
                List.<ThrowingCallable>of(build::wheel, build::sdist, build::sdistThenWheel, build::metadata)) {
            fails(attempt, ProblemKind.BACKEND_UNAVAILABLE)
                    .hasMessageContaining("the backend backend_that_nobody_wrote cannot be imported:"
                            + " ModuleNotFoundError: No module named 'backend_that_nobody_wrote'")
                    .hasMessageContaining("add the distribution that has the module backend_that_nobody_wrote");
        }
    }

    @Test
    @Behaviour(96)
    @DisplayName(
            "test-bad-syntax: a pyproject.toml that is no TOML is refused with line and column; nothing is created")
    void badSyntax() throws Exception {
        Builds build = project("test-bad-syntax");

        fails(build::sdistThenWheel, ProblemKind.PROJECT_INVALID)
                .hasMessageContaining("pyproject.toml is not valid TOML")
                .hasMessageContaining(build.module.resolve("pyproject.toml") + ", line 2, column 25");
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @DisplayName("test-bad-wheel: a wheel that is named and not there is a bad result, not a success")
    void badWheel() throws Exception {
        fails(project("test-bad-wheel")::wheel, ProblemKind.BAD_RESULT)
                .hasMessageContaining("the hook build_wheel returned the name of a file that it did not make:"
                        + " \"test_bad_wheel-1.0-py3-none-any.whl\"")
                .hasMessageContaining("it made:      nothing");
    }

    @Test
    @Behaviour(44)
    @DisplayName("test-cant-build-via-sdist: the wheel is built from the tree; an sdist that is none is refused before"
            + " anything is built from it")
    void cannotBuildViaSdist() throws Exception {
        Builds build = project("test-cant-build-via-sdist");

        assertThat(WheelFile.read(build.wheel().files().get(0)))
                .containsEntry("test_cant_build_via_sdist.txt", "what the wheel is made of\n");

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(build::sdist, build::sdistThenWheel)) {
            fails(attempt, ProblemKind.SDIST_REFUSED)
                    .hasMessageContaining("the source distribution is refused")
                    .hasMessageContaining("gzip");
        }
        assertThat(build.output.resolve("test_cant_build_via_sdist-1.0.tar.gz")).doesNotExist();
    }

    @Test
    @Behaviour(94)
    @DisplayName("test-flit: backend and requirements are those of the table, and there is no backend path")
    void flitTable() throws Exception {
        Path tree = project("test-flit").module;

        assertThat(new SourceTreeReader().read(tree).directory())
                .isEqualTo(tree)
                .isAbsolute();
        assertThat(new SourceTreeReader().read(tree).buildSystem())
                .isEqualTo(new BuildSystem(List.of("flit_core >=2,<4"), "flit_core.buildapi", List.of()));
    }

    @Test
    @Behaviour({60, 106})
    @DisplayName("test-flit: a project described to flit in the old way is built, sdist, wheel and metadata")
    void flit() throws Exception {
        skipIf(PackageIndex.whyNot());
        Builds build = project("test-flit");

        BuildResult result = build.sdistThenWheel();

        assertThat(result.files())
                .containsExactly(
                        build.output.resolve("test_flit-1.0.tar.gz"),
                        build.output.resolve("test_flit-1.0-py2.py3-none-any.whl"));
        assertThat(result.builds().get(0).resolved().get("wheel")).containsOnlyKeys(ProjectName.of("flit-core"));
        assertThat(build.metadata().get("name")).isEqualTo("test_flit");
    }

    @Test
    @DisplayName("test-invalid-requirements: the installer says which requirement it cannot read, and so do we")
    void invalidRequirements() throws Exception {
        Builds build = project("test-invalid-requirements");
        build.variables.put("PIP_NO_INDEX", "1");

        fails(build::wheel, ProblemKind.INSTALL_FAILED)
                .hasMessageContaining("the build requirements could not be installed")
                .hasMessageContaining("required:     setuptools >= 40.8.0, two words")
                .hasMessageContaining("Invalid requirement: 'two words'");
    }

    @Test
    @Behaviour({58, 105})
    @DisplayName("test-metadata: metadata comes from the hook for it, with what that requires; no build hook is called")
    void metadata() throws Exception {
        Builds build = project("test-metadata");
        Path wheels = directory.resolve("wheels");
        new WheelFile("test_metadata_words", "1.0")
                .with("test_metadata_words.py", "NAME = 'test-metadata'")
                .writeInto(wheels);
        build.variables.putAll(Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", wheels.toString()));

        assertThat(build.metadata().get("name")).isEqualTo("test-metadata");

        fails(build::wheel, ProblemKind.HOOK_FAILED)
                .hasMessageContaining("the hook build_wheel of the backend describes failed:"
                        + " NotImplementedError: no wheel of this");
        fails(build::sdist, ProblemKind.HOOK_FAILED)
                .hasMessageContaining("the hook build_sdist of the backend describes failed:"
                        + " NotImplementedError: no source distribution of this");
    }

    @Test
    @Behaviour(100)
    @DisplayName(
            "test-no-backend: the legacy backend is used with the requirements as declared, so setuptools is missing")
    void noBackend() throws Exception {
        fails(project("test-no-backend")::wheel, ProblemKind.BACKEND_UNAVAILABLE)
                .hasMessageContaining("the backend setuptools.build_meta:__legacy__ cannot be imported")
                .hasMessageContaining("add the distribution that has the module setuptools to \"requires\"");
    }

    @Test
    @Behaviour(96)
    @DisplayName("test-no-permission: a pyproject.toml that nobody may read is refused, and nothing is created")
    void noPermission() throws Exception {
        Builds build = project("test-no-permission");
        Path file = build.module.resolve("pyproject.toml");
        assertThat(file.toFile().setReadable(false)).isTrue();
        skipIf(Files.isReadable(file) ? "this user (root?) reads what nobody may read" : "");

        fails(build::wheel, ProblemKind.PROJECT_INVALID)
                .hasMessageContaining("pyproject.toml cannot be read: permission denied")
                .hasMessageContaining("where:        " + file);
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @DisplayName("test-no-prepare: a wheel that is returned by its whole path is a bad result, for metadata as well")
    void noPrepare() throws Exception {
        Builds build = project("test-no-prepare");

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(build::wheel, build::metadata)) {
            fails(attempt, ProblemKind.BAD_RESULT)
                    .hasMessageContaining("the hook build_wheel returned an absolute path instead of the bare name")
                    .hasMessageContaining("it made:      test_no_prepare-1.0-py3-none-any.whl");
        }
    }

    @Test
    @Behaviour(93)
    @DisplayName("test-no-project: a directory without pyproject.toml and setup.py is no project; nothing is created")
    void noProject() throws Exception {
        Builds build = project("test-no-project");

        fails(build::wheel, ProblemKind.PROJECT_INVALID)
                .hasMessageContaining("there is no Python project: neither pyproject.toml nor setup.py exists")
                .hasMessageContaining("where:        " + build.module);
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @Behaviour(100)
    @DisplayName("test-no-requires: a table without requirements is refused with its place; nothing is created")
    void noRequires() throws Exception {
        Builds build = project("test-no-requires");

        fails(build::wheel, ProblemKind.PROJECT_INVALID)
                .hasMessageContaining("[build-system] lacks the key \"requires\", which is mandatory")
                .hasMessageContaining(build.module.resolve("pyproject.toml") + ", line 1, column 1");
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @Behaviour({99, 135})
    @DisplayName("test-optional-hooks: what a backend without hooks lacks is named by the goal that needs it")
    void optionalHooks() throws Exception {
        Builds build = project("test-optional-hooks");

        fails(build::wheel, ProblemKind.HOOK_MISSING).hasMessageContaining("does not have the hook build_wheel");
        fails(build::metadata, ProblemKind.HOOK_MISSING).hasMessageContaining("does not have the hook build_wheel");
        fails(build::sdist, ProblemKind.HOOK_MISSING).hasMessageContaining("does not have the hook build_sdist");
        fails(build::editable, ProblemKind.HOOK_MISSING).hasMessageContaining("does not have the hook build_editable");
        assertThat(build.environment().python()).exists();
    }

    @Test
    @Behaviour({43, 60})
    @DisplayName("test-setuptools: sdist and wheel are built; what MANIFEST.in names is in the sdist, not in the wheel")
    void setuptools() throws Exception {
        Builds build = withSetuptools(project("test-setuptools"));

        BuildResult result = build.sdistThenWheel();

        assertThat(result.files())
                .containsExactly(
                        build.output.resolve("test-setuptools-1.0.tar.gz"),
                        build.output.resolve("test_setuptools-1.0-py3-none-any.whl"));
        assertThat(build.work.resolve("sdist/test-setuptools/notes.txt")).isNotEmptyFile();
        assertThat(WheelFile.read(result.files().get(1)))
                .containsKey("test_setuptools/__init__.py")
                .doesNotContainKey("notes.txt");
    }

    @Test
    @Behaviour(100)
    @DisplayName("test-typo: a misspelt table is told in a warning and not used; the defaults build the project")
    void typo() throws Exception {
        Builds build = withSetuptools(project("test-typo"));

        BuildResult result = build.wheel();

        assertThat(build.log.lines("WARN"))
                .containsExactly("pyproject.toml, line 1, column 1: \"build_system\" is not used; did you mean"
                        + " \"build-system\"?");
        assertThat(result.backend()).isEqualTo("setuptools.build_meta:__legacy__");
        assertThat(WheelFile.read(result.files().get(0))).containsKey("typo.py");
    }

    /** A copy of the project, which can be built. */
    private Builds project(String name) throws Exception {
        Path from = PROJECTS.resolve(name);
        Path to = directory.resolve(name);
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                Trees.write(to.resolve(from.relativize(path).toString()));
                Files.writeString(to.resolve(from.relativize(path).toString()), Files.readString(path));
            }
        }
        return new Builds(to);
    }

    private Builds withSetuptools(Builds build) {
        return build.withSetuptools(directory.resolve("wheels"));
    }

    private static void skipIf(String why) {
        if (!why.isEmpty()) {
            Assumptions.abort("SKIPPED: " + why);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(ThrowingCallable attempt, ProblemKind kind) {
        return assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
