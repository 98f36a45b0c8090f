package io.github.pyb.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KnownDifferencesTest {

    private static final KnownDifferences KNOWN =
            KnownDifferences.parse(List.of("# comment", "", "a==1: content of x; mode of y", "  because of", "  that"));

    @Test
    @DisplayName("a difference has its reason")
    void reason() {
        assertThat(KNOWN.reason(Sdist.parse("a==1 setuptools"), "content of x; mode of y"))
                .contains("because of that");
    }

    @Test
    @DisplayName("another difference, or another release, has none")
    void none() {
        assertThat(KNOWN.reason(Sdist.parse("a==1 setuptools"), "content of x")).isEmpty();
        assertThat(KNOWN.reason(Sdist.parse("a==2 setuptools"), "content of x; mode of y"))
                .isEmpty();
    }
}
