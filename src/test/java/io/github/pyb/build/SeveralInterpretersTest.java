package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.json.Json;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.MavenRun;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralInterpretersTest {

    @TempDir
    private Path directory;

    private Builds builds;
    private String first;
    private String second;

    @BeforeEach
    void project() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(MavenRun.targetDirectory().resolve("cpython")),
                "SKIPPED: the build has not fetched a second interpreter");
        builds = new Builds(TestBackend.complete(directory.toRealPath().resolve("module")));
        builds.provisioning = Pythons.fromBuild();
        builds.pythons = Pythons.two();
        first = Pythons.any().tag();
        second = first.equals("cp312") ? "cp311" : "cp312";
        builds.settings.put("tags", "{own}");
    }

    @Test
    @DisplayName("each interpreter builds a wheel, with an environment, sources and a log of its own")
    void oneEach() throws Exception {
        BuildResult result = builds.wheel();

        assertThat(names(result)).hasSize(2);
        assertThat(names(result).get(0)).contains("-" + first + "-" + first + "-");
        assertThat(names(result).get(1)).contains("-" + second + "-" + second + "-");
        assertThat(result.files()).allSatisfy(file -> assertThat(file).exists().hasParent(builds.output));
        assertThat(builds.work.resolve("each").resolve(second).resolve("source/VERSION"))
                .exists();
        assertThat(builds.work.resolve("each").resolve(second).resolve("log/wheel.log"))
                .exists();
        assertThat(builds.log.lines("INFO"))
                .anyMatch(line -> line.startsWith("[" + second + "] Building the wheel"))
                .anyMatch(line -> line.startsWith("Built for 2 interpreters in "));
        assertThat(builds.work.resolve("env")).isEmptyDirectory();
    }

    @Test
    @DisplayName("they build at the same time")
    void atTheSameTime() throws Exception {
        builds.settings.put(
                "meet", Files.createDirectories(directory.resolve("meeting")).toString());
        builds.reuse = false;

        assertThat(names(builds.wheel())).hasSize(2);
    }

    @Test
    @DisplayName("the source distribution is made once, and each wheel is built of it")
    void fromSdist() throws Exception {
        BuildResult result = builds.sdistThenWheel();

        assertThat(names(result)).hasSize(3).first().isEqualTo("full_project-1.0.tar.gz");
        assertThat(builds.work.resolve("each").resolve(second).resolve("sdist/full-project/PKG-INFO"))
                .exists();
        Map<?, ?> report = report();
        assertThat((List<?>) report.get("artifacts")).hasSize(3);
        Map<?, ?> part = (Map<?, ?>) ((List<?>) report.get("builds")).get(0);
        assertThat((List<?>) part.get("artifacts")).hasSize(2);
        assertThat(String.valueOf(part.get("requirements"))).contains("sdist=", "wheel=");
    }

    @Test
    @DisplayName("if nothing has changed, nothing is built for any of them; one wheel that is gone is a reason for all")
    void unchanged() throws Exception {
        builds.debug = true;
        List<String> built = names(builds.wheelUnlessUnchanged());
        assertThat(builds.work.resolve("record/built-wheel.json"))
                .content()
                .contains("the interpreter " + first, "the interpreter " + second);

        BuildResult result = builds.wheelUnlessUnchanged();

        assertThat(names(result)).isEqualTo(built).hasSize(2);
        assertThat(builds.log.lines("INFO"))
                .singleElement()
                .asString()
                .startsWith("Nothing has changed since " + result.files().get(0) + " and "
                        + result.files().get(1) + " were built ");
        assertThat((List<?>) report().get("builds")).hasSize(2);

        Files.delete(result.files().get(1));
        assertThat(names(builds.wheelUnlessUnchanged())).isEqualTo(built);
        assertThat(builds.log.lines("DEBUG"))
                .contains("built, because the results in " + builds.output + " are not those that " + builds.work
                        + " knows of");
        assertThat(result.files().get(1)).exists();

        builds.pythons = builds.pythons.subList(1, 2);
        assertThat(names(builds.wheelUnlessUnchanged())).containsExactly(built.get(1));
        assertThat(builds.log.lines("DEBUG")).contains("built, because the choice of interpreters has changed");
    }

    @Test
    @DisplayName("a pure wheel is built once, and serves all")
    void pure() throws Exception {
        builds.settings.put("tags", "py3-none-any");

        BuildResult result = builds.wheel();

        assertThat(names(result)).containsExactly("full_project-1.0-py3-none-any.whl");
        assertThat(builds.log.lines("INFO"))
                .contains("A wheel with the tags py3-none-any serves " + second
                        + ", too, and is not built again (pyb.reuseWheels)");
        Map<?, ?> served = (Map<?, ?>) ((List<?>) report().get("builds")).get(1);
        assertThat(served.get("artifacts")).isEqualTo(List.of("full_project-1.0-py3-none-any.whl"));
        assertThat((List<?>) served.get("steps")).isEmpty();
    }

    @Test
    @DisplayName("pure wheels that differ are told of; equal ones are not")
    void different() throws Exception {
        builds.settings.put("tags", "py3-none-any");
        builds.settings.put("nowhere", "");
        builds.settings.put("name-version", "");
        builds.reuse = false;

        assertThat(names(builds.wheel())).hasSize(1);

        assertThat(builds.log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("are both called full_project-1.0-py3-none-any.whl, but are not the same:"
                        + " full_project/version.txt differs. The first one is taken");
    }

    @Test
    @DisplayName("when one fails, the others are built all the same, and the message says which one it was")
    void oneFails() throws Exception {
        builds.settings.put("raise-on", second.equals("cp312") ? "3.12" : "3.11");

        assertThatThrownBy(builds::wheel)
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("build_wheel")
                .hasMessageContaining("no wheel today")
                .hasMessageContaining("kept at " + builds.work.resolve("env").resolve(second))
                .hasMessageContaining("failed:       1 of 2 interpreters: " + second);
        assertThat(builds.output).isDirectoryContaining(file -> file.toString().contains("-" + first + "-"));
        assertThat(builds.report == null ? builds.work.resolve("report.json") : builds.report)
                .doesNotExist();
    }

    @Test
    @DisplayName("two wishes that come out as the same interpreter are refused before anything is built")
    void same() {
        builds.pythons = List.of(Pythons.any().executable().toString(), ">=3.8");

        assertThatThrownBy(builds::wheel)
                .hasMessageContaining("two of pythons (-Dpyb.pythons) come out as the same, " + first)
                .hasMessageContaining("and >=3.8");
        assertThat(builds.work).doesNotExist();
    }

    @Test
    @DisplayName("below a chosen place each has its own, and all are cleared together")
    void chosenPlace() throws Exception {
        builds.envDir = directory.toRealPath().resolve("chosen");
        builds.settings.put("wheel", "raise");

        assertThatThrownBy(builds::wheel).hasMessageContaining("failed:       2 of 2 interpreters");

        assertThat(builds.envDir.resolve(first)).isNotEmptyDirectory();
        assertThat(builds.envDir.resolve(second)).isNotEmptyDirectory();
        assertThat(builds.clean()).contains(builds.envDir.resolve(first), builds.envDir.resolve(second));
        assertThat(builds.envDir.resolve(first)).doesNotExist();
    }

    private Map<?, ?> report() throws Exception {
        return (Map<?, ?>) Json.parse(Files.readString(builds.work.resolve("report.json")));
    }

    private static List<String> names(BuildResult result) {
        return result.files().stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }
}
