package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.DependencyCheck.Unmet;
import io.github.pyb.env.Inventory.Distribution;
import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyCheckTest {

    private final Map<ProjectName, Distribution> installed = new HashMap<>();
    private final List<String> lookups = new ArrayList<>();

    /** What the single cases find installed. */
    private void installSamples() {
        install("plain", "1.0");
        install("next", "2.0rc1");
        install("local", "1.0+build.5");
        install("ancient", "2004d");
        install("requireless", "1.0", "plain");
        install("wanting", "1.0", "missing>=2");
        install(
                "extras",
                "1.0",
                "plain; extra == 'met'",
                "missing; extra == 'unmet'",
                "extras[met]; extra == 'recursive'",
                "extras[unmet]; extra == 'recursive-unmet'",
                "missing; extra == 'Odd_Name'");
        install("circle-a", "1.0", "circle-b");
        install("circle-b", "1.0", "circle-a");
        install("circle-unmet", "1.0", "circle-unmet", "missing");
        install("conditional", "1.0", "missing; python_version < '3'", "missing; sys_platform == 'win32'");
    }

    @ParameterizedTest(name = "{0}")
    @Behaviour(108)
    @DisplayName("what is installed in a version that does is met")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain",
                "Plain == 1.0.0",
                "plain>=0.9,<2",
                "next>=2.0rc1",
                "next>=1",
                "local==1.0",
                "ancient",
                "requireless",
                "extras",
                "extras[met]",
                "extras[undefined]",
                "extras[recursive]",
                "missing; python_version < '3'",
                "plain; python_version >= '3'",
                "circle-a",
                "conditional",
                "plain @ https://host/another/plain-9.zip"
            })
    void met(String requirement) throws Exception {
        installSamples();

        assertThat(lines(requirement)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour(108)
    @DisplayName("what is not installed, or in another version, is unmet, with the way that leads there")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "missing | missing: wanted any version, found none (it is not installed)",
                "missing >= 1 ; python_version >= '3' | missing>=1: wanted >=1, found none (it is not installed)",
                "plain != 1.0 | plain!=1.0: wanted !=1.0, found 1.0",
                "plain==2 | plain==2: wanted ==2, found 1.0",
                "next>=2 | next>=2: wanted >=2, found 2.0rc1",
                "ancient>=1 | ancient>=1: wanted >=1, found 2004d",
                "wanting | wanting -> missing>=2: wanted >=2, found none (it is not installed)",
                "extras[unmet] | extras[unmet] -> missing: wanted any version, found none (it is not installed)",
                "extras[odd-name] | extras[odd-name] -> missing: wanted any version, found none (it is not installed)",
                "extras[recursive-unmet] | extras[recursive-unmet] -> extras[unmet] -> missing: wanted any version, found none (it is not installed)",
                "circle-unmet | circle-unmet -> missing: wanted any version, found none (it is not installed)",
                "missing @ https://host/missing-1.zip | missing @ https://host/missing-1.zip: wanted any version, found none (it is not installed)"
            })
    void unmet(String requirement, String line) throws Exception {
        installSamples();

        assertThat(lines(requirement)).containsExactly(line);
    }

    @Test
    @Behaviour(109)
    @DisplayName("what two requirements share is looked up once")
    void diamond() throws Exception {
        install("top", "1", "left", "right");
        install("left", "1", "bottom>=1");
        install("right", "1", "bottom >= 1");
        install("bottom", "1");

        assertThat(lines("top")).isEmpty();

        assertThat(lookups).containsExactly("top", "left", "bottom", "right");
    }

    @Test
    @Behaviour(110)
    @DisplayName("what is unmet is reported for each way that leads there, once, in alphabetical order")
    void everyWay() throws Exception {
        install("top", "1", "right", "left");
        install("left", "1", "bottom==2");
        install("right", "1", "bottom==2");
        install("bottom", "1");

        assertThat(lines("top", "top", "absent"))
                .containsExactly(
                        "absent: wanted any version, found none (it is not installed)",
                        "top -> left -> bottom==2: wanted ==2, found 1",
                        "top -> right -> bottom==2: wanted ==2, found 1");
    }

    @Test
    @Timeout(60)
    @DisplayName("if there are more ways to what is unmet than anybody could walk, a hundred are told")
    void manyWays() throws Exception {
        for (int i = 0; i < 40; i++) {
            install("left" + i, "1", "left" + (i + 1), "right" + (i + 1));
            install("right" + i, "1", "left" + (i + 1), "right" + (i + 1));
        }

        assertThat(lines("left0")).hasSize(100);
    }

    @Test
    @DisplayName("a string that is no requirement is named, and who requires it")
    void invalid() {
        install("odd", "1.5", "x >= one");

        assertThatThrownBy(() -> lines("this is no requirement"))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DEPENDENCIES_UNMET))
                .hasMessageContaining("does not understand a requirement")
                .hasMessageContaining("requirement:  this is no requirement")
                .hasMessageContaining("required by:  the build")
                .hasMessageContaining("-Dpyb.skipDependencyCheck=true");
        assertThatThrownBy(() -> lines("odd"))
                .hasMessageContaining("requirement:  x >= one")
                .hasMessageContaining("required by:  odd 1.5");
    }

    @Test
    @DisplayName("the message names the interpreter, each unmet requirement, and what can be done")
    void message() {
        UserProblem problem = DependencyCheck.problem(
                List.of(
                        new Unmet(List.of("a", "b"), "", Optional.empty()),
                        new Unmet(List.of("c>=2"), ">=2", Optional.of("1.0"))),
                "CPython 3.11.7, /usr/bin/python3");

        assertThat(problem)
                .hasMessage(
                        String.join(
                                "\n",
                                "the build requires what is not installed for CPython 3.11.7, /usr/bin/python3",
                                "  unmet:        a -> b: wanted any version, found none (it is not installed)",
                                "  unmet:        c>=2: wanted >=2, found 1.0",
                                "  try:          install it there, or let pyb make an environment for the build: isolation"
                                        + " (-Dpyb.isolation=true)",
                                "  try:          or do not check at all: skipDependencyCheck (-Dpyb.skipDependencyCheck=true)"));
    }

    private void install(String name, String version, String... requires) {
        installed.put(ProjectName.of(name), new Distribution(version, List.of(requires)));
    }

    private List<String> lines(String... requirements) throws UserProblem {
        Map<String, String> markers = Marker.VARIABLES.stream()
                .collect(Collectors.toMap(name -> name, name -> switch (name) {
                    case "sys_platform" -> "linux";
                    case "python_version" -> "3.11";
                    default -> "";
                }));
        return new DependencyCheck(markers, name -> {
                    lookups.add(name.toString());
                    return Optional.ofNullable(installed.get(name));
                })
                .unmet(List.of(requirements)).stream().map(Unmet::line).toList();
    }
}
