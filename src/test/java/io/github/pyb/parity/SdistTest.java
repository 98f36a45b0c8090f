package io.github.pyb.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SdistTest {

    @Test
    @DisplayName("a line names the release, the backend, whether it fails, and the commands that it needs")
    void line() {
        Sdist sdist = Sdist.parse("a.b==1.0  setuptools+cython  needs:cc fails needs:cargo  # why");

        assertThat(sdist).isEqualTo(new Sdist("a.b", "1.0", "setuptools+cython", true, List.of("cargo", "cc")));
        assertThat(sdist.backendFamily()).isEqualTo("setuptools");
    }

    @Test
    @DisplayName("a line that says something else is an error")
    void wrong() {
        assertThatThrownBy(() -> Sdist.parse("a 1.0 setuptools"))
                .hasMessage("neither a comment nor \"name==version backend\": a 1.0 setuptools");
        assertThatThrownBy(() -> Sdist.parse("a==1.0 setuptools slow"))
                .hasMessage("neither \"fails\" nor \"needs:command\": slow in a==1.0 setuptools slow");
    }

    @Test
    @DisplayName("the list is sorted by name, has each project once, and enough of them of enough backends")
    void list() {
        List<Sdist> sdists = Listed.sdists();

        assertThat(sdists)
                .extracting(sdist -> sdist.name().toLowerCase(Locale.ROOT))
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(44);
        assertThat(sdists.stream().map(Sdist::backendFamily).collect(Collectors.toSet()))
                .contains(
                        "flit-core",
                        "hatchling",
                        "maturin",
                        "meson-python",
                        "pdm-backend",
                        "poetry-core",
                        "scikit-build-core",
                        "setuptools")
                .hasSizeGreaterThanOrEqualTo(9);
        assertThat(sdists).filteredOn(Sdist::fails).hasSizeGreaterThanOrEqualTo(4);
    }
}
