package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.Proxies;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.MavenRun;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.Uv;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds whose requirements are locked, by a real pip and a real uv, from an index of the test's own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the environments of these tests are those of POSIX systems")
@Execution(ExecutionMode.CONCURRENT)
class LockedBuildTest {

    private static final String[] BACKEND = {
        "import os",
        "from test_backend import *",
        "from test_backend import _wheel",
        "def get_requires_for_build_wheel(settings=None):",
        "    return os.environ['REPORTED'].split()",
        "def get_requires_for_build_sdist(settings=None):",
        "    return []",
        "def build_wheel(directory, settings=None, metadata=None):",
        "    import tool",
        "    return _wheel(directory, content=tool.NAME)",
    };

    @TempDir
    Path directory;

    private Path wheels;
    private Path lockFile;
    private IndexServer index;
    private Builds build;

    @BeforeEach
    void makeModule() {
        wheels = directory.resolve("wheels");
        tool("1.0");
        new WheelFile("part", "2.0").with("part.py", "x = 1").writeInto(wheels);
        new WheelFile("late", "3.0").with("late.py", "x = 1").writeInto(wheels);
        index = IndexServer.of(wheels);
        build = module("requires = ['tool']");
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void tool(String version) {
        new WheelFile("tool", version)
                .with("tool.py", "NAME = 'tool " + version + "'")
                .requiring("part")
                .writeInto(wheels);
    }

    private Builds module(String requires) {
        Path module = TestBackend.into(
                directory.resolve("module"),
                requires,
                "build-backend = 'locked_backend'",
                "backend-path = ['backend']");
        Trees.write(module.resolve("backend/locked_backend.py"), BACKEND);
        Builds made = new Builds(module);
        made.indexes = new Indexes(
                List.of(new Index("test", index.simple(), Optional.empty(), List.of(), "for the test", "test")),
                Proxies.NONE);
        made.variables.put("REPORTED", "late");
        made.variables.put("PIP_CACHE_DIR", directory.resolve("cache/pip").toString());
        made.variables.put("UV_CACHE_DIR", directory.resolve("cache/uv").toString());
        lockFile = module.resolve("pylock.build.toml");
        return made;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "what is declared and what the backend reports is locked, with hashes and with the addresses that others know")
    void lock(InstallerKind kind) throws Exception {
        install(kind);

        assertThat(build.lock())
                .containsExactly(
                        "Added late 3.0", "Added part 2.0", "Added tool 1.0", "Added the environment " + marker());

        String text = Files.readString(lockFile);
        assertThat(text)
                .contains("name = \"late\"", "steps = [\"wheel\"]", "steps = [\"declared\"]")
                .contains("{url = \"" + index.files() + "tool-1.0-py3-none-any.whl\", hashes = {sha256 = \"")
                .contains("index = \"" + index.simple() + "\"")
                .contains("declared = [\n    \"tool\",\n]", "wheel = [\n    \"late\",\n]", "sdist = []")
                .doesNotContain(directory.toString(), ".invalid");
        assertThat(build.lock()).isEmpty();
        assertThat(lockFile).content().isEqualTo(text);
    }

    @Test
    @DisplayName("what a lock file says is remembered for later builds: it takes longer to parse than all the rest")
    void rememberedFile() throws Exception {
        build.lock();
        String name = "tool-1.0-py3-none-any.whl";

        build.wheel();

        try (Stream<Path> notes = Files.list(build.store.directory().resolve("documents"))) {
            assertThat(notes).anySatisfy(note -> assertThat(note).content().contains(name));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is locked is installed, whatever the index has by now, and next time nobody is asked any more")
    void enforced(InstallerKind kind) throws Exception {
        install(kind);
        build.lock = LockMode.ENFORCE;
        build.lock();
        tool("2.0");

        BuildResult cold = build.wheel();
        assertThat(WheelFile.read(cold.wheel().orElseThrow().file()).get("test_project.py"))
                .isEqualTo("tool 1.0");
        assertThat(build.log.lines("INFO"))
                .contains(
                        "Locked: 2 distributions of pylock.build.toml", "Locked: 1 distribution of pylock.build.toml");
        assertThat(build.work.resolve("report.json"))
                .content()
                .contains("\"lock\"", "\"distributions\": 3", "\"complete\": true");

        // No index, no installer, and all that was resolved counts as stale.
        index.close();
        build.installer = InstallerChoice.uv();
        build.variables.put("UV", "/nowhere/uv");
        build.store = new StoreSettings(
                build.store.directory(), build.store.limit(), Instant.now().plusSeconds(3600), build.store.patience());
        BuildResult warm = build.wheel();

        assertThat(steps(warm)).containsExactly("get_requires_for_build_wheel", "build_wheel");
        assertThat(build.log.lines("INFO"))
                .contains("Build environment: late 3.0, part 2.0, tool 1.0 (locked)")
                .noneMatch(line -> line.startsWith("Installing") || line.startsWith("Installer"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a file that is another one than the locked one fails before anything of it is there")
    void tampered(InstallerKind kind) throws Exception {
        install(kind);
        build.lock();
        new WheelFile("tool", "1.0")
                .with("tool.py", "open('" + directory.resolve("canary") + "', 'w')", "NAME = ''")
                .with("evil.pth", "import os; open('" + directory.resolve("canary") + "', 'w')")
                .requiring("part")
                .writeInto(wheels);
        build.store = new StoreSettings(
                directory.resolve("another-store"), build.store.limit(), Instant.MIN, build.store.patience());
        build.variables.put("PIP_CACHE_DIR", directory.resolve("cache/pip2").toString());
        build.variables.put("UV_CACHE_DIR", directory.resolve("cache/uv2").toString());

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCK_MISMATCH))
                .hasMessageStartingWith(
                        "what is offered is not what is locked: its hash is another one; nothing of it was installed")
                .hasMessageContaining("lock file:    " + lockFile)
                .hasMessageContaining("lock what is there now: mvn pyb:lock");

        assertThat(directory.resolve("canary")).doesNotExist();
    }

    @Test
    @DisplayName("a locked file that is gone from the index is an error, and nothing newer is taken instead")
    void gone() throws Exception {
        build.lock();
        Files.delete(wheels.resolve("tool-1.0-py3-none-any.whl"));
        tool("2.0");
        build.store = new StoreSettings(
                directory.resolve("another-store"), build.store.limit(), Instant.MIN, build.store.patience());

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("what is locked could not be installed (pip ended with exit code 1)")
                .hasMessageContaining("required:     part==2.0, tool==1.0\n")
                .hasMessageContaining("try:          check whether what is locked is still offered (mvn pyb:lock)")
                .hasMessageContaining("lock file:    " + lockFile);
    }

    @Test
    @DisplayName(
            "what a backend reports and is not locked is an error that says who wants it and what is locked instead")
    void unlockedReport() throws Exception {
        build.lock();
        build.lock = LockMode.ENFORCE;
        build.variables.put("REPORTED", "late>3 other;python_version>'3' unmet;python_version<'3'");

        assertThatThrownBy(build::wheel)
                .isInstanceOfSatisfying(
                        UserProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.LOCK_MISMATCH))
                .hasMessageStartingWith(String.join(
                        "\n",
                        "what the build asks for is not what is locked",
                        "  where:        " + lockFile,
                        "  asked by:     get_requires_for_build_wheel: late>3",
                        "  locked:       late 3.0",
                        "  asked by:     get_requires_for_build_wheel: other;python_version>'3'",
                        "  locked:       not locked",
                        "  try:          mvn pyb:lock, see what changes, and commit the file",
                        "  try:          or build without it once: -Dpyb.lock=prefer"));
    }

    @Test
    @DisplayName("if a lock file is only preferred, what it does not cover is warned of and resolved all the same")
    void preferred() throws Exception {
        build.lock();
        new WheelFile("late", "3.1").with("late.py", "x = 2").writeInto(wheels);
        build.variables.put("REPORTED", "late>3");

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().toString()).contains("late=3.1");
        assertThat(build.log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("what the build asks for is not what is locked", "late>3", "late 3.0", "mvn pyb:lock");
        assertThat(build.work.resolve("report.json")).content().contains("\"complete\": false");

        build.lock = LockMode.IGNORE;
        assertThat(build.wheel().builds().get(0).lock()).isEmpty();
        assertThat(build.log.lines("WARN")).isEmpty();
    }

    @Test
    @DisplayName(
            "a package that a merge has lost from the file is not locked, although it is said to have been asked for")
    void lost() throws Exception {
        build.lock();
        String text = Files.readString(lockFile);
        int begin = text.indexOf("[[packages]]\nname = \"tool\"");
        Files.writeString(
                lockFile, text.substring(0, begin) + text.substring(text.indexOf("[[tool.pyb.environments]]", begin)));

        BuildResult result = build.wheel();

        assertThat(result.builds().get(0).resolved().toString()).contains("tool=1.0");
        assertThat(build.log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("asked by:     requires in [build-system]: tool", "locked:       not locked");
        build.lock = LockMode.ENFORCE;
        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("what the build asks for is not what is locked")
                .hasMessageContaining("asked by:     requires in [build-system]: tool")
                .hasMessageContaining("locked:       not locked");
    }

    @Test
    @DisplayName("requirements that are met by what is locked need not be the ones that were locked")
    void changedButMet() throws Exception {
        build.lock();
        build.lock = LockMode.ENFORCE;
        module("requires = ['tool >= 0.5', \"part; python_version >= '3'\"]");
        build.variables.put("REPORTED", "late<4");

        assertThat(build.wheel().files()).hasSize(1);

        module("requires = ['tool[more]']");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("asked by:     requires in [build-system]: tool[more]")
                .hasMessageContaining("locked:       tool 1.0, for requirements without that extra");
    }

    @Test
    @DisplayName("locked again, it says what has changed; with another interpreter nothing is there")
    void relocked() throws Exception {
        build.lock();
        tool("2.0");
        new WheelFile("extra", "1.0").writeInto(wheels);
        build.variables.put("REPORTED", "extra");

        assertThat(build.lock()).containsExactly("Added extra 1.0", "Removed late 3.0", "Updated tool 1.0 -> 2.0");

        Files.writeString(
                lockFile,
                Files.readString(lockFile).replaceAll("python_version == '[^']*'", "python_version == '3.5'"));
        build.lock = LockMode.ENFORCE;
        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("nothing is locked for this interpreter")
                .hasMessageContaining("locked for:   implementation_name == 'cpython' and python_version == '3.5'")
                .hasMessageContaining("mvn pyb:lock with this interpreter");
        build.lock = LockMode.PREFER;
        build.wheel();
        assertThat(build.log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("nothing is locked for this interpreter");

        Files.writeString(lockFile, Files.readString(lockFile).replace("'linux'", "'elsewhere'"));
        assertThat(build.lock()).contains("Added the environment " + marker());
        assertThat(Files.readString(lockFile)).contains("sys_platform == 'elsewhere'");
        assertThat(build.log.lines("INFO")).anyMatch(line -> line.startsWith("Kept as it was locked elsewhere: "));
    }

    @Test
    @DisplayName("one file serves several interpreters, and what differs between them has a marker")
    void several() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(MavenRun.targetDirectory().resolve("cpython")),
                "SKIPPED: the build has not fetched a second interpreter");
        build.provisioning = Pythons.fromBuild();
        build.pythons = Pythons.two();
        String newer = Pythons.two().get(1).contains("3.12") ? "3.12" : "3.11";
        module("requires = ['tool', 'part<2; python_version == \"" + newer + "\"']");
        new WheelFile("part", "1.0").writeInto(wheels);

        assertThat(build.lock()).hasSize(5).contains("Added part 1.0 and 2.0", "Added tool 1.0");
        assertThat(Files.readString(lockFile))
                .containsPattern("name = \"part\"\\nversion = \"1.0\"\\nmarker = \"python_version == '" + newer + "'\"")
                .containsPattern("name = \"tool\"\\nversion = \"1.0\"\\nindex");

        build.lock = LockMode.ENFORCE;
        build.reuse = false;
        assertThat(build.wheel().builds())
                .extracting(part -> part.resolved().get("wheel").get(ProjectName.of("part")))
                .containsExactly("2.0", "1.0");
    }

    @Test
    @DisplayName("a missing lock file is an error only if there has to be one")
    void missing() throws Exception {
        build.lock = LockMode.ENFORCE;

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("there is no lock file, and lock (-Dpyb.lock=enforce) asks for one")
                .hasMessageContaining("where:        " + lockFile);
        assertThat(build.work.resolve("env")).doesNotExist();

        build.lock = LockMode.PREFER;
        assertThat(build.wheel().builds().get(0).lock()).isEmpty();
        assertThat(build.log.lines("WARN")).isEmpty();

        build.lockFile = directory.resolve("module/pylock.misspelt.toml");
        assertThat(build.wheel().builds().get(0).lock()).isEmpty();
        assertThat(build.log.lines("WARN"))
                .containsExactly("The lock file does not exist: " + build.lockFile + "; build requirements are resolved"
                        + " without one (lockFile, -Dpyb.lockFile, names it; mvn pyb:lock writes it)");
    }

    @Test
    @DisplayName("what an index has no wheel of is not locked, and the message says so")
    void sourceOnly() {
        module("requires = ['tool', 'missing']");

        assertThatThrownBy(build::lock)
                .hasMessageStartingWith(
                        "the build requirements could not be resolved to wheels (pip ended with exit code 1)")
                .hasMessageContaining("no wheel of:  missing")
                .hasMessageContaining("note:         only wheels can be locked");
        assertThat(lockFile).doesNotExist();
    }

    @Test
    @DisplayName("wheels that Maven provides are not locked, but what they require is")
    void provided() throws Exception {
        Path sibling = new WheelFile("sibling", "1.0")
                .with("sibling.py", "x = 1")
                .requiring("part")
                .writeInto(directory.resolve("sibling"));
        module("requires = ['tool', 'sibling']");
        build.provided.add(sibling);
        build.lock();
        assertThat(lockFile)
                .content()
                .contains("maven.declared = [\n    \"sibling\",\n]")
                .doesNotContain("sibling-1.0");

        new WheelFile("sibling", "1.0")
                .with("sibling.py", "x = 2")
                .requiring("part")
                .writeInto(directory.resolve("sibling"));
        build.lock = LockMode.ENFORCE;
        assertThat(build.wheel().builds().get(0).resolved().toString()).contains("sibling=1.0");
        build.wheel();
        assertThat(build.log.lines("INFO")).noneMatch(line -> line.startsWith("Installing"));

        build.provided.clear();
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("asked by:     declared: sibling")
                .hasMessageContaining("locked:       sibling as a wheel that Maven provides, and it provides none");
    }

    @Test
    @DisplayName("a lock file that is damaged is an error, and is replaced when it is written anew")
    void damaged() throws Exception {
        Trees.write(lockFile, "<<<<<<< ours");

        assertThatThrownBy(build::wheel)
                .hasMessageStartingWith("the lock file is not valid TOML")
                .hasMessageContaining("where:        " + lockFile + ", line 1");
        assertThat(build.lock()).hasSize(4);
        assertThat(build.log.lines("WARN"))
                .singleElement()
                .asString()
                .startsWith("The lock file that is there is replaced");

        build.lockFile = directory.resolve("module/lock.toml");
        assertThatThrownBy(build::lock).hasMessageStartingWith("a lock file cannot be called that");
    }

    private String marker() {
        return "implementation_name == '" + Pythons.any().implementation() + "' and python_version == '"
                + String.join(
                        ".",
                        List.of(Pythons.any().version().toString().split("\\.", -1))
                                .subList(0, 2))
                + "' and sys_platform == 'linux' and platform_machine == '"
                + Pythons.any().platform().replaceFirst(".*-", "") + "'";
    }

    private void install(InstallerKind kind) {
        build.installer = kind == InstallerKind.PIP
                ? InstallerChoice.pip()
                : new InstallerChoice(kind, Optional.of(Uv.executable()), false);
    }

    private static List<String> steps(BuildResult result) {
        return result.builds().get(0).steps().stream()
                .map(ProcessRunner.Step::title)
                .toList();
    }
}
