package io.github.pyb.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.packaging.Version;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTagsTest {

    private static final Optional<String> GLIBC = Optional.of("glibc 2.28");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-1-py3-none-any.whl",
                "a-1-py2.py3-none-any.whl",
                "a-1-py310-none-any.whl",
                "a-1-cp311-none-any.whl",
                "a-1-1build-cp311-cp311-linux_x86_64.whl",
                "a-1-cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                "a-1-py3-none-manylinux1_x86_64.whl",
                "a-1-cp311-cp311-manylinux_2_28_x86_64.whl"
            })
    @DisplayName("what certainly suits CPython 3.11 on Linux")
    void suits(String name) {
        assertThat(intel().suitFile(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-1-py2-none-any.whl",
                "a-1-py312-none-any.whl",
                "a-1-cp310-none-any.whl",
                "a-1-cp310-cp310-linux_x86_64.whl",
                "a-1-cp311-cp311t-linux_x86_64.whl",
                "a-1-cp311-cp311-any.whl",
                "a-1-cp312-abi3-manylinux_2_17_x86_64.whl",
                "a-1-cp311-cp311-manylinux_2_29_x86_64.whl",
                "a-1-cp311-cp311-manylinux_2_17_aarch64.whl",
                "a-1-cp311-cp311-musllinux_1_2_x86_64.whl",
                "a-1-py3-none-macosx_11_0_arm64.whl",
                "a-1-py3-none.whl",
                "a-1.tar.gz"
            })
    @DisplayName("what does not, or not certainly")
    void doesNot(String name) {
        assertThat(intel().suitFile(name)).isFalse();
    }

    @Test
    @DisplayName("of a platform that is not clear only wheels for all platforms are certain")
    void unclear() {
        InterpreterTags small = of("cpython", "linux-x86_64", "cpython-311-i386-linux-gnu", GLIBC, false)
                .orElseThrow();
        InterpreterTags musl = of("cpython", "linux-x86_64", "cpython-311-x86_64-linux-musl", Optional.empty(), false)
                .orElseThrow();
        InterpreterTags mac = of("cpython", "macosx-11.0-arm64", "cpython-311-darwin", Optional.empty(), false)
                .orElseThrow();

        for (InterpreterTags tags : new InterpreterTags[] {small, musl, mac}) {
            assertThat(tags.suitFile("a-1-cp311-cp311-manylinux2014_x86_64.whl"))
                    .isFalse();
            assertThat(tags.suitFile("a-1-cp311-cp311-linux_x86_64.whl")).isFalse();
            assertThat(tags.suitFile("a-1-py3-none-any.whl")).isTrue();
        }
    }

    @Test
    @DisplayName("nothing is certain of interpreters of other sorts")
    void others() {
        assertThat(of("pypy", "linux-x86_64", "pypy311-pp73-x86_64-linux-gnu", GLIBC, false))
                .isEmpty();
        assertThat(of("cpython", "linux-x86_64", "cpython-311t-x86_64-linux-gnu", GLIBC, true))
                .isEmpty();
    }

    private static InterpreterTags intel() {
        return of("cpython", "linux-x86_64", "cpython-311-x86_64-linux-gnu", GLIBC, false)
                .orElseThrow();
    }

    private static Optional<InterpreterTags> of(
            String implementation, String system, String soabi, Optional<String> cLibrary, boolean special) {
        return InterpreterTags.of(Version.of(3, 11, 7), implementation, system, Optional.of(soabi), cLibrary, special);
    }
}
