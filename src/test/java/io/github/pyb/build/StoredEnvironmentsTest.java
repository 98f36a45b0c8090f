package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Builds that find in the store what earlier builds have left there. A real pip, and wheels from a directory. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths of these environments are those of POSIX systems")
@Execution(ExecutionMode.CONCURRENT)
class StoredEnvironmentsTest {

    private static final String[] WARM = {"get_requires_for_build_wheel", "build_wheel"};

    private static final String[] COLD = {
        "pip", "compileall", "get_requires_for_build_wheel", "pip", "compileall", "build_wheel"
    };

    @TempDir
    Path directory;

    private Path wheels;
    private Builds build;

    @BeforeEach
    void makeModule() {
        wheels = directory.resolve("wheels");
        backend("1.0");
        new WheelFile("stored_late", "2.0").with("stored_late.py", "x = 1").writeInto(wheels);
        build = module("module");
    }

    @Test
    @DisplayName(
            "a second build starts no installer, says what it uses and how old that is, and sees the same files with"
                    + " the same times")
    void secondBuild() throws Exception {
        build.keep = KeepPolicy.ALWAYS;
        assertThat(steps(build.wheel())).containsExactly(COLD);
        Map<String, String> cold = environment(build);

        BuildResult warm = build.wheel();

        assertThat(steps(warm)).containsExactly(WARM);
        assertThat(environment(build)).isEqualTo(cold);
        assertThat(build.log.lines("INFO"))
                .containsSubsequence(
                        "Build environment: stored-backend 1.0 (resolved just now)",
                        "Build environment: stored-backend 1.0, stored-late 2.0 (resolved just now)",
                        "Build requirements in use:",
                        "  - stored-backend==1.0",
                        "  - stored-late==2.0")
                .noneMatch(line -> line.startsWith("Installing"));
        assertThat(warm.builds().get(0).resolved().get("wheel")).containsEntry(ProjectName.of("stored-late"), "2.0");
        assertThat(content(warm)).isEqualTo("tool of 1.0\n");
    }

    @Test
    @DisplayName("source distribution and wheel of one run, and other modules at other places, share what was resolved")
    void shared() throws Exception {
        assertThat(steps(build.sdistThenWheel()))
                .containsExactly(
                        "pip",
                        "compileall",
                        "get_requires_for_build_sdist",
                        "build_sdist",
                        "get_requires_for_build_wheel",
                        "pip",
                        "compileall",
                        "build_wheel");

        Builds other = module("other");
        other.envDir = directory
                .resolve("other-place")
                .resolve(build.defaultEnvironment().getFileName());
        other.keep = KeepPolicy.ALWAYS;
        BuildResult result = other.wheel();

        assertThat(steps(result)).containsExactly(WARM);
        assertThat(content(result)).isEqualTo("tool of 1.0\n");
        assertThat(other.envDir.resolve("bin/stored-tool"))
                .content()
                .startsWith("#!" + other.envDir.resolve("bin/python"));
        assertThat(other.envDir.resolve("bin/activate")).content().contains("VIRTUAL_ENV=\"" + other.envDir + "\"");
        assertRecordsAreRight(other.envDir);
    }

    @Test
    @DisplayName(
            "what is stale is resolved anew; if the outcome is the same, so are the files, and nothing is compiled")
    void stale() throws Exception {
        build.keep = KeepPolicy.ALWAYS;
        build.wheel();
        Map<String, String> before = environment(build);

        build.resolveAnew();
        assertThat(steps(build.wheel())).containsExactly("pip", "get_requires_for_build_wheel", "pip", "build_wheel");
        assertThat(environment(build)).isEqualTo(before);
        assertThat(steps(build.wheel())).containsExactly(WARM);

        backend("1.1");
        build.resolveAnew();
        BuildResult result = build.wheel();
        assertThat(steps(result))
                .containsExactly(
                        "pip", "compileall", "get_requires_for_build_wheel", "pip", "compileall", "build_wheel");
        assertThat(content(result)).isEqualTo("tool of 1.1\n");
    }

    @Test
    @DisplayName(
            "where another version stood before, what comes out of the store is new, or else nothing would be compiled"
                    + " again that includes it")
    void switchedVersions() throws Exception {
        backend("1.1");
        build.keep = KeepPolicy.ALWAYS;
        FileTime first = headerTime("1.0");
        FileTime other = headerTime("1.1");
        FileTime again = headerTime("1.0");

        assertThat(List.of(first, other, again)).isSorted().doesNotHaveDuplicates();
        assertThat(headerTime("1.0")).isEqualTo(again);
    }

