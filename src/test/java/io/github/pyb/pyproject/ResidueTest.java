package io.github.pyb.pyproject;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidueTest {

    @TempDir
    Path directory;

    @BeforeEach
    void project() {
        Trees.write(directory.resolve("pyproject.toml"), "[project]", "name = 'My.Project'");
    }

    @Test
    @DisplayName("a list of files of this project is residue, beside pyproject.toml and below src")
    void eggInfo() throws Exception {
        Trees.write(directory.resolve("My_Project.egg-info/SOURCES.txt"), "gone.txt");
        Trees.write(directory.resolve("src/my_project.egg-info/SOURCES.txt"), "gone.txt");

        assertThat(Residue.in(tree()))
                .containsExactly(
                        directory.resolve("My_Project.egg-info"), directory.resolve("src/my_project.egg-info"));
    }

    @Test
    @DisplayName("metadata of other projects, and metadata without a list of files, are not")
    void others() throws Exception {
        Trees.write(directory.resolve("tests/other.egg-info/SOURCES.txt"), "data.txt");
        Trees.write(directory.resolve("my_project.egg-info/entry_points.txt"), "[distutils.commands]");

        assertThat(Residue.in(tree())).isEmpty();
    }

    @Test
    @DisplayName("where only setup.py knows the name, every list of files is")
    void nameless() throws Exception {
        Files.delete(directory.resolve("pyproject.toml"));
        Trees.write(directory.resolve("setup.py"), "setup(name='x')");
        Trees.write(directory.resolve("x.egg-info/SOURCES.txt"), "gone.txt");

        assertThat(Residue.in(tree())).containsExactly(directory.resolve("x.egg-info"));
    }

    @Test
    @DisplayName("a directory build with nothing in it but what distutils puts there is residue")
    void build() throws Exception {
        Trees.write(directory.resolve("build/lib/my_project/gone.py"));
        Files.createDirectories(directory.resolve("build/bdist.linux-x86_64"));

        assertThat(Residue.in(tree())).containsExactly(directory.resolve("build"));
    }

    @Test
    @DisplayName("a directory build that somebody may have written is not")
    void foreignBuild() throws Exception {
        Trees.write(directory.resolve("build/lib/rules.py"));
        assertThat(Residue.in(tree())).as("nothing names a platform").isEmpty();

        Files.createDirectories(directory.resolve("build/bdist.linux-x86_64"));
        Trees.write(directory.resolve("build/Makefile"));
        assertThat(Residue.in(tree())).as("there is something else").isEmpty();
    }

    @Test
    @DisplayName("an unpacked source distribution has none: what is in it was packed on purpose")
    void unpackedSdist() throws Exception {
        Trees.write(directory.resolve("PKG-INFO"), "Name: My.Project");
        Trees.write(directory.resolve("My_Project.egg-info/SOURCES.txt"), "data.txt");
        Files.createDirectories(directory.resolve("build/lib.linux-x86_64"));

        assertThat(Residue.in(tree())).isEmpty();
    }

    private SourceTree tree() throws Exception {
        return new SourceTreeReader().read(directory);
    }
}
