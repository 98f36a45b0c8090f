package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SourceWatchTest {

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.into(directory.resolve("module")));
        // Whatever the machine says, bytecode is written.
        build.variables.put("PYTHONDONTWRITEBYTECODE", "");
    }

    @Test
    @DisplayName("what a backend has written into the copy is told to those who debug, and to nobody else")
    void copy() throws Exception {
        backend("open('generated.py', 'w').close()");
        build.debug = true;
        build.wheel();
        assertThat(build.log.lines("DEBUG"))
                .containsSubsequence(
                        "entries of " + build.work.resolve("source") + " that the backend has written or removed: 3",
                        "  new backend/__pycache__",
                        "  new generated.py");
        assertThat(told()).isEmpty();

        build.debug = false;
        build.wheel();
        assertThat(build.log.lines()).noneMatch(line -> line.contains("generated.py"));
    }

    @Test
    @DisplayName("in place, one line names what was written, a new directory by its own name, and no bytecode")
    void inPlace() throws Exception {
        build.mode = SourceMode.INPLACE;
        Trees.write(build.module.resolve("pkg/version.py"), "1");
        Trees.write(build.module.resolve("pkg/obsolete.py"), "1");
        backend(
                "os.makedirs('a.egg-info/more')",
                "for name in 'abcd': open('a.egg-info/more/' + name, 'w').close()",
                "open('pkg/version.py', 'w').write('two')",
                "os.remove('pkg/obsolete.py')");

        build.wheel();

        assertThat(told())
                .containsExactly("The backend has written into " + build.module
                        + ": a.egg-info, pkg/obsolete.py (removed), pkg/version.py (changed)");
        assertThat(build.module.resolve("a.egg-info/more/a")).exists();
    }

    @Test
    @DisplayName("in place, many files of one directory are told by its name, and many places by their number")
    void manyPlaces() throws Exception {
        build.mode = SourceMode.INPLACE;
        Trees.write(build.module.resolve("pkg/__init__.py"));
        backend("for name in 'abc': open('pkg/' + name, 'w').close()", "for name in 'uvwxyz': open(name, 'w').close()");

        build.wheel();

        assertThat(told())
                .containsExactly(
                        "The backend has written into " + build.module + ": pkg (3 entries), u, v, w, x and 2 more");
    }

    @Test
    @DisplayName("a thousand files are fifty lines and a number")
    void bounded() throws Exception {
        build.debug = true;
        backend("os.mkdir('many')", "for number in range(997): open('many/%d' % number, 'w').close()");

        build.wheel();

        assertThat(build.log.lines("DEBUG").stream().filter(line -> line.startsWith("  new ")))
                .hasSize(50);
        assertThat(build.log.lines("DEBUG")).contains("  and 950 more in many");
    }

    @Test
    @DisplayName("where nothing was written, nothing is told; what we write ourselves does not count")
    void nothing() throws Exception {
        build.mode = SourceMode.INPLACE;
        build.output = build.module.resolve("wheels");

        build.wheel();

        assertThat(told()).isEmpty();
    }

    @Test
    @DisplayName("what a failed build has written is told as well")
    void failed() {
        build.mode = SourceMode.INPLACE;
        backend("open('half', 'w').close()", "raise ValueError('no')");

        assertThatThrownBy(build::wheel).isInstanceOf(UserProblem.class);

        assertThat(told()).containsExactly("The backend has written into " + build.module + ": half");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be made read-only")
    @DisplayName("a backend that fails in a directory that cannot be written to: the message says so, and what to do")
    void readOnly() throws Exception {
        build.mode = SourceMode.INPLACE;
        build.work = directory.resolve("work");
        build.output = directory.resolve("dist");
        backend("open('a.egg-info', 'w').close()");
        assertThat(build.module.toFile().setWritable(false, false)).isTrue();
        try {
            if (Files.isWritable(build.module)) {
                Assumptions.abort("SKIPPED: this user (root?) may write everywhere");
            }
            assertThatThrownBy(build::wheel)
                    .isInstanceOfSatisfying(
                            UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.HOOK_FAILED))
                    .hasMessageContaining(
                            "read-only:    " + build.module + ", in which this project is built, cannot be written to")
                    .hasMessageContaining("-Dpyb.sourceMode=copy");
        } finally {
            assertThat(build.module.toFile().setWritable(true, true)).isTrue();
        }
    }

    private List<String> told() {
        return build.log.lines("INFO").stream()
                .filter(line -> line.startsWith("The backend has written"))
                .toList();
    }

    private void backend(String... steps) {
        Trees.write(
                build.module.resolve("backend/test_backend.py"),
                "import os",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    " + String.join("\n    ", steps),
                "    content = ''",
                TestBackend.WRITE_WHEEL);
    }
}
