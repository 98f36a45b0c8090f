package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
class CheckServiceTest {

    private static final String WHEEL = "full_project-1.0-py3-none-any.whl";
    private static final String SDIST = "full_project-1.0.tar.gz";

    /** A backend whose results depend on nothing but the sources, and the time that they are told. */
    private static final List<String> STABLE_BACKEND = List.of(
            "import os, time, zipfile",
            "def build_wheel(directory, config_settings=None, metadata_directory=None):",
            "    epoch = int(os.environ.get('SOURCE_DATE_EPOCH', os.stat('pyproject.toml').st_mtime))",
            "    def add(name, content): wheel.writestr(zipfile.ZipInfo(name, time.gmtime(epoch)[:6]), content)",
            "    with zipfile.ZipFile(os.path.join(directory, 'a-1-py3-none-any.whl'), 'w') as wheel:",
            "        add('a.py', '')",
            "        add('a-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: a\\nVersion: 1\\n')",
            "        add('a-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
            "        add('a-1.dist-info/RECORD', 'a.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\\n'",
            "            'a-1.dist-info/METADATA,sha256=%s,\\na-1.dist-info/WHEEL,sha256=%s,\\n'",
            "            % (os.environ['METADATA'], os.environ['WHEEL']))",
            "    return 'a-1-py3-none-any.whl'");

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.complete(directory.resolve("module")));
    }

    @Test
    @DisplayName("what the report of the last build lists is checked, and one line says so")
    void reported() throws Exception {
        build.settings.put("nowhere", "");
        build.sdistThenWheel();

        build.check(false, false);

        assertThat(build.log.lines("INFO"))
                .containsExactly("Checked " + SDIST + " and " + WHEEL + ": nothing to object to");
    }

    @Test
    @DisplayName("without a report there is nothing to check; what the report lists has to be there")
    void nothing() throws Exception {
        build.check(false, false);
        assertThat(build.log.lines("INFO")).containsExactly("Nothing to check: nothing was built here");

        build.wheel();
        Files.delete(build.output.resolve(WHEEL));
        build.check(false, false);
        assertThat(build.log.lines("WARN"))
                .containsExactly("Not checked, because it is not there any more: " + build.output.resolve(WHEEL));
    }

    @Test
    @DisplayName("files that were asked for have to be distributions")
    void chosen() {
        Path none = directory.resolve("none-1.0.tar.gz");
        assertThatThrownBy(() -> build.check(false, false, none))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("there is no such distribution to check")
                .hasMessageContaining(none.toString());

        Path other = Trees.write(directory.resolve("a.zip"));
        assertThatThrownBy(() -> build.check(false, false, other))
                .hasMessageContaining("only wheels (.whl) and source distributions (.tar.gz) can be checked");
    }

    @Test
    @DisplayName("errors fail the build, all in one message, file by file; warnings are logged")
    void errors() throws Exception {
        build.settings.put("unrecorded", "tests/late.py");
        build.wheel();
        Path broken = Files.writeString(directory.resolve("b-1-py3-none-any.whl"), "");

        assertThatThrownBy(() -> build.check(false, false, broken))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.CHECK_FAILED))
                .hasMessageStartingWith("what was built is not as it should be: 2 errors, 2 warnings")
                .hasMessageContaining(broken + ":\n    - the wheel is refused: it is no zip archive")
                .hasMessageContaining(build.output.resolve(WHEEL) + ":\n    - RECORD does not list: tests/late.py")
                .hasMessageNotContaining("site-packages")
                .hasMessageContaining("-Dpyb.check.skip=true");
        assertThat(build.log.lines("WARN"))
                .containsExactlyInAnyOrder(
                        WHEEL + ": a directory lands in site-packages that hardly belongs there: tests",
                        WHEEL + ": the path of the work directory stands in it: full_project/where.txt");
    }

    @Test
    @DisplayName("strictly, a warning fails the build as well")
    void strict() throws Exception {
        build.wheel();

        build.check(false, false);
        assertThat(build.log.lines("INFO")).last().isEqualTo("Checked " + WHEEL + ": 1 warning");
        assertThatThrownBy(() -> build.check(true, false))
                .hasMessageStartingWith("what was built is not as it should be: 1 warning")
                .hasMessageContaining("- the path of the work directory stands in it: full_project/where.txt");
    }

    @Test
    @DisplayName("what is tolerated is no finding")
    void tolerated() throws Exception {
        build.settings.put("unrecorded", "full_project/late.py");
        build.wheel();
        build.tolerated.addAll(List.of("RECORD does not list", "the path of the work directory"));

        build.check(true, false);

        assertThat(build.log.lines("INFO")).last().isEqualTo("Checked " + WHEEL + ": nothing to object to");
    }

    @Test
    @DisplayName("reproducible: a second build elsewhere that gives other bytes fails, with what differs, and is kept")
    void notReproducible() throws Exception {
        build.sdistThenWheel();

        assertThatThrownBy(() -> build.check(false, true))
                .hasMessageContaining("- a second build makes another wheel ("
                        + build.work.resolve("check/dist").resolve(WHEEL)
                        + "); what differs: the content of full_project/where.txt, in which the path of the work"
                        + " directory stands");
        assertThat(build.work.resolve("check/dist").resolve(WHEEL)).exists();
        assertThat(build.log.lines("INFO"))
                .contains("Building once more, in " + build.work.resolve("check"))
                .anyMatch(line -> line.startsWith("[again] Built "));
    }

    @Test
    @DisplayName("reproducible: the same bytes are told, and nothing is left of the second build")
    void reproducible() throws Exception {
        stableModule();
        build.timestamp = Instant.parse("2020-01-02T03:04:06Z");
        build.wheel();

        build.check(false, true);

        assertThat(build.log.lines("INFO")).contains("The second build has given the same bytes");
        assertThat(build.work.resolve("check")).doesNotExist();
        assertThat(build.output.resolve("a-1-py3-none-any.whl")).exists();
    }

    @Test
    @DisplayName("reproducible: sources have other time stamps in the second build, which shows if no time was given")
    void timeStamps() throws Exception {
        stableModule();
        build.wheel();

        assertThatThrownBy(() -> build.check(false, true))
                .hasMessageContaining("what differs: the time stamps of a.py and 3 more"
                        + " (project.build.outputTimestamp is not set)");
    }

    @Test
    @DisplayName("reproducible: a project that needs its checkout is built there again, and that is told")
    void inPlace() throws Exception {
        stableModule();
        Files.writeString(
                build.module.resolve("pyproject.toml"),
                Files.readString(build.module.resolve("pyproject.toml")) + "[tool.setuptools_scm]\n");
        build.wheel();

        build.check(false, true);

        assertThat(build.log.lines("INFO"))
                .contains("The sources stay where they are for that: its version comes from version control"
                        + " ([tool.setuptools_scm])");
    }

    @Test
    @DisplayName("a second build that fails says that it was the second")
    void failingAgain() throws Exception {
        build.wheel();
        build.settings.put("wheel", "raise");

        assertThatThrownBy(() -> build.check(false, true))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(
                        "when:         it was built once more, for reproducible (-Dpyb.check.reproducible)");
    }

    private void stableModule() throws Exception {
        Path module = TestBackend.into(
                directory.resolve("stable"),
                "requires = []",
                "build-backend = 'backend'",
                "backend-path = ['backend']");
        Files.delete(module.resolve("backend/test_backend.py"));
        Trees.write(module.resolve("backend/backend.py"), STABLE_BACKEND.toArray(String[]::new));
        build = new Builds(module);
        Map<String, String> made = WheelFile.hashes(
                "METADATA", "Metadata-Version: 2.1\nName: a\nVersion: 1\n",
                "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        build.variables.putAll(made);
        assertThat(Optional.ofNullable(build.host.environment().get("SOURCE_DATE_EPOCH")))
                .isEmpty();
    }
}
