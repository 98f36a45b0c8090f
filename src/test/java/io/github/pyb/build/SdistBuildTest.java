package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.json.Json;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts and signals of these tests are those of POSIX systems")
@Execution(ExecutionMode.CONCURRENT)
class SdistBuildTest {

    private static final String SDIST = "full_project-1.0.tar.gz";
    private static final String WHEEL = "full_project-1.0-py3-none-any.whl";

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.complete(directory.resolve("module")));
    }

    @Test
    @Behaviour({3, 46})
    @DisplayName("a source distribution lands in the output directory, and nothing is unpacked")
    void sdistAlone() throws Exception {
        BuildResult result = build.sdist();

        assertThat(result.files()).containsExactly(build.output.resolve(SDIST));
        assertThat(build.output.resolve(SDIST)).isNotEmptyFile();
        assertThat(build.work.resolve("sdist")).doesNotExist();
        assertThat(build.defaultEnvironment()).doesNotExist();
    }

    @Test
    @Behaviour(43)
    @DisplayName(
            "the source distribution is built first, and the wheel from what it unpacks to, at a path without version")
    void sdistThenWheel() throws Exception {
        BuildResult result = build.sdistThenWheel();

        Path unpacked = build.work.resolve("sdist/full-project");
        assertThat(result.files()).containsExactly(build.output.resolve(SDIST), build.output.resolve(WHEEL));
        assertThat(WheelFile.read(build.output.resolve(WHEEL)))
                .containsEntry("full_project/where.txt", unpacked.toString());
        assertThat(unpacked.resolve("PKG-INFO")).exists();
        assertThat(build.defaultEnvironment()).doesNotExist();
        assertThat(build.log.lines("INFO"))
                .last()
                .asString()
                .startsWith("Built " + build.output.resolve(SDIST) + " and " + build.output.resolve(WHEEL) + " in ");
    }

    @Test
    @DisplayName("each of the two is built in a fresh environment, at the same place")
    void freshEnvironments() throws Exception {
        build.envDir = directory.resolve("env");

        build.sdistThenWheel();

        assertThat(build.envDir).doesNotExist();
        assertThat(build.log.lines("INFO"))
                .filteredOn(line -> line.equals("Environment: " + build.envDir))
                .hasSize(2);
    }

    @Test
    @DisplayName(
            "what the source distribution leaves out is missing when the wheel is built; the sdist stays where it is")
    void incompleteSdist() {
        build.settings.put("leave-out", List.of("needed.txt"));

        assertThatThrownBy(build::sdistThenWheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.HOOK_FAILED))
                .hasMessageContaining("build_wheel")
                .hasMessageContaining("needed.txt");
        assertThat(build.output.resolve(SDIST)).isNotEmptyFile();
        assertThat(build.output.resolve(WHEEL)).doesNotExist();
        assertThat(build.work.resolve("report.json")).doesNotExist();
    }

    @Test
    @DisplayName(
            "a backend that does not support source distributions here: the wheel is built from the tree, with a warning")
    void unsupported() throws Exception {
        build.settings.put("sdist", "unsupported");

        BuildResult result = build.sdistThenWheel();

        assertThat(result.files()).containsExactly(build.output.resolve(WHEEL));
        assertThat(build.log.lines("WARN"))
                .containsExactly(
                        "the backend full_backend does not support build_sdist here: no archives here",
                        "The wheel is built straight from the source tree instead");
    }

    @Test
    @DisplayName("pyb:sdist fails where source distributions are not supported, with the backend's words")
    void unsupportedAlone() {
        build.settings.put("sdist", "unsupported");

        assertThatThrownBy(build::sdist)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.UNSUPPORTED_OPERATION))
                .hasMessageContaining("no archives here");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "in place, a backend that packs our own directory is told of, whether what it has packed of it is harmless or not")
    void ownDirectory(boolean harmless) {
        build.mode = SourceMode.INPLACE;
        build.envDir = harmless ? directory.resolve("env") : null;

        assertThatThrownBy(build::sdist)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED))
                .hasMessageStartingWith("the source distribution is refused: the member \"full_project-1.0/target/pyb/")
                .hasMessageContaining("is not of the project, but of target/pyb, where builds work")
                .hasMessageContaining("try:          a line /target/ in .gitignore, if the backend leaves out what is"
                        + " ignored; or exclude it in the backend's settings")
                .hasMessageContaining("made by:      the backend full_backend just now")
                .hasMessageNotContaining("do not trust");
        assertThat(build.output.resolve(SDIST)).doesNotExist();
    }

    @Test
    @Behaviour(44)
    @DisplayName("a source distribution without PKG-INFO is refused before the wheel is built")
    void withoutMetadata() {
        build.settings.put("sdist", "without metadata");

        assertThatThrownBy(build::sdistThenWheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED))
                .hasMessageContaining("PKG-INFO");
        assertThat(build.output).doesNotExist();
    }

    @Test
    @DisplayName("a source distribution that would write outside of itself is refused, and nothing of it is unpacked")
    void hostile() {
        build.settings.put("sdist", "hostile");

        assertThatThrownBy(build::sdistThenWheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.SDIST_REFUSED))
                .hasMessageContaining("escaped.txt")
                .hasMessageContaining("made by:      the backend full_backend just now");
        assertThat(build.work.resolve("sdist")).doesNotExist();
    }

    @Test
    @DisplayName("name and version have to be the same in source distribution, wheel and metadata")
    void agreement() {
        build.settings.put("wheel-version", "2.0");
        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_RESULT))
                .hasMessageContaining("the version of full_project-2.0-py3-none-any.whl is not the same everywhere")
                .hasMessageContaining("full-project 2.0")
                .hasMessageContaining("full-project 1.0");

        build.settings.clear();
        build.settings.put("metadata-name", "other");
        assertThatThrownBy(build::sdist).hasMessageContaining("the name of " + SDIST + " is not the same everywhere");
        assertThat(build.output).doesNotExist();
    }

    @Test
    @DisplayName("a name that is not one of a source distribution is refused")
    void badName() {
        build.settings.put("sdist-name", "full_project.tar.gz");

        assertThatThrownBy(build::sdist)
                .hasMessageContaining("a name that is not one of a source distribution (name-version.tar.gz)")
                .hasMessageContaining("\"full_project.tar.gz\"");
    }

    @Test
    @Behaviour({56, 60})
    @DisplayName("a source distribution as the source: only the wheel is built, from the unpacked archive")
    void fromArchive() throws Exception {
        build.sdist();
        Builds other = fromSdist(build.output.resolve(SDIST));

        BuildResult result = other.sdistThenWheel();

        assertThat(result.files()).containsExactly(other.output.resolve(WHEEL));
        assertThat(WheelFile.read(other.output.resolve(WHEEL)))
                .containsEntry(
                        "full_project/where.txt",
                        other.work.resolve("sdist/full-project").toString());
        assertThat(other.wheel().files()).containsExactly(other.output.resolve(WHEEL));
    }

    @Test
    @Behaviour(57)
    @DisplayName("pyb:sdist and pyb:editable want a source tree and say so")
    void treeNeeded() throws Exception {
        build.sdist();
        Builds other = fromSdist(build.output.resolve(SDIST));

        assertThatThrownBy(other::sdist).hasMessageContaining("pyb:sdist needs a source tree");
        assertThatThrownBy(other::editable).hasMessageContaining("pyb:editable needs a source tree");
        assertThat(other.work).doesNotExist();
    }

    @Test
    @DisplayName("a source distribution that is not there is told as that, and not as a missing directory")
    void missingArchive() {
        build.source = directory.resolve(SDIST);

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("the source distribution does not exist\n")
                .hasMessageContaining("where:        " + build.source);
        assertThat(build.work).doesNotExist();
    }

    @Test
    @DisplayName("a source distribution whose name and metadata are of different versions builds nothing")
    void renamedArchive() throws Exception {
        build.sdist();
        Path renamed = Files.copy(build.output.resolve(SDIST), directory.resolve("full_project-3.0.tar.gz"));

        assertThatThrownBy(() -> fromSdist(renamed).wheel())
                .hasMessageContaining("is not the same everywhere")
                .hasMessageContaining("3.0");
    }

    @Test
    @Behaviour(66)
    @DisplayName(
            "unchanged files of the unpacked archive keep their time stamps; changed ones get a new one although the"
                    + " archive's own stamps are clamped, and the wheel has the new content; vanished ones vanish")
    void stableUnpacking() throws Exception {
        build.sdistThenWheel();
        Path unpacked = build.work.resolve("sdist/full-project");
        FileTime before = Files.getLastModifiedTime(unpacked.resolve("needed.txt"));
        FileTime beforeChange = Files.getLastModifiedTime(unpacked.resolve("full_project/__init__.py"));
        assertThat(beforeChange).isEqualTo(before);

        Trees.write(build.module.resolve("full_project/__init__.py"), "value = 2");
        Trees.write(unpacked.resolve("build/left-behind.txt"), "by the backend");
        build.sdistThenWheel();

        assertThat(Files.getLastModifiedTime(unpacked.resolve("needed.txt"))).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(unpacked.resolve("full_project/__init__.py")))
                .isGreaterThan(beforeChange);
        assertThat(WheelFile.read(build.output.resolve(WHEEL)))
                .containsEntry("full_project/__init__.py", "value = 2\n");
        assertThat(unpacked.resolve("build")).doesNotExist();

        Files.delete(build.module.resolve("full_project/__init__.py"));
        build.sdistThenWheel();
        assertThat(unpacked.resolve("full_project/__init__.py")).doesNotExist();
    }

    @Test
    @DisplayName("of the checkout that an unpacked source distribution lies in, backends that ask git learn nothing")
    void noCheckout() throws Exception {
        build.settings.put("environ", directory.resolve("environ").toString());

        build.sdistThenWheel();

        assertThat(Files.readAllLines(directory.resolve("environ")))
                .containsExactly("build_sdist None", "build_wheel " + build.work.resolve("sdist"));
    }

    @Test
    @DisplayName("a new version is unpacked to the same path")
    void newVersion() throws Exception {
        build.sdistThenWheel();
        Trees.write(build.module.resolve("VERSION"), "2.0");

        build.sdistThenWheel();

        try (var entries = Files.list(build.work.resolve("sdist"))) {
            assertThat(entries).containsExactly(build.work.resolve("sdist/full-project"));
        }
        assertThat(build.work.resolve("sdist/full-project/VERSION")).hasContent("2.0");
    }

    @Test
    @Behaviour(65)
    @DisplayName("a chosen place to unpack to is used, stays, and is cleared by pyb:clean; somebody else's is refused")
    void chosenDirectory() throws Exception {
        build.extract = directory.resolve("chosen");
        build.sdistThenWheel();
        assertThat(build.extract.resolve("full-project/PKG-INFO")).exists();
        build.sdistThenWheel();
        assertThat(build.clean()).contains(build.extract);
        assertThat(build.extract).doesNotExist();

        Trees.write(build.extract.resolve("precious.txt"), "x");
        assertThatThrownBy(build::sdistThenWheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCATION_REFUSED))
                .hasMessageContaining("sdistExtractDir (-Dpyb.sdistExtractDir)")
                .hasMessageContaining("precious.txt");
        assertThat(build.extract.resolve("precious.txt")).hasContent("x");
        assertThat(build.defaultEnvironment()).doesNotExist();
    }

    @Test
    @Behaviour(28)
    @DisplayName("config settings reach every hook: those of requirements, of both builds, and of metadata")
    void settings() throws Exception {
        Path trace = directory.resolve("trace");
        build.settings.put("trace", trace.toString());
        build.settings.put("nested", Map.of("a", List.of(1, true)));

        build.sdistThenWheel();
        build.metadata();

        assertThat(Files.readAllLines(trace)).hasSize(6).containsOnly("['nested', 'trace']");
    }

    @Test
    @Behaviour(28)
    @DisplayName("constraints hold for both halves of the build")
    void constraints() throws Exception {
        Path wheels = directory.resolve("wheels");
        new WheelFile("tiny_extra", "1.0").writeInto(wheels);
        new WheelFile("tiny_extra", "2.0").writeInto(wheels);
        build.variables.putAll(Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", wheels.toString()));
        build.settings.put("requires", List.of("tiny_extra"));
        build.constraints.add(Trees.write(directory.resolve("constraints.txt"), "tiny_extra<2"));

        BuildResult result = build.sdistThenWheel();

        Map<ProjectName, String> pinned = Map.of(ProjectName.of("tiny-extra"), "1.0");
        assertThat(result.builds().get(0).resolved()).isEqualTo(Map.of("sdist", pinned, "wheel", pinned));
    }

    @Test
    @Behaviour({118, 119})
    @DisplayName("the report lists all that was built, in that order, as it is on disk; and how it came about")
    void report() throws Exception {
        build.sdistThenWheel();

        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(build.work.resolve("report.json")));
        assertThat(report.get("version")).isEqualTo("1.0");
        assertThat(report.get("goal")).isEqualTo("build");
        assertThat(report.get("backend")).isEqualTo("full_backend");
        List<?> artifacts = (List<?>) report.get("artifacts");
        assertThat(artifacts).hasSize(2);
        for (int i = 0; i < 2; i++) {
            Map<?, ?> artifact = (Map<?, ?>) artifacts.get(i);
            Path file = build.output.resolve(List.of(SDIST, WHEEL).get(i));
            assertThat(artifact.get("name")).isEqualTo(file.getFileName().toString());
            assertThat(artifact.get("path")).isEqualTo(file.toString());
            assertThat(artifact.get("kind")).isEqualTo(List.of("sdist", "wheel").get(i));
            assertThat(((Number) artifact.get("size")).longValue()).isEqualTo(Files.size(file));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            assertThat(artifact.get("hashes"))
                    .isEqualTo(Map.of("sha256", HexFormat.of().formatHex(digest)));
        }
        assertThat(report.get("requirements")).isEqualTo(Map.of("sdist", Map.of(), "wheel", Map.of()));
        assertThat(report.get("timings").toString()).contains("build_sdist", "build_wheel");
        try (var files = Files.list(build.work)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().endsWith(".part"));
        }

        build.settings.put("wheel", "raise");
        assertThatThrownBy(build::wheel).isInstanceOf(UserProblem.class);
        assertThat(build.work.resolve("report.json"))
                .as("the report of an earlier build")
                .doesNotExist();
    }

    @Test
    @Behaviour({58, 105})
    @DisplayName(
            "metadata comes from the backend's hook, from a source distribution, and from a wheel, in the same order")
    void metadata() throws Exception {
        Map<?, ?> fromTree = build.metadata();
        assertThat(fromTree.keySet())
                .map(Object::toString)
                .containsExactly("metadata_version", "name", "version", "summary");
        assertThat(fromTree.get("name")).isEqualTo("Full_Project");
        assertThat(build.work.resolve("log/metadata.log"))
                .content()
                .contains("== prepare_metadata_for_build_wheel")
                .doesNotContain("== build_wheel");

        build.sdistThenWheel();
        assertThat(fromSdist(build.output.resolve(SDIST)).metadata()).isEqualTo(fromTree);
        Builds wheel = fromSdist(build.output.resolve(WHEEL));
        assertThat(wheel.metadata()).isEqualTo(fromTree);
        assertThat(wheel.work.resolve("log")).doesNotExist();
        assertThatThrownBy(wheel::wheel).hasMessageContaining("there is nothing to build of a wheel");
        wheel.source = build.module;
        assertThat(wheel.wheel().files()).as("in the same work directory").hasSize(1);
    }

    @Test
    @Behaviour(135)
    @DisplayName("without the hook for it, metadata comes from a wheel that is built, but not published")
    void metadataFromWheel() throws Exception {
        Builds plain = new Builds(TestBackend.into(directory.resolve("plain")));

        assertThat(plain.metadata().get("name")).isEqualTo("test-project");
        assertThat(plain.output).doesNotExist();
    }

    @Test
    @DisplayName(
            "an editable installation refers to the source tree itself, and its environment stays, at a place of its own")
    void editable() throws Exception {
        EnvironmentResult environment = build.editable();

        assertThat(environment.path())
                .isEqualTo(build.work
                        .resolve("editable")
                        .resolve(build.defaultEnvironment().getFileName()));
        Trees.write(build.module.resolve("full_project/__init__.py"), "value = 'edited'");
        Process python = new ProcessBuilder(
                        environment.python().toString(), "-c", "import full_project; print(full_project.value)")
                .directory(directory.toFile())
                .start();
        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("edited");

        build.wheel();
        assertThat(environment.python()).exists();
        build.mode = SourceMode.COPY;
        assertThatThrownBy(build::editable).hasMessageContaining("which sourceMode (-Dpyb.sourceMode=copy) forbids");
        build.clean();
        assertThat(environment.path()).doesNotExist();
    }

    @Test
    @DisplayName("a backend without editable wheels is named, with the hook that it lacks")
    void noEditable() {
        Builds plain = new Builds(TestBackend.into(directory.resolve("plain")));

        assertThatThrownBy(plain::editable)
                .hasMessageContaining("the backend test_backend does not have the hook build_editable");
    }

    @Test
    @DisplayName("a project that requires itself, declared or reported by its backend, is a cycle")
    void cycles() {
        Trees.write(
                build.module.resolve("pyproject.toml"),
                "[project]",
                "name = 'full-project'",
                "[build-system]",
                "requires = ['Full.Project>=0.1']",
                "build-backend = 'full_backend'",
                "backend-path = ['backend']");
        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.PROJECT_INVALID))
                .hasMessageContaining("the build requirements have a cycle: full-project needs itself to be built")
                .hasMessageContaining("requires in [build-system]: \"Full.Project>=0.1\"");

        Trees.write(
                build.module.resolve("pyproject.toml"),
                "[project]",
                "name = 'full-project'",
                "[build-system]",
                "requires = []",
                "build-backend = 'full_backend'",
                "backend-path = ['backend']");
        build.settings.put("requires", List.of("full-project"));
        assertThatThrownBy(build::wheel).hasMessageContaining("the backend full_backend: \"full-project\"");
    }

    @Test
    @DisplayName(
            "hooks see the project's time stamp, a fixed umask, and a build directory for setuptools, whatever they are")
    void tuned() throws Exception {
        Builds plain = new Builds(TestBackend.into(directory.resolve("plain")));
        Path facts = directory.resolve("facts.json");
        plain.variables.put("FACTS", facts.toString());
        plain.timestamp = Instant.ofEpochSecond(1_600_000_000L);

        plain.doing("facts").wheel();

        Map<?, ?> seen = (Map<?, ?>) Json.parse(Files.readString(facts));
        Map<?, ?> environ = (Map<?, ?>) seen.get("environ");
        assertThat(environ.get("SOURCE_DATE_EPOCH")).isEqualTo("1600000000");
        assertThat(environ.get("PYTHONHASHSEED")).isEqualTo("0");
        assertThat(environ.get("DIST_EXTRA_CONFIG").toString()).startsWith(plain.work.resolve("build") + "/cp");
        assertThat(((Number) seen.get("umask")).intValue()).isEqualTo(022);
    }

    @Test
    @DisplayName("places that would be in each other's way are refused with both names, before anything is touched")
    void places() throws Exception {
        build.extract = build.work;
        assertThatThrownBy(build::sdistThenWheel)
                .hasMessageContaining("sdistExtractDir (-Dpyb.sdistExtractDir) must not be, or lie in, what"
                        + " workDirectory (-Dpyb.workDirectory) names");
        build.extract = null;
        build.output = build.work.resolve("result/sdist");
        assertThatThrownBy(build::sdist).hasMessageContaining("outputDirectory (-Dpyb.outputDirectory) must not be");
        build.output = directory.resolve("dist");
        build.report = build.module.resolve("pyproject.toml");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("there is something else already where the parameter report (-Dpyb.report) wants")
                .hasMessageContaining("pyproject.toml");
        build.report = Files.createDirectory(directory.resolve("a-directory"));
        assertThatThrownBy(build::wheel).hasMessageContaining("there is something else already");
        build.report = build.work.resolve(".pyb/owner.properties");
        assertThatThrownBy(build::wheel).hasMessageContaining("report (-Dpyb.report) must not be, or lie in");

        assertThat(build.module.resolve("pyproject.toml")).content().contains("full_backend");
        assertThat(build.work).doesNotExist();
    }

    @Test
    @DisplayName(
            "secrets in requirements and settings are neither in messages nor in the evidence, nor left anywhere else")
    void secrets() throws Exception {
        String requirement = "a @ https://bob:canary-1@127.0.0.1:9/a-1.0-py3-none-any.whl";
        TestBackend.into(build.module, "requires = ['" + requirement + "']", "build-backend = 'no_backend'");
        build.variables.put("PIP_RETRIES", "0");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("https://****@127.0.0.1:9")
                .hasMessageNotContaining("canary");
        assertNoCanary();

        TestBackend.complete(build.module);
        build.settings.put("wheel", "raise");
        build.settings.put("api_token", "canary-2");
        build.settings.put("url", "https://bob:canary-3@host/");
        assertThatThrownBy(build::wheel).hasMessageNotContaining("canary");
        assertNoCanary();
        assertThat(build.failure().resolve("replay.sh")).content().contains("put them back first");
    }

    private void assertNoCanary() throws Exception {
        try (var files = Files.walk(build.work)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(build.work.resolve("source")))
                    .toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary");
            }
        }
    }

    @Test
    @DisplayName("an environment for development is made anew at its chosen place by the goal that has made it")
    void editableAgain() throws Exception {
        build.envDir = directory.resolve("venv");
        build.editable();
        build.editable();

        assertThatThrownBy(build::wheel).hasMessageContaining("still holds the environment of an earlier build");
    }

    private Builds fromSdist(Path archive) throws Exception {
        Path base = Files.createTempDirectory(directory, "elsewhere");
        Builds other = new Builds(base);
        other.source = Files.copy(archive, base.resolve(archive.getFileName().toString()));
        return other;
    }
}
