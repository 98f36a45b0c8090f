package io.github.pyb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {

    @ParameterizedTest(name = "{0} requires {1}")
    @DisplayName("the name of a requirement is found and normalised")
    @CsvSource(
            delimiter = '|',
            value = {
                "setuptools | setuptools",
                "setuptools>=40.8.0 | setuptools",
                "Flit_Core >=3.2,<4 | flit-core",
                "zope.interface[test]==1; python_version < '4' | zope-interface",
                "pkg @ https://host/pkg.whl | pkg",
                "a;python_version>'3' | a",
                "x (>=1) | x"
            })
    void name(String text, String name) {
        assertThat(Requirement.parse(text))
                .map(Requirement::name)
                .map(ProjectName::normalised)
                .contains(name);
    }

    @ParameterizedTest
    @DisplayName("paths and bare addresses have no name")
    @ValueSource(strings = {"./local", "/abs/x.whl", "https://host/x.whl", "", "-r file", "x y"})
    void noName(String text) {
        assertThat(Requirement.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("strings that an installer would take for something else are unsafe")
    @CsvSource(
            delimiter = '|',
            value = {
                "--index-url=http://evil | hyphen",
                "' -e .' | hyphen",
                "'   ' | empty",
                "setuptools\\ | backslash",
            })
    void unsafe(String text, String why) {
        assertThat(Requirement.unsafe(text))
                .hasValueSatisfying(reason -> assertThat(reason).contains(why));
    }

    @Test
    @DisplayName("a requirement with a line end would be two")
    void lineEnd() {
        assertThat(Requirement.unsafe("a\n--pre"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("line end"));
        assertThat(Requirement.unsafe("a>=1; python_version>'3'")).isEmpty();
    }
}
