package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.index.Index;
import io.github.pyb.index.ProjectFile;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.wheel.InterpreterTags;
import io.github.pyb.wheel.Uncertain;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferedVersionsTest {

    private static final InterpreterTags TAGS =
            new InterpreterTags(Version.of(3, 11, 7), 11, Optional.of("x86_64"), 36);

    private static final Index INDEX =
            new Index("test", URI.create("https://index.example/"), Optional.empty(), List.of(), "", "");

    private static String newest(String specifiers, String... names) throws Uncertain {
        List<ProjectFile> files = Stream.of(names)
                .map(name -> new ProjectFile(
                        INDEX, name, INDEX.address(), name, Optional.of(name), Optional.empty(), false, true))
                .toList();
        return new OfferedVersions(ProjectName.of("tool-box"), files)
                .newest(Specifiers.parse(specifiers).orElseThrow(), TAGS)
                .file()
                .name();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the newest version counts by the order of versions, however it is written")
    @CsvSource({
        "'', tool_box-70.1-py3-none-any.whl",
        "'<70', tool_box-65-py3-none-any.whl",
        "'<65', tool_box-9.12-py3-none-any.whl",
        "'<9.12', Tool_Box-9.2-py3-none-any.whl",
        "'==9.0.*', tool.box-9.0.post1-py3-none-any.whl",
    })
    void order(String specifiers, String expected) throws Exception {
        assertThat(newest(
                        specifiers,
                        "tool_box-65-py3-none-any.whl",
                        "tool_box-9.12-py3-none-any.whl",
                        "tool_box-70.1-py3-none-any.whl",
                        "tool_box-70.1.tar.gz",
                        "tool_box-71.0-cp27-cp27m-win32.whl",
                        "tool_box-72.0a1-py3-none-any.whl",
                        "other-99.0-py3-none-any.whl",
                        "tool_box_other-99.0.tar.gz",
                        "tool_box-80.0.win32.exe",
                        "tool_box-what-py3-none-any.whl",
                        "Tool_Box-9.2-py3-none-any.whl",
                        "tool.box-9.0.post1-py3-none-any.whl"))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("versions of an epoch come after all others")
    void epoch() throws Exception {
        assertThat(newest("", "tool_box-99.0-py3-none-any.whl", "tool_box-1!1.0-py3-none-any.whl"))
                .isEqualTo("tool_box-1!1.0-py3-none-any.whl");
    }

    @Test
    @DisplayName(
            "of several wheels of a version the one that suits best is taken, and of equal ones the last that was built")
    void best() throws Exception {
        assertThat(newest(
                        "",
                        "tool_box-1.0-py3-none-any.whl",
                        "tool_box-1.0-cp37-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                        "tool_box-1.0-9-cp311-cp311-manylinux_2_28_x86_64.whl",
                        "tool_box-1.0-10-cp311-cp311-manylinux_2_28_x86_64.whl",
                        "tool_box-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                        "tool_box-1.0-cp311-cp311-manylinux_2_99_x86_64.whl",
                        "tool_box-1.0-cp311-cp311-musllinux_1_2_x86_64.whl"))
                .isEqualTo("tool_box-1.0-10-cp311-cp311-manylinux_2_28_x86_64.whl");
        assertThat(newest("", "tool_box-1.0-py2.py3-none-any.whl", "tool_box-1.0-py311-none-any.whl"))
                .isEqualTo("tool_box-1.0-py311-none-any.whl");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a name that tools may read differently is not read at all if it is the newest")
    @CsvSource({
        "tool_box-2.0_1-py3-none-any.whl",
        "tool__box-2.0-py3-none-any.whl",
        "tool_box-2.0-PY3-none-any.whl",
        "tool_box-2.0+local-py3-none-any.whl",
        "tool_box-2.0-x-py3-none-any.whl",
        "tool_box-2.0-py3.tar.gz",
        "tool_box-2.0%20-py3-none-any.whl",
        "tool_box-2.0.zip",
    })
    void odd(String name) throws Exception {
        assertThatThrownBy(() -> newest("", name, "tool_box-1.0-py3-none-any.whl"))
                .isInstanceOf(Uncertain.class);
        assertThat(newest("<2", name, "tool_box-1.0-py3-none-any.whl")).isEqualTo("tool_box-1.0-py3-none-any.whl");
    }
}
