package io.github.pyb.pyproject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTreeReaderTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("a complete table is read as it stands")
    void complete() throws Exception {
        Files.createDirectories(directory.resolve("backend"));
        BuildSystem system = read(
                        "[build-system]",
                        "requires = ['b >= 1', 'a']",
                        "build-backend = 'pkg.mod:obj.attr'",
                        "backend-path = ['backend', '.']")
                .buildSystem();

        assertThat(system.requires()).containsExactly("b >= 1", "a");
        assertThat(system.backend()).isEqualTo("pkg.mod:obj.attr");
        assertThat(system.backendPathIn(Path.of("/copy"))).containsExactly(Path.of("/copy/backend"), Path.of("/copy"));
    }

    @Test
    @Behaviour(95)
    @DisplayName("without a table, and without a file but with setup.py, setuptools is used as if setup.py were run")
    void legacy() throws Exception {
        BuildSystem withoutTable = read("[project]", "name = 'x'").buildSystem();
        Files.delete(directory.resolve("pyproject.toml"));
        Trees.write(directory.resolve("setup.py"), "x");
        BuildSystem withoutFile = new SourceTreeReader().read(directory).buildSystem();

        assertThat(List.of(withoutTable, withoutFile)).allSatisfy(system -> {
            assertThat(system.backend()).isEqualTo("setuptools.build_meta:__legacy__");
            assertThat(system.requires()).containsExactly("setuptools >= 40.8.0");
        });
    }

    @Test
    @Behaviour(100)
    @DisplayName("without a backend the legacy one is used, and the requirements stay as declared")
    void noBackend() throws Exception {
        BuildSystem system = read("[build-system]", "requires = []").buildSystem();

        assertThat(system.backend()).isEqualTo("setuptools.build_meta:__legacy__");
        assertThat(system.requires()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour({96, 100, 101})
    @DisplayName("every malformed table has its own message, with line and column")
    @CsvSource(
            delimiter = '|',
            value = {
                "build-system = 1 | must be a table | line 1, column 1",
                "[build-system]\\nbuild-backend = 'x' | lacks the key \"requires\" | line 1, column 1",
                "[build-system]\\nrequires = 'x' | \"requires\" must be an array of strings | line 2, column 1",
                "[build-system]\\nrequires = ['x', 1] | \"requires\" must be an array of strings | line 2, column 1",
                "[build-system]\\nrequires = []\\nbuild-backend = 1 | \"build-backend\" must be a string | line 3",
                "[build-system]\\nrequires = []\\nbuild-backend = '' | must name a module | line 3, column 1",
                "[build-system]\\nrequires = []\\nbuild-backend = 'a b' | must name a module | line 3, column 1",
                "[build-system]\\nrequires = []\\nbuild-backend = 'a:b:c' | must name a module | line 3, column 1",
                "[build-system]\\nrequires = []\\nbackend-path = '.' | \"backend-path\" must be an array | line 3",
                "[build-system]\\nrequires = []\\nother = 1\\nanother = 2 | unknown keys: another, other | line 4",
                "[build-system]\\nrequires = ['--pre'] | \"--pre\" in \"requires\" is not a requirement | line 2",
                "[build-system]\\nrequires = [\"a\\nb\"] | is not valid TOML | line 2",
                "[build-system]\\nrequires = ] | is not valid TOML | line 2, column",
                "[build-system]\\nrequires = []\\nrequires = [] | is not valid TOML | line 3"
            })
    void malformed(String content, String what, String where) {
        assertThatThrownBy(() -> read(content.split("\\\\n", -1)))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.PROJECT_INVALID))
                .hasMessageContaining(what)
                .hasMessageContaining(directory.resolve("pyproject.toml") + ", " + where);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour({103, 136})
    @DisplayName("a backend path has to be a directory within the source tree, also after links are followed")
    @CsvSource(
            delimiter = '|',
            value = {
                "/abs | is absolute",
                "..  | leads out of the source tree",
                "in/../.. | leads out of the source tree",
                "../source2 | leads out of the source tree",
                "missing | is not a directory in the source tree",
                "file | is not a directory in the source tree",
                "link-out | leads out of the source tree through a link"
            })
    void badBackendPath(String entry, String why) throws Exception {
        Path tree = directory.resolve("source");
        Files.createDirectories(tree.resolve("in"));
        Files.createDirectories(directory.resolve("source2"));
        Trees.write(tree.resolve("file"), "x");
        Files.createSymbolicLink(tree.resolve("link-out"), directory.resolve("source2"));
        Trees.write(
                tree.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = 'b'",
                "backend-path = ['" + entry + "']");

        assertThatThrownBy(() -> new SourceTreeReader().read(tree))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the entry \"" + entry + "\" of \"backend-path\" " + why);
    }

    @ParameterizedTest
    @Behaviour(136)
    @DisplayName("backend paths within the tree are accepted in every spelling")
    @ValueSource(strings = {".", "sub", "sub/..", "../source/sub", "link-in"})
    void goodBackendPath(String entry) throws Exception {
        Path tree = directory.resolve("source");
        Files.createDirectories(tree.resolve("sub"));
        Files.createSymbolicLink(tree.resolve("link-in"), Path.of("sub"));
        Trees.write(
                tree.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = 'b'",
                "backend-path = ['" + entry + "']");

        assertThat(new SourceTreeReader().read(tree).buildSystem().backendPath())
                .containsExactly(entry);
    }

    @Test
    @Behaviour(93)
    @DisplayName("directories without a project, files and missing directories are told apart")
    void noProject() {
        Trees.write(directory.resolve("empty/setup.cfg"), "x");

        assertThatThrownBy(() -> new SourceTreeReader().read(directory.resolve("empty")))
                .hasMessageContaining("neither pyproject.toml nor setup.py");
        assertThatThrownBy(() -> new SourceTreeReader().read(directory.resolve("empty/setup.cfg")))
                .hasMessageContaining("a file, not a directory");
        assertThatThrownBy(() -> new SourceTreeReader().read(directory.resolve("missing")))
                .hasMessageContaining("does not exist")
                .hasMessageContaining("-Dpyb.sourceDirectory");
    }

    @Test
    @DisplayName("a byte order mark and another encoding are told in words")
    void encoding() throws Exception {
        Files.writeString(directory.resolve("pyproject.toml"), "\uFEFF[build-system]\nrequires = []");
        assertThatThrownBy(() -> new SourceTreeReader().read(directory)).hasMessageContaining("byte order mark");

        Files.write(directory.resolve("pyproject.toml"), new byte[] {'#', (byte) 0xe9, '\n'});
        assertThatThrownBy(() -> new SourceTreeReader().read(directory)).hasMessageContaining("not encoded in UTF-8");
    }

    @Test
    @Behaviour(96)
    @DisplayName("a pyproject.toml that is a directory cannot be read")
    void unreadable() throws Exception {
        Files.createDirectory(directory.resolve("pyproject.toml"));

        assertThatThrownBy(() -> new SourceTreeReader().read(directory))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("pyproject.toml cannot be read");
    }

    @Test
    @Behaviour(100)
    @DisplayName("a misspelt table is not used, and the user is told")
    void typoOfTable() throws Exception {
        SourceTree tree = read("[build_system]", "requires = ['x']");

        assertThat(tree.buildSystem().requires()).containsExactly("setuptools >= 40.8.0");
        assertThat(tree.warnings())
                .anyMatch(warning -> warning.contains("line 1")
                        && warning.contains("\"build_system\" is not used; did you mean \"build-system\"?"));
    }

    @Test
    @DisplayName("a misspelt key is refused with a hint at the right one")
    void typoOfKey() {
        assertThatThrownBy(() -> read("[build-system]", "requires = []", "build_backend = 'x'"))
                .hasMessageContaining("unknown key: build_backend")
                .hasMessageContaining("did you mean \"build-backend\"?");
    }

    @Test
    @DisplayName("a project that says nothing about itself gets a warning before it becomes UNKNOWN")
    void unknown() throws Exception {
        assertThat(read("[tool.black]").warnings()).anyMatch(warning -> warning.contains("UNKNOWN"));
        assertThat(read("[project]", "name = 'x'").warnings()).isEmpty();
    }

    @Test
    @Behaviour(102)
    @DisplayName("the defaults are the same for the next project")
    void independentDefaults() throws Exception {
        BuildSystem first = read("[project]", "name = 'x'").buildSystem();

        assertThatThrownBy(() -> first.requires().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    private SourceTree read(String... lines) throws Exception {
        Trees.write(directory.resolve("pyproject.toml"), lines);
        return new SourceTreeReader().read(directory);
    }
}
