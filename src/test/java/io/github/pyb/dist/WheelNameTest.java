package io.github.pyb.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
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

class WheelNameTest {

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @DisplayName("the parts of a wheel's name are found")
    @CsvSource({
        "my_lib-1.0-py3-none-any.whl,my-lib,1.0,'',py3-none-any",
        "Foo.Bar-1.0.post1-2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl,foo-bar,1.0.post1,2,"
                + "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64",
        "a-1!2.0+local.1-1build-py2.py3-none-any.whl,a,1!2.0+local.1,1build,py2.py3-none-any",
        "x-1.0_1-cp39-abi3-win_amd64.whl,x,1.0.post1,'',cp39-abi3-win_amd64"
    })
    void parts(String fileName, String project, String version, String build, String tags) {
        WheelName name = WheelName.parse(fileName).orElseThrow();

        assertThat(name.project().normalised()).isEqualTo(project);
        assertThat(name.version()).hasToString(version);
        assertThat(name.build().orElse("")).isEqualTo(build);
        assertThat(name.tags()).isEqualTo(tags);
    }

    @ParameterizedTest
    @DisplayName("what is not the name of a wheel is none")
    @ValueSource(
            strings = {
                "my-lib-1.0.tar.gz",
                "my_lib-1.0-py3-none-any.zip",
                "my_lib-1.0-py3-none.whl",
                "my_lib-notaversion-py3-none-any.whl",
                "my-lib-extra-1.0-1-py3-none-any.whl",
                "../my_lib-1.0-py3-none-any.whl",
                "-1.0-py3-none-any.whl",
                "my_lib-1.0-build-py3-none-any.whl"
            })
    void none(String fileName) {
        assertThat(WheelName.parse(fileName)).isEmpty();
    }

    @Test
    @DisplayName("a name that stands for a file with a proper name is accepted")
    void accepted() throws Exception {
        Path file = Trees.write(directory.resolve("a-1.0-py3-none-any.whl"), "x");

        ReturnedFile returned = new ReturnedFile("build_wheel", "a-1.0-py3-none-any.whl", directory);

        assertThat(returned.path()).isEqualTo(file);
        assertThat(returned.wheelName().tags()).isEqualTo("py3-none-any");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("each wrong answer of a backend has its own words")
    @CsvSource(
            delimiter = '|',
            value = {
                "/abs/a-1.0-py3-none-any.whl | an absolute path",
                "C:\\dist\\a-1.0-py3-none-any.whl | an absolute path",
                "sub/a-1.0-py3-none-any.whl | a path with a separator",
                "sub\\a-1.0-py3-none-any.whl | a path with a separator",
                "../a-1.0-py3-none-any.whl | a path with a separator",
                "b-1.0-py3-none-any.whl | the name of a file that it did not make",
                "directory-1.0-py3-none-any.whl | the name of something that is not a file",
                "link-1.0-py3-none-any.whl | the name of a link",
                "made.zip | a name that is not one of a wheel",
                "'' | an empty name",
                ".. | the name of something that is not a file"
            })
    void refused(String returned, String why) throws Exception {
        Trees.write(directory.resolve("made.zip"), "x");
        Trees.write(directory.resolve("sub/a-1.0-py3-none-any.whl"), "x");
        Files.createDirectory(directory.resolve("directory-1.0-py3-none-any.whl"));
        Files.createSymbolicLink(directory.resolve("link-1.0-py3-none-any.whl"), directory.resolve("made.zip"));

        assertThatThrownBy(() -> {
                    ReturnedFile file = new ReturnedFile("build_wheel", returned, directory);
                    file.path();
                    file.wheelName();
                })
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_RESULT))
                .hasMessageStartingWith("the hook build_wheel returned " + why)
                .hasMessageContaining("\"" + returned + "\"")
                .hasMessageContaining("made.zip");
    }

    @Test
    @DisplayName("the name of a source distribution is taken apart as well")
    void sdist() throws Exception {
        Trees.write(directory.resolve("My.Project-1.0.tar.gz"), "x");
        ReturnedFile returned = new ReturnedFile("build_sdist", "My.Project-1.0.tar.gz", directory);

        assertThat(returned.sdistName().project().normalised()).isEqualTo("my-project");
        assertThatThrownBy(() -> new ReturnedFile("build_sdist", "a-1.0.zip", directory).sdistName())
                .hasMessageContaining("a name that is not one of a source distribution (name-version.tar.gz)");
    }

    @Test
    @DisplayName("prepared metadata are a .dist-info directory with METADATA in it")
    void metadata() throws Exception {
        Trees.write(directory.resolve("a-1.dist-info/METADATA"), "Name: a", "Version: 1");
        Trees.write(directory.resolve("empty.dist-info/WHEEL"), "x");

        assertThat(new ReturnedFile("prepare", "a-1.dist-info", directory)
                        .metadata()
                        .values())
                .containsEntry("name", "a");
        for (String returned : List.of("empty.dist-info", "missing.dist-info", "a-1", "../x.dist-info")) {
            assertThatThrownBy(() -> new ReturnedFile("prepare", returned, directory).metadata())
                    .hasMessageContaining("is not one of a .dist-info directory with METADATA in it");
        }
    }

    @Test
    @DisplayName("two claims agree however they are spelled, and a difference is shown with both")
    void identity() throws Exception {
        Identity file = identity("file name", "My.Project", "1.0");

        file.agree(identity("metadata", "my_project", "1.0.0"), directory);
        assertThatThrownBy(() -> file.agree(identity("metadata", "my-project", "1.1"), directory))
                .hasMessageContaining("the version of")
                .hasMessageContaining("file name:    my-project 1.0")
                .hasMessageContaining("metadata:     my-project 1.1");
        assertThat(identity("x", "UNKNOWN", "0.0.0").isNameless()).isTrue();
        assertThat(identity("x", "UNKNOWN", "1").isNameless()).isFalse();
    }

    private static Identity identity(String claimant, String name, String version) {
        return new Identity(
                claimant, ProjectName.of(name), Version.parse(version).orElseThrow());
    }
}
