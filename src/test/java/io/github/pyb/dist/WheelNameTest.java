package io.github.pyb.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
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

        ReturnedWheel wheel = ReturnedWheel.check("build_wheel", "a-1.0-py3-none-any.whl", directory);

        assertThat(wheel.file()).isEqualTo(file);
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

        assertThatThrownBy(() -> ReturnedWheel.check("build_wheel", returned, directory))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_RESULT))
                .hasMessageStartingWith("the hook build_wheel returned " + why)
                .hasMessageContaining("\"" + returned + "\"")
                .hasMessageContaining("made.zip");
    }
}
