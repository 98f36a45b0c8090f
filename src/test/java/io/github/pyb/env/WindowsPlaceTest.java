package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsPlaceTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Users\\somebody\\project\\target\\pyb\\env",
                "d:\\with blank\\.hidden\\a.b",
                "C:\\Users\\M\u00fcller\\\uD835\uDF0B",
                "C:\\~\\backup~\\a~b",
                "C:\\console\\com10\\comp\\auxiliary"
            })
    @DisplayName("ordinary places are taken as they are")
    void ordinary(String path) {
        assertThatCode(() -> WindowsPlace.check(path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\server\\share\\env",
                "\\\\?\\C:\\env",
                "C:\\a;b",
                "C:\\a:b",
                "C:\\dotted.\\env",
                "C:\\dotted.",
                "C:\\blank \\env",
                "C:\\Users\\SOMEBO~1\\env",
                "C:\\nul",
                "C:\\NUL.txt\\env",
                "C:\\Aux .x\\env",
                "C:\\com1\\env",
                "C:\\LPT\u00b9"
            })
    @DisplayName("venv is needed where Windows may take a name for another one")
    void unusual(String path) {
        assertThatThrownBy(() -> WindowsPlace.check(path))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("its place can be understood in another way: " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\half \uD835 of it", "C:\\\uDF0B\uD835", "C:\\\uD835", "C:\\\uFFFD"})
    @DisplayName("venv is needed where not all of a name is text")
    void notText(String path) {
        assertThatThrownBy(() -> WindowsPlace.check(path))
                .isInstanceOf(VenvNeeded.class)
                .hasMessage("not all of the name is text: " + path);
    }

    @Test
    @DisplayName("venv is needed where a path is long, relative, or goes up again")
    void otherPaths() throws Exception {
        String path = "C:\\".concat("x".repeat(197));
        WindowsPlace.check(path);
        assertThatThrownBy(() -> WindowsPlace.check(path + "x"))
                .hasMessage("its path is too long for some programs of Windows: " + path + "x");
        assertThatThrownBy(() -> WindowsPlace.check(Path.of("relative")))
                .hasMessage("its place can be understood in another way: relative");
        Path up = directory.resolve("a").resolve("..").resolve("b");
        assertThatThrownBy(() -> WindowsPlace.check(up))
                .hasMessage("its place can be understood in another way: " + up);
    }
}
