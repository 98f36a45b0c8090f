package io.github.pyb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the page about versions, and more of the same. */
class MavenVersionTest {

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("Maven's words have counterparts in Python's")
    @CsvSource({
        "1.2.0,1.2.0",
        "1,1",
        "1.2.3.4.5,1.2.3.4.5",
        "2026.01.31,2026.1.31",
        "1.2.0-SNAPSHOT,1.2.0.dev0",
        "1.2.0-snapshot,1.2.0.dev0",
        "1.2.0.SNAPSHOT,1.2.0.dev0",
        "1.2.0-20260131.120000-5,1.2.0.dev0",
        "1.2.0-alpha-1,1.2.0a1",
        "1.2.0-alpha.1,1.2.0a1",
        "1.2.0-alpha1,1.2.0a1",
        "1.2.0.Alpha1,1.2.0a1",
        "1.2.0-a1,1.2.0a1",
        "1.2.0-alpha,1.2.0a0",
        "1.2.0-beta-2,1.2.0b2",
        "1.2.0.Beta2,1.2.0b2",
        "1.2.0-b2,1.2.0b2",
        "1.2.0-milestone-3,1.2.0b3",
        "1.2.0-M3,1.2.0b3",
        "1.2.0.M3,1.2.0b3",
        "1.2.0-rc-4,1.2.0rc4",
        "1.2.0-RC4,1.2.0rc4",
        "1.2.0.CR4,1.2.0rc4",
        "1.2.0-cr-4,1.2.0rc4",
        "1.2.0-rc-4-SNAPSHOT,1.2.0rc4.dev0",
        "1.2.0-M3-SNAPSHOT,1.2.0b3.dev0",
        "1.2.0.Final,1.2.0",
        "1.2.0-ga,1.2.0",
        "1.2.0.GA,1.2.0",
        "1.2.0.RELEASE,1.2.0",
        "1.2.0-sp-1,1.2.0.post1",
        "1.2.0-SP1,1.2.0.post1",
        "1.2.0-sp,1.2.0.post0",
        "1.2.0-1,1.2.0.post1",
        "1.2.0-1-SNAPSHOT,1.2.0.post1.dev0",
        "1.2.0+7,1.2.0+7",
        "1.2.0.dev3,1.2.0.dev3",
        "1.2.0a1,1.2.0a1",
        "1.2.0.post1,1.2.0.post1",
        "1!1.2.0,1!1.2.0"
    })
    void counterparts(String maven, String python) {
        assertThat(new MavenVersion(maven).counterpart())
                .hasValueSatisfying(version -> assertThat(version).hasToString(python));
    }

    @ParameterizedTest
    @DisplayName("what Python has no words for has no counterpart")
    @ValueSource(
            strings = {
                "",
                "SNAPSHOT",
                "main-SNAPSHOT",
                "${revision}",
                "1.2.0-jre",
                "1.2.0.redhat-00001",
                "1.2.0-1.2",
                "1.2.0-M",
                "1.2.0-GA2",
                "1.2.0.Final-1",
                "1.2.0+7-SNAPSHOT",
                "1.2.0.dev3-SNAPSHOT",
                "1.2.0-SNAPSHOT-SNAPSHOT",
                "1..2",
                "one"
            })
    void none(String maven) {
        assertThat(new MavenVersion(maven).counterpart()).isEmpty();
    }

    @Test
    @DisplayName("what Maven orders stays in that order")
    void order() {
        List<Version> counterparts = List.of(
                        "1.2-alpha-1",
                        "1.2-alpha-2",
                        "1.2-beta-1",
                        "1.2-M2",
                        "1.2-rc-1-SNAPSHOT",
                        "1.2-rc-1",
                        "1.2-cr-2",
                        "1.2",
                        "1.2-1-SNAPSHOT",
                        "1.2-1",
                        "1.2-sp-2",
                        "1.2.1-alpha-1",
                        "1.10")
                .stream()
                .map(text -> new MavenVersion(text).counterpart().orElseThrow())
                .toList();

        assertThat(counterparts).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @DisplayName("a snapshot is any development release, and who built something counts only where the POM says it")
    @CsvSource({
        "1.2.0,1.2,true",
        "1.2.0,1.2.1,false",
        "1.2.0-SNAPSHOT,1.2.0.dev0,true",
        "1.2.0-SNAPSHOT,1.2.0.dev17+g1a2b3c4,true",
        "1.2.0-SNAPSHOT,1.2.0,false",
        "1.2.0-SNAPSHOT,1.2.0a1.dev0,false",
        "1.2.0-SNAPSHOT,1.3.0.dev0,false",
        "1.2.0,1.2.0.dev0,false",
        "1.2.0-rc-1-SNAPSHOT,1.2.0rc1.dev3,true",
        "1.2.0,1.2.0+local.1,true",
        "1.2.0+local.1,1.2.0+local.1,true",
        "1.2.0+local.1,1.2.0+local.2,false",
        "1.2.0+local.1,1.2.0,false",
        "1.2.0.dev3,1.2.0.dev4,false",
        "1.2.0-jre,1.2.0,false"
    })
    void matches(String maven, String python, boolean matches) {
        assertThat(new MavenVersion(maven).matches(Version.parse(python).orElseThrow()))
                .isEqualTo(matches);
    }
}
