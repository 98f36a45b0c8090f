package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.dist.SdistArchive;
import io.github.pyb.testing.Programs;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Ways in which setuptools takes something of an earlier build into the next one; here it finds nothing of them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the compiler of these tests is called cc")
@Execution(ExecutionMode.CONCURRENT)
class LeaksTest {

    /** An interpreter that has setuptools, so that not every one of the many builds has to install it. */
    static Path python;

    @TempDir
    Path directory;

    Builds build;

    @BeforeAll
    static void installSetuptools(@TempDir Path shared) throws Exception {
        Path module = shared.resolve("module");
        pyproject(module, "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'");
        Builds maker = new Builds(module).withSetuptools(shared.resolve("wheels"));
        python = maker.environment().python();
    }

    @BeforeEach
    void makeModule() {
        Path module = directory.resolve("module");
        pyproject(module, "requires = ['setuptools']", "build-backend = 'setuptools.build_meta'");
        Trees.write(module.resolve("leaky/__init__.py"), "value = 1");
        Trees.write(module.resolve("leaky/gone.py"), "value = 2");
        Trees.write(module.resolve("MANIFEST.in"), "include notes.txt", "include dropped.txt");
        Trees.write(module.resolve("notes.txt"), "notes");
        Trees.write(module.resolve("dropped.txt"), "dropped");
        build = new Builds(module);
        build.isolated = false;
        build.python = python.toString();
    }

    @Test
    @DisplayName(
            "a module that was removed, and a file that MANIFEST.in does not name any more, are in nothing built after")
    void removed() throws Exception {
        assertThat(wheel()).contains("leaky/gone.py");
        assertThat(sdist()).contains("leaky/gone.py", "notes.txt", "dropped.txt");

        Files.delete(build.module.resolve("leaky/gone.py"));
        Trees.write(build.module.resolve("MANIFEST.in"), "include notes.txt");

        assertThat(wheel()).contains("leaky/__init__.py").doesNotContain("leaky/gone.py");
        assertThat(sdist()).contains("leaky/__init__.py", "notes.txt").doesNotContain("leaky/gone.py", "dropped.txt");
    }

    @Test
    @DisplayName("packages.find finds no build/lib, not of earlier builds of ours, and not one that others have left")
    void buildLib() throws Exception {
        wheel();
        assertThat(wheel()).noneMatch(name -> name.startsWith("build"));

        Trees.write(build.module.resolve("build/lib/leaky/stale.py"), "of python setup.py bdist_wheel");
        Files.createDirectories(build.module.resolve("build/bdist.linux-x86_64"));
        assertThat(wheel()).noneMatch(name -> name.startsWith("build")).doesNotContain("leaky/stale.py");
        assertThat(build.module.resolve("build/lib/leaky/stale.py")).exists();
    }

    @Test
    @DisplayName("the list of files that an editable installation has left brings nothing back either")
    void strangersEggInfo() throws Exception {
        Trees.write(build.module.resolve("MANIFEST.in"), "include notes.txt");
        Trees.write(build.module.resolve("leaky.egg-info/SOURCES.txt"), "dropped.txt", "notes.txt");

        assertThat(sdist()).contains("notes.txt").doesNotContain("dropped.txt");
        assertThat(build.module.resolve("leaky.egg-info/SOURCES.txt")).hasContent("dropped.txt\nnotes.txt");
    }

    @Test
    @DisplayName("the user's own DIST_EXTRA_CONFIG and setup.cfg still count")
    void usersOptions() throws Exception {
        Trees.write(build.module.resolve("setup.cfg"), "[egg_info]", "tag_build = .dev5");
        assertThat(build.wheel().files()).first().asString().contains("leaky-1.0.dev5-");

        Path extra = Trees.write(directory.resolve("extra.cfg"), "[egg_info]", "tag_build = .dev7");
        build.variables.put("DIST_EXTRA_CONFIG", extra.toString());
        assertThat(build.wheel().files()).first().asString().contains("leaky-1.0.dev7-");
    }

    @Test
    @DisplayName(
            "wheel, source distribution, the wheel from it, and metadata leave the sources as they are, to the time stamps")
    void untouched() throws Exception {
        Map<String, String> before = Trees.describeWithTimes(build.module, "target");

        build.wheel();
        build.sdistThenWheel();
        build.metadata();

        assertThat(Trees.describeWithTimes(build.module, "target")).isEqualTo(before);
    }

