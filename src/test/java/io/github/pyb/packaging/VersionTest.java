package io.github.pyb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    /** In ascending order, as PEP 440 has it in its examples. */
    private static final List<String> ASCENDING = List.of(
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+5",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "1!0.1");

    @Test
    @DisplayName("versions are ordered as PEP 440 orders them")
    void order() {
        List<Version> versions = new ArrayList<>(ASCENDING.stream()
                .map(text -> Version.parse(text).orElseThrow())
                .toList());
        List<Version> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, new Random(1));

        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(versions);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("every spelling has one normal form")
    @CsvSource({
        "v1.0,1.0",
        "1.0ALPHA1,1.0a1",
        "1.0-beta.2,1.0b2",
        "1.0preview,1.0rc0",
        "1.0c3,1.0rc3",
        "1.0-1,1.0.post1",
        "1.0rev4,1.0.post4",
        "1.0.Dev,1.0.dev0",
        "00!01.002,1.2",
        "1.0+Ubuntu-1_2,1.0+ubuntu.1.2",
        " 1.2.3 ,1.2.3"
    })
    void normalised(String spelling, String normal) {
        assertThat(Version.parse(spelling)).map(Version::toString).contains(normal);
    }

    @ParameterizedTest
    @DisplayName("what is not a version is none")
    @ValueSource(strings = {"", "abc", "1.0-SNAPSHOT", "1..0", "1.0+", "1.0 2", "1.0.*", "-1"})
    void none(String text) {
        assertThat(Version.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("trailing zeros do not count")
    void equality() {
        Version plain = Version.of(1);
        Version padded = Version.of(1, 0, 0);

        assertThat(plain).isEqualTo(padded).hasSameHashCodeAs(padded);
    }

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @DisplayName("specifiers contain what PEP 440 says they contain")
    @CsvSource(
            delimiter = '|',
            value = {
                ">=3.9,<4 | 3.11.7 | true",
                ">=3.9,<4 | 3.8.18 | false",
                "==3.11.* | 3.11.7 | true",
                "==3.11.* | 3.12.0 | false",
                "!=3.11.* | 3.11.7 | false",
                "==3.11 | 3.11.0 | true",
                "~=3.9 | 3.13 | true",
                "~=3.9.2 | 3.9.18 | true",
                "~=3.9.2 | 3.10 | false",
                ">1.7 | 1.7.post1 | false",
                ">1.7 | 1.7.1 | true",
                "<3.1 | 3.1.dev1 | false",
                "<3.14 | 3.13.0rc1 | true",
                "==1.0 | 1.0+local | true",
                "==1.0+local | 1.0 | false",
                "===1.0 | 1.0 | true",
                "<=2 | 2.0 | true",
                "'' | 9 | true"
            })
    void specifiers(String specifiers, String version, boolean contained) {
        assertThat(Specifiers.parse(specifiers)
                        .orElseThrow()
                        .contains(Version.parse(version).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @DisplayName("what is not a list of specifiers is none")
    @ValueSource(strings = {"3.9", ">=", "~=3", ">=3.*", "=>3", ">=3.9 <4"})
    void noSpecifiers(String text) {
        assertThat(Specifiers.parse(text)).isEmpty();
    }
}
