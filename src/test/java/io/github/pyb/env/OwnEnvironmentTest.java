package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.testing.Trees;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real interpreter, and distributions that stand beside each other on {@code PYTHONPATH}. */
class OwnEnvironmentTest {

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private final Map<String, String> inherited = new TreeMap<>(System.getenv());
    private final Map<String, String> variables = new HashMap<>();
    private Path first;
    private Path second;

    @BeforeEach
    void makePath() throws Exception {
        first = Files.createDirectory(directory.resolve("first"));
        second = Files.createDirectory(directory.resolve("second"));
        inherited.put("PYTHONPATH", first + File.pathSeparator + second);
    }

    @Test
    @Behaviour(37)
    @DisplayName("what the interpreter itself finds is met, and told with its version")
    void met() throws Exception {
        install(first, "pyb_backend", "2.0", "Requires-Dist: pyb-part>=1; python_version >= '3'", "Provides-Extra: x");
        install(second, "pyb.part", "1.5");
        install(second, "pyb_backend", "1.0");

        OwnEnvironment environment = open(false);
        environment.install(List.of("pyb-backend >= 2; python_version >= '3'", "absent; python_version < '3'"));

        assertThat(environment.resolvedVersions()).isEqualTo(Map.of(ProjectName.of("pyb-backend"), "2.0"));
        assertThat(environment.installed()).containsEntry(ProjectName.of("pyb-part"), "1.5");
        assertThat(log.lines("INFO"))
                .containsExactly("Environment: that of " + Pythons.any().executable() + ", without isolation");
    }

    @Test
    @Behaviour({38, 39, 40})
    @DisplayName(
            "what it does not find is refused; the message names interpreter, requirement, wanted and found version")
    void unmet() throws Exception {
        install(first, "pyb_backend", "2.0", "Requires-Dist: pyb-part");
        OwnEnvironment environment = open(false);

        assertThatThrownBy(() -> environment.install(List.of("pyb-backend")))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DEPENDENCIES_UNMET))
                .hasMessageContaining(Pythons.any().executable().toString())
                .hasMessageContaining("pyb-backend -> pyb-part: wanted any version, found none (it is not installed)");
        assertThatThrownBy(() -> environment.install(List.of("pyb-backend==1.*")))
                .hasMessageContaining("pyb-backend==1.*: wanted ==1.*, found 2.0");
    }

    @Test
    @Behaviour(41)
    @DisplayName("the check can be skipped")
    void skipped() throws Exception {
        OwnEnvironment environment = open(true);

        environment.install(List.of("pyb-absent", "this is no requirement"));

        assertThat(environment.resolvedVersions()).isEmpty();
        assertThat(log.lines("INFO")).singleElement().asString().endsWith("and without a dependency check");
    }

    @Test
    @DisplayName("distributions that are damaged do not count, and cost nothing but that")
    void damaged() throws Exception {
        Files.createDirectory(first.resolve("pyb_empty-1.0.dist-info"));
        Trees.write(first.resolve("pyb_nameless-1.0.dist-info/METADATA"), "Version: 1.0");
        Trees.write(first.resolve("pyb_versionless-1.0.dist-info/METADATA"), "Name: pyb-versionless");
        install(second, "pyb_whole", "1.0");

        Map<ProjectName, String> installed = open(false).installed();

        assertThat(installed)
                .containsEntry(ProjectName.of("pyb-whole"), "1.0")
                .doesNotContainKeys(
                        ProjectName.of("pyb-empty"), ProjectName.of("pyb-nameless"), ProjectName.of("pyb-versionless"));
    }

    @Test
    @DisplayName(
            "hooks see the user's variables as they are, and only where temporary files go and how output is encoded")
    void variables() throws Exception {
        inherited.put("VIRTUAL_ENV", "/somewhere");
        variables.put("CC", "clang");
        variables.put("PYTHONIOENCODING", "latin-1");

        Map<String, String> seen = open(true).changes().applyTo(host());

        Map<String, String> expected = new TreeMap<>(inherited);
        expected.putAll(Map.of("CC", "clang", "PYTHONIOENCODING", "latin-1"));
        List.of("TMPDIR", "TEMP", "TMP").forEach(name -> expected.put(name, directory.toString()));
        expected.putAll(Pythons.any().variables());
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    @DisplayName("neither modules nor distributions in the directory of our files are found")
    void noCurrentDirectory() throws Exception {
        inherited.remove("PYTHONPATH");
        install(directory, "pyb_stray", "1.0");
        Trees.write(directory.resolve("json.py"), "raise SystemExit('the wrong json')");

        assertThat(open(false).installed()).doesNotContainKey(ProjectName.of("pyb-stray"));
    }

    @Test
    @DisplayName("an interpreter that cannot tell is a problem that shows what it said")
    void broken() throws Exception {
        Trees.write(first.resolve("json.py"), "raise SystemExit('the wrong json')");

        assertThatThrownBy(() -> open(false))
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.ENVIRONMENT_FAILED))
                .hasMessageContaining("the interpreter does not tell what is installed for it (exit code 1)")
                .hasMessageContaining("the wrong json")
                .hasMessageContaining("-Dpyb.isolation=true");
    }

    private OwnEnvironment open(boolean skip) throws Exception {
        Interpreter interpreter = Pythons.any();
        EnvironmentSettings settings = new EnvironmentSettings(
                directory,
                directory.resolve("record"),
                InstallerChoice.pip(),
                Indexes.UNDECLARED,
                List.of(),
                variables,
                null,
                StoreSettings.none());
        try (Transcript transcript = Transcript.open(directory.resolve("build.log"));
                ProcessRunner runner = new ProcessRunner(host(), log, transcript, Cancellation.NONE)) {
            return OwnEnvironment.open(settings, skip, interpreter, runner, log);
        }
    }

    private Host host() {
        return new Host(new Host().family(), inherited, directory);
    }

    private static void install(Path site, String name, String version, String... fields) {
        Path metadata = site.resolve(name + "-" + version + ".dist-info").resolve("METADATA");
        Trees.write(
                metadata,
                "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version
                        + String.join(
                                "",
                                List.of(fields).stream()
                                        .map(field -> "\n" + field)
                                        .toList()));
    }
}