    @Test
    @DisplayName("a backend that wraps setuptools leaks and writes nothing either")
    void wrapped() throws Exception {
        pyproject(build.module, "requires = ['setuptools']", "build-backend = 'wrapper'", "backend-path = ['backend']");
        Trees.write(build.module.resolve("backend/wrapper.py"), "from setuptools.build_meta import *");
        Map<String, String> before = Trees.describeWithTimes(build.module, "target");

        assertThat(wheel()).contains("leaky/gone.py");
        assertThat(sdist()).contains("dropped.txt");
        assertThat(Trees.describeWithTimes(build.module, "target")).isEqualTo(before);

        Files.delete(build.module.resolve("leaky/gone.py"));
        Trees.write(build.module.resolve("MANIFEST.in"), "include notes.txt");
        assertThat(wheel()).doesNotContain("leaky/gone.py");
        assertThat(sdist()).doesNotContain("dropped.txt");
    }

    @Test
    @DisplayName("in place, .egg-info stays in the checkout and is told of; build does not appear, so nothing leaks")
    void inPlace() throws Exception {
        build.mode = SourceMode.INPLACE;
        build.work = directory.resolve("work");
        build.output = directory.resolve("dist");

        assertThat(wheel()).contains("leaky/gone.py");
        assertThat(build.log.lines("INFO"))
                .contains("The backend has written into " + build.module + ": leaky.egg-info");
        assertThat(build.module.resolve("build")).doesNotExist();

        Files.delete(build.module.resolve("leaky/gone.py"));
        assertThat(wheel()).doesNotContain("leaky/gone.py");
    }

    @Test
    @DisplayName("in place, build of another tool is a warning: setuptools may take it for packages")
    void inPlaceResidue() throws Exception {
        build.mode = SourceMode.INPLACE;
        build.work = directory.resolve("work");
        build.output = directory.resolve("dist");
        Trees.write(build.module.resolve("build/lib.linux-x86_64-cpython-311/leaky/stale.py"), "x");

        build.wheel();

        assertThat(build.log.lines("WARN"))
                .contains(build.module.resolve("build") + " was left by an earlier build with setuptools, which may"
                        + " put it into what it builds now; remove it");
    }

    @Test
    @DisplayName("a changed header changes what is shipped, although no C file did")
    void header() throws Exception {
        extensions("Extension('leaky.native', ['native.c'])");
        Trees.write(build.module.resolve("native.h"), "#define ANSWER \"the first answer\"");
        assertThat(shared("native")).contains("the first answer");

        Trees.write(build.module.resolve("native.h"), "#define ANSWER \"another answer\"");

        assertThat(shared("native")).contains("another answer").doesNotContain("the first answer");
    }

    @Test
    @DisplayName("an extension that setup.py does not name any more is not in the next wheel")
    void removedExtension() throws Exception {
        extensions("Extension('leaky.native', ['native.c']), Extension('leaky.second', ['second.c'])");
        Trees.write(build.module.resolve("native.h"), "#define ANSWER \"x\"");
        assertThat(wheel()).anyMatch(name -> name.startsWith("leaky/second."));

        extensions("Extension('leaky.native', ['native.c'])");

        assertThat(wheel())
                .anyMatch(name -> name.startsWith("leaky/native."))
                .noneMatch(name -> name.startsWith("leaky/second."));
    }

    private static void pyproject(Path module, String... buildSystem) {
        Trees.write(
                module.resolve("pyproject.toml"),
                "[build-system]",
                String.join("\n", buildSystem),
                "[project]",
                "name = 'leaky'",
                "version = '1.0'",
                "[tool.setuptools.packages.find]",
                "where = ['.']",
                "exclude = ['backend']");
    }

    /** Extensions that say what the header says; they are compiled and never run. */
    private void extensions(String list) {
        Programs.require("cc");
        Trees.write(
                build.module.resolve("setup.py"),
                "from setuptools import setup, Extension",
                "setup(ext_modules=[" + list + "])");
        Trees.write(
                build.module.resolve("native.c"),
                "#include \"native.h\"",
                "const char *answer(void) { return ANSWER; }",
                "void *PyInit_native(void) { return 0; }");
        Trees.write(build.module.resolve("second.c"), "void *PyInit_second(void) { return 0; }");
    }

    private String shared(String name) throws Exception {
        return WheelFile.read(build.wheel().files().get(0)).entrySet().stream()
                .filter(member -> member.getKey().startsWith("leaky/" + name + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private Set<String> wheel() throws Exception {
        return WheelFile.read(build.wheel().files().get(0)).keySet();
    }

    /** The names of the files in the source distribution, without the directory that they are all in. */
    private Set<String> sdist() throws Exception {
        Path staging = Files.createTempDirectory(directory, "unpacked-");
        Path unpacked = SdistArchive.open(build.sdist().files().get(0)).unpack(staging);
        try (Stream<Path> files = Files.walk(unpacked)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> unpacked.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }
}