    private FileTime headerTime(String version) throws Exception {
        Trees.write(directory.resolve("constraints.txt"), "stored-backend==" + version);
        build.constraints.clear();
        build.constraints.add(directory.resolve("constraints.txt"));
        assertThat(content(build.wheel())).isEqualTo("tool of " + version + "\n");
        return Files.getLastModifiedTime(
                sitePackages(build.defaultEnvironment()).resolve("stored_backend.h"));
    }

    @Test
    @DisplayName("whatever a backend does to its environment, the next one is as if nothing had happened")
    void vandalism() throws Exception {
        build.keep = KeepPolicy.ALWAYS;
        build.wheel();
        Map<String, String> before = environment(build);
        build.variables.put("VANDALISE", "1");
        build.wheel();
        assertThat(environment(build)).isNotEqualTo(before);

        build.variables.remove("VANDALISE");
        assertThat(steps(build.wheel())).containsExactly(WARM);
        assertThat(environment(build)).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "a module that somebody changes in an environment that was kept counts as it is now, whatever was compiled")
    void editable() throws Exception {
        build.keep = KeepPolicy.ALWAYS;
        build.wheel();
        build.wheel();
        Path module = sitePackages(build.defaultEnvironment()).resolve("stored_late.py");
        assertThat(module.resolveSibling("__pycache__")).isNotEmptyDirectory();
        FileTime time = Files.getLastModifiedTime(module);
        Files.writeString(module, "x = 2\n");
        Files.setLastModifiedTime(module, time);

        Process python = new ProcessBuilder(
                        build.defaultEnvironment().resolve("bin/python").toString(),
                        "-c",
                        "import stored_late; print(stored_late.x)")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("2\n");
    }

    @Test
    @DisplayName("what a distribution tests itself with is there, but not compiled: no build imports it")
    void tests() throws Exception {
        new WheelFile("stored_late", "2.0")
                .with("stored_late.py", "x = 1")
                .with("late/contest/module.py", "x = 1")
                .with("late/tests/module.py", "x = 1")
                .with("late/tests/data/module.py", "x = 1")
                .with("Test/module.py", "x = 1")
                .writeInto(wheels);
        build.keep = KeepPolicy.ALWAYS;
        build.wheel();
        build.wheel();

        Path installed = sitePackages(build.defaultEnvironment());
        assertThat(installed.resolve("late/contest/__pycache__")).isNotEmptyDirectory();
        for (String place : List.of("late/tests", "late/tests/data", "Test")) {
            assertThat(installed.resolve(place)).as(place).isDirectoryContaining("glob:**/module.py");
            assertThat(installed.resolve(place)).as(place).isDirectoryNotContaining("glob:**/__pycache__");
        }
    }

    @Test
    @DisplayName("a stored environment that is damaged is noticed, told of, and made anew")
    void damage() throws Exception {
        BuildResult whole = build.wheel();
        for (Path pack : stored("packs")) {
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 2] ^= 1;
            Files.write(pack, bytes);
        }

        BuildResult result = build.wheel();

        assertThat(steps(result)).containsExactly(COLD);
        assertThat(WheelFile.read(result.files().get(0)))
                .isEqualTo(WheelFile.read(whole.files().get(0)));
        assertThat(build.log.lines("WARN"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("A stored environment is damaged (its checksum is another one)"));
        assertThat(steps(build.wheel())).containsExactly(WARM);
    }

    @Test
    @DisplayName("what is remembered of requirements is not believed when it was changed")
    void damagedMemory() throws Exception {
        build.wheel();
        for (Path memory : stored("resolutions")) {
            Files.writeString(memory, Files.readString(memory).replaceFirst("\"20", "\"30"));
        }

        assertThat(steps(build.wheel())).containsExactly("pip", "get_requires_for_build_wheel", "pip", "build_wheel");
    }

    @Test
    @DisplayName("a store that cannot be written costs a line of the log, and nothing else")
    void unwritable() throws Exception {
        Trees.write(build.store.directory(), "a file");

        assertThat(content(build.wheel())).isEqualTo("tool of 1.0\n");
        assertThat(build.log.lines("WARN")).singleElement().asString().startsWith("Environments are not stored: ");
    }

    @Test
    @DisplayName("without a store everything is installed each time")
    void off() throws Exception {
        build.store = StoreSettings.none();
        for (int i = 0; i < 2; i++) {
            assertThat(steps(build.wheel()))
                    .containsExactly("pip", "get_requires_for_build_wheel", "pip", "build_wheel");
        }
    }

