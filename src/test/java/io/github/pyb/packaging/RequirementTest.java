package io.github.pyb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {

    @ParameterizedTest(name = "{0} requires {1}")
    @DisplayName("the name of a requirement is found and normalised, whatever follows it")
    @CsvSource(
            delimiter = '|',
            value = {
                "setuptools | setuptools",
                "setuptools>=40.8.0 | setuptools",
                "Flit_Core >=3.2,<4 | flit-core",
                "zope.interface[test]==1; python_version < '4' | zope-interface",
                "pkg @ https://host/pkg.whl | pkg",
                "a;python_version>'3' | a",
                "x (>=1) | x",
                "old>=1.0.*; something == 'new' | old"
            })
    void name(String text, String name) {
        assertThat(Requirement.nameIn(text)).map(ProjectName::normalised).contains(name);
    }

    @ParameterizedTest
    @DisplayName("paths and bare addresses have no name")
    @ValueSource(strings = {"./local", "/abs/x.whl", "https://host/x.whl", "", "-r file", "x y"})
    void noName(String text) {
        assertThat(Requirement.nameIn(text)).isEmpty();
        assertThat(Requirement.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("every spelling of a requirement has one normal form")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "setuptools | setuptools",
                "Flit_Core >= 3.2 , < 4 | flit-core>=3.2,<4",
                "x (>=1) | x>=1",
                "x()| x",
                "a[b_c, A ,b.c]==1.* | a[a,b-c]==1.*",
                "a[] ; python_version>'3' | a; python_version > \"3\"",
                "pkg@https://host/a;b.whl | pkg @ https://host/a;b.whl",
                "pkg[x] @ file:///a.whl ; os_name=='nt' | pkg[x] @ file:///a.whl; os_name == \"nt\"",
            })
    void normalForm(String text, String normal) {
        assertThat(Requirement.parse(text)).map(Requirement::toString).contains(normal);
    }

    @ParameterizedTest
    @DisplayName("what is not a requirement is none")
    @ValueSource(
            strings = {
                "a>=",
                "a>=1.0.*",
                "a 1.0",
                "a[",
                "a[b c]",
                "a[b,]",
                "a (>=1",
                "a;",
                "a; b == 'c'",
                "a @ ",
                "a @ url extra",
                "a>=1 @ url",
                "-a"
            })
    void none(String text) {
        assertThat(Requirement.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("a requirement can be had without its condition")
    void withoutMarker() {
        assertThat(Requirement.parse("a[b]>1; os_name == 'nt'").orElseThrow().withoutMarker())
                .hasToString("a[b]>1");
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
