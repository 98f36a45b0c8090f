package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.json.Json;
import io.github.pyb.problem.Problem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.testing.PackageIndex;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the version of the POM: it is compared with that of what is built, and offered to the backend. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "as the other tests that build")
class PomVersionTest {

    private static final String DIFFERS = "the version of the Python project is not that of the POM";

    @TempDir
    Path directory;

    private Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.complete(directory.resolve("module")));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("the same version is nothing to talk about, however it is spelled")
    @CsvSource({"1.0,WARN", "1.0.Final,FAIL", "2.0,OFF"})
    void same(String pom, VersionCheck check) throws Exception {
        build.version = version(pom, check);

        build.sdistThenWheel();

        assertThat(build.log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("another version is told once, in the end, with both versions, their files, and what to do")
    void warns() throws Exception {
        build.version = version("1.2-SNAPSHOT", VersionCheck.WARN);

        BuildResult result = build.sdistThenWheel();

        assertThat(build.log.lines("WARN"))
                .containsExactly(String.join(
                        "\n",
                        DIFFERS,
                        "  POM:          1.2-SNAPSHOT (in Python's words 1.2.dev0), in /pom.xml, line 5",
                        "  sdist:        1.0, in " + result.files().get(0),
                        "  try:          give the Python project in " + build.module
                                + " the version 1.2.dev0, or the POM the counterpart of 1.0",
                        "  try:          or, if they differ on purpose: versionCheck=off (-Dpyb.versionCheck=off)"));
        assertThat(build.log.lines()).last().asString().startsWith("WARN");
    }

    @Test
    @DisplayName("several interpreters are no reason to tell it several times")
    void warnsOnce() throws Exception {
        build.version = version("2.0", VersionCheck.WARN);
        build.provisioning = Pythons.fromBuild();
        build.pythons = Pythons.two();
        build.settings.put("tags", "{own}");

        build.sdistThenWheel();

        assertThat(build.log.lines("WARN")).singleElement().asString().startsWith(DIFFERS);
    }

    @Test
    @DisplayName("what has another version does not get into the output directory, if the user says so")
    void fails() {
        build.version = version("2.0", VersionCheck.FAIL);

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.VERSION_MISMATCH))
                .hasMessageContaining(DIFFERS)
                .hasMessageContaining("POM:          2.0, in /pom.xml, line 5")
                .hasMessageContaining("wheel:        1.0, in full_project-1.0-py3-none-any.whl")
                .hasMessageContaining("environment:  kept at ");
        assertThat(build.output).doesNotExist();
    }

    @Test
    @DisplayName("a version that is written down is refused before anything is made")
    void failsEarly() throws Exception {
        Path file = build.module.resolve("pyproject.toml");
        Files.writeString(file, Files.readString(file) + "\n[project]\nname = \"full-project\"\nversion = \"1.0\"\n");
        build.version = version("1.0-SNAPSHOT", VersionCheck.FAIL);

        assertThatThrownBy(build::wheel)
                .hasMessageContaining(DIFFERS)
                .hasMessageContaining("pyproject.toml: 1.0, in " + file)
                .hasMessageNotContaining("environment:");
        assertThat(build.module.resolve("target")).doesNotExist();
    }

    @Test
    @DisplayName("a version that Python has no words for is told, or refused before anything is made")
    void incomparable() throws Exception {
        build.version = version("1.0-jre", VersionCheck.WARN);
        build.wheel();

        assertThat(build.log.lines("WARN"))
                .singleElement()
                .asString()
                .startsWith("the POM's version 1.0-jre has no counterpart in PEP 440")
                .contains("where:        /pom.xml, line 5");

        build.version = version("1.0-jre", VersionCheck.FAIL);
        assertThatThrownBy(build::sdist)
                .hasMessageContaining("the POM's version 1.0-jre has no counterpart in PEP 440")
                .hasMessageNotContaining("environment:");
    }

    @Test
    @DisplayName("goals that build nothing for others do not care")
    void otherGoals() throws Exception {
        build.version = version("1.0-jre", VersionCheck.FAIL);

        assertThat(build.metadata().get("version")).isEqualTo("1.0");
        build.environment();

        assertThat(build.log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName("hooks see the version of the POM in Python's words; nobody else's variable is set")
    void offered() throws Exception {
        TestBackend.into(build.module);
        build.variables.put("FACTS", directory.resolve("facts.json").toString());
        build.version = version("1.0-SNAPSHOT", VersionCheck.OFF);

        build.doing("facts").wheel();

        Map<?, ?> seen = (Map<?, ?>) Json.parse(Files.readString(directory.resolve("facts.json")));
        Map<?, ?> environ = (Map<?, ?>) seen.get("environ");
        assertThat(environ.get("PYB_PROJECT_VERSION")).isEqualTo("1.0.dev0");
        assertThat(environ.keySet())
                .noneMatch(name -> name.toString().contains("PRETEND")
                        || name.toString().contains("BYPASS")
                        || name.equals("PBR_VERSION")
                        || name.equals("PDM_BUILD_SCM_VERSION"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "hatchling takes the version from our variable, and tools that ask version control take the version of the POM, where the user wants that")
    @CsvSource({
        "setuptools-scm,setuptools.build_meta,'[tool.setuptools_scm]'",
        "hatch-vcs,hatchling.build,'[tool.hatch.version]|source = \"vcs\"'",
        "hatchling,hatchling.build,'[tool.hatch.version]|source = \"env\"|variable = \"PYB_PROJECT_VERSION\"'",
        "pbr,pbr.build,",
        "pdm-backend,pdm.backend,'[tool.pdm.version]|source = \"scm\"'",
        "uv-dynamic-versioning,hatchling.build,'[tool.hatch.version]|source = \"uv-dynamic-versioning\"'",
        "poetry-dynamic-versioning,poetry_dynamic_versioning.backend,'[tool.poetry]|version = \"0\"|[tool.poetry-dynamic-versioning]|enable = true'"
    })
    void tools(String tool, String backend, String table) throws Exception {
        String whyNot = PackageIndex.whyNot();
        Assumptions.assumeTrue(whyNot.isEmpty(), () -> "SKIPPED: " + whyNot);
        build = new Builds(directory.resolve("other"));
        String more = backend.startsWith("hatchling")
                ? ", \"hatchling\""
                : backend.startsWith("setuptools") || backend.startsWith("pbr") ? ", \"setuptools\"" : "";
        Trees.write(
                build.module.resolve("pyproject.toml"),
                "[build-system]",
                "requires = [\"" + tool + "\"" + (tool.startsWith("poetry") ? ", \"poetry-core\"" : more) + "]",
                "build-backend = \"" + backend + "\"",
                "[project]",
                "name = \"tool-project\"",
                "dynamic = [\"version\"]",
                table == null ? "" : table.replace("|", "\n"));
        Trees.write(build.module.resolve(".gitignore"), "target");
        Trees.write(build.module.resolve("setup.cfg"), "[metadata]", "name = tool-project");
        Trees.write(build.module.resolve("src/tool_project/__init__.py"), "");
        build.version = new PomVersion("1.2-rc-3", "/pom.xml", VersionCheck.FAIL, true);

        BuildResult result = build.wheel();

        assertThat(result.wheel().orElseThrow().name().version()).hasToString("1.2rc3");
    }

    private static PomVersion version(String text, VersionCheck check) {
        return new PomVersion(text, "/pom.xml, line 5", check, false);
    }
}