    @Test
    @DisplayName(
            "requirements whose meaning may change unnoticed are installed each time, and nothing after them is stored")
    void changeable() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source"));
        Trees.write(
                source.resolve("pyproject.toml"),
                "[build-system]",
                "requires = []",
                "build-backend = 'b'",
                "backend-path = ['.']");
        Trees.write(
                source.resolve("b.py"),
                "import zipfile",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    with zipfile.ZipFile(directory + '/stored_source-1-py3-none-any.whl', 'w') as wheel:",
                "        wheel.writestr('stored_source-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: stored-source\\nVersion: 1\\n')",
                "        wheel.writestr('stored_source-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
                "        wheel.writestr('stored_source-1.dist-info/RECORD', '')",
                "    return 'stored_source-1-py3-none-any.whl'");
        TestBackend.into(
                build.module,
                "requires = ['stored-backend', 'stored-source @ " + source.toUri() + "']",
                "build-backend = 'stored_backend'");

        for (int i = 0; i < 2; i++) {
            assertThat(steps(build.wheel()))
                    .containsExactly("pip", "get_requires_for_build_wheel", "pip", "build_wheel");
        }
        assertThat(build.log.lines("DEBUG"))
                .anyMatch(line ->
                        line.equals("the environment is not kept for later builds: there may be something else at "
                                + source.toUri() + " some day"));
    }

    @Test
    @DisplayName("what a distribution requires from an address, is not stored either")
    void changeableBelow() throws Exception {
        new WheelFile("stored_whole", "1")
                .requiring("stored-late @ "
                        + wheels.resolve("stored_late-2.0-py3-none-any.whl").toUri())
                .writeInto(wheels);
        TestBackend.into(
                build.module, "requires = ['stored-backend', 'stored-whole']", "build-backend = 'stored_backend'");

        for (int i = 0; i < 2; i++) {
            assertThat(steps(build.wheel())).contains("pip");
        }
        assertThat(build.log.lines("DEBUG"))
                .contains(
                        "the environment is not kept for later builds: stored-late was not installed from a package index");
    }

    @Test
    @DisplayName("a required file is remembered by its content")
    void file() throws Exception {
        Path file = wheels.resolve("stored_late-2.0-py3-none-any.whl");
        TestBackend.into(
                build.module,
                "requires = ['stored-backend', 'stored-late @ " + file.toUri() + "']",
                "build-backend = 'stored_backend'");
        build.wheel();
        assertThat(steps(build.wheel())).doesNotContain("pip");

        new WheelFile("stored_late", "2.0")
                .with("stored_late.py", "x = 'other'")
                .writeInto(wheels);
        assertThat(steps(build.wheel())).contains("pip");
    }

    @Test
    @DisplayName("offline, what was resolved at any time is used; what was not is looked for on this machine only")
    void offline() throws Exception {
        build.wheel();
        build.store =
                new StoreSettings(build.store.directory(), build.store.limit(), Instant.MIN, build.store.patience());
        build.installer = new InstallerChoice(InstallerKind.PIP, Optional.empty(), true);
        assertThat(steps(build.wheel())).containsExactly(WARM);

        TestBackend.into(build.module, "requires = ['stored-nowhere']", "build-backend = 'stored_backend'");
        assertThatThrownBy(build::wheel)
                .hasMessageContaining("Maven is offline (-o), and what the build requires is not here")
                .hasMessageContaining("stored-nowhere");
    }

    @Test
    @DisplayName("at a place whose path needs special scripts it works as well, from build to build")
    void unusualPlace() throws Exception {
        build.envDir = directory.resolve("a place/it's \"quoted\" $HOME");
        build.wheel();

        BuildResult result = build.wheel();
        assertThat(steps(result)).containsExactly(WARM);
        assertThat(content(result)).isEqualTo("tool of 1.0\n");
        assertThat(build.envDir).doesNotExist();
    }

    @Test
    @DisplayName("many builds on an empty store resolve once, and the others wait for that")
    void concurrency() throws Exception {
        int number = 16;
        List<Builds> builds = new ArrayList<>();
        List<Callable<BuildResult>> work = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Builds one = module("concurrent" + i);
            builds.add(one);
            work.add(one::wheel);
        }
        ExecutorService threads = Executors.newFixedThreadPool(number);
        long installations = 0;
        for (Future<BuildResult> future : threads.invokeAll(work)) {
            installations += steps(future.get()).stream().filter("pip"::equals).count();
            assertThat(content(future.get())).isEqualTo("tool of 1.0\n");
        }
        threads.shutdown();

        assertThat(installations).isEqualTo(2);
        assertThat(builds).allSatisfy(one -> assertThat(one.log.lines("WARN")).isEmpty());
        assertThat(stored("packs")).hasSize(3);
    }

    @Test
    @DisplayName("the store is cleaned when that is asked for, and only then")
    void clean() throws Exception {
        build.wheel();
        assertThat(build.clean()).doesNotContain(build.store.directory());
        assertThat(build.store.directory()).exists();

        build.storeToClean = build.store.directory();
        assertThat(build.clean()).contains(build.store.directory());
        assertThat(build.store.directory()).doesNotExist();
        assertThat(steps(build.wheel())).containsExactly(COLD);
    }

    private Builds module(String name) {
        Builds module = new Builds(TestBackend.into(
                directory.resolve(name), "requires = ['stored-backend']", "build-backend = 'stored_backend'"));
        Map<String, String> environment = new HashMap<>(new Host().environment());
        environment.keySet().removeIf(variable -> variable.startsWith("PIP_"));
        environment.put("PIP_CONFIG_FILE", directory.resolve("pip.conf").toString());
        environment.put("PIP_NO_INDEX", "1");
        environment.put("PIP_FIND_LINKS", wheels.toString());
        module.host = new Host(new Host().family(), environment, directory);
        return module;
    }

    /** A backend with a header and a script, which its wheel quotes. */
    private void backend(String version) {
        new WheelFile("stored_backend", version)
                .with("stored_backend.h", "#define VERSION " + version)
                .with(
                        "stored_backend.py",
                        "import os, shutil, subprocess, tarfile, io",
                        "def get_requires_for_build_wheel(config_settings=None):",
                        "    return ['stored-late']",
                        "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                        "    content = subprocess.check_output(['stored-tool'], text=True)",
                        "    if 'VANDALISE' in os.environ:",
                        "        here = os.path.dirname(__file__)",
                        "        open(here + '/more.py', 'w').close()",
                        "        open(here + '/stored_late.py', 'a').write('x = 3')",
                        "        os.utime(here + '/stored_backend.h')",
                        "        os.unlink(shutil.which('stored-tool'))",
                        "        os.chmod(here + '/stored_backend.py', 0o400)",
                        "    if 'STRAGGLER' in os.environ:",
                        "        nothing = subprocess.DEVNULL",
                        "        subprocess.Popen(['sleep', '20'], stdin=nothing, stdout=nothing, stderr=nothing)",
                        TestBackend.WRITE_WHEEL,
                        "def build_sdist(directory, config_settings=None):",
                        "    with tarfile.open(directory + '/a-1.tar.gz', 'w:gz') as sdist:",
                        "        metadata = b'Metadata-Version: 2.1\\nName: a\\nVersion: 1\\n'",
                        "        info = tarfile.TarInfo('a-1/PKG-INFO')",
                        "        info.size = len(metadata)",
                        "        sdist.addfile(info, io.BytesIO(metadata))",
                        "        sdist.add('pyproject.toml', 'a-1/pyproject.toml')",
                        "    return 'a-1.tar.gz'",
                        "def main():",
                        "    print('tool of " + version + "')")
                .with(
                        "stored_backend-" + version + ".dist-info/entry_points.txt",
                        "[console_scripts]",
                        "stored-tool = stored_backend:main")
                .writeInto(wheels);
    }

    /** Without the one that only an interpreter needs which is newer than this plugin. */
    private static List<String> steps(BuildResult result) {
        return result.builds().get(0).steps().stream()
                .map(ProcessRunner.Step::title)
                .filter(step -> !step.equals("venv"))
                .toList();
    }

    private static String content(BuildResult result) {
        return WheelFile.read(result.wheel().orElseThrow().file()).get("content.txt");
    }

    /** Without what says who holds it. */
    private static Map<String, String> environment(Builds build) {
        Map<String, String> description = Trees.describe(build.defaultEnvironment());
        description.keySet().removeIf(path -> path.startsWith(".pyb"));
        // Short, so that a failure can be read.
        description.replaceAll((path, entry) -> entry.split(": ", 2)[0] + " " + Integer.toHexString(entry.hashCode()));
        return description;
    }

    private static Path sitePackages(Path environment) throws IOException {
        try (Stream<Path> paths = Files.walk(environment)) {
            return paths.filter(path -> path.endsWith("site-packages"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void assertRecordsAreRight(Path environment) throws Exception {
        Path site = sitePackages(environment);
        try (Stream<Path> paths = Files.walk(site)) {
            List<Path> records = paths.filter(path -> path.endsWith("RECORD")).toList();
            assertThat(records).hasSize(2);
            for (Path record : records) {
                for (String line : Files.readAllLines(record)) {
                    String[] fields = line.split(",", 3);
                    byte[] content = Files.readAllBytes(site.resolve(fields[0]));
                    if (!fields[1].isEmpty()) {
                        String hash = Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(
                                        MessageDigest.getInstance("SHA-256").digest(content));
                        assertThat(line).isEqualTo(fields[0] + ",sha256=" + hash + "," + content.length);
                    }
                }
            }
            assertThat(records)
                    .anySatisfy(record -> assertThat(record).content().contains("stored-tool,sha256="));
        }
    }

    private List<Path> stored(String what) throws IOException {
        try (Stream<Path> files = Files.list(build.store.directory().resolve(what))) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
