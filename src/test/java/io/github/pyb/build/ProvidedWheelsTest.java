package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.dist.WheelName;
import io.github.pyb.fs.Sha256;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.FakePython;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wheels as Maven hands them over: the right bytes under the wrong names. */
class ProvidedWheelsTest {

    private static final Interpreter CPYTHON = interpreter("cpython", "3.11.7");

    @TempDir
    Path directory;

    @Test
    @DisplayName("a wheel gets its own name back, and the installer is left no choice but to take it")
    void materialised() throws Exception {
        Path stored = stored(new WheelFile("my_lib", "1.2.0.dev0"), "my-lib-1.2.0-SNAPSHOT.whl");
        Path wheels = directory.resolve("a place/wheels");

        Optional<Path> constraints = ProvidedWheels.read(List.of(stored)).materialise(wheels);

        Path copy = wheels.resolve("my_lib-1.2.0.dev0-py3-none-any.whl");
        assertThat(copy).hasSameBinaryContentAs(stored);
        assertThat(constraints).contains(wheels.resolve("constraints.txt"));
        assertThat(constraints.orElseThrow())
                .hasContent("my-lib @ " + copy.toUri().toASCIIString() + "#sha256=" + Sha256.of(stored));
        assertThat(constraints.orElseThrow()).content().contains("/a%20place/");
    }

    @Test
    @DisplayName("a wheel that has not changed keeps its time stamp, one that has is replaced, others are removed")
    void again() throws Exception {
        Path one = stored(new WheelFile("one", "1.0"), "one.whl");
        Path two = stored(new WheelFile("two", "1.0").with("two.py", "a = 1"), "two.whl");
        Path wheels = directory.resolve("wheels");
        ProvidedWheels.read(List.of(one, two)).materialise(wheels);
        FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (String name : List.of("one", "two")) {
            Files.setLastModifiedTime(wheels.resolve(name + "-1.0-py3-none-any.whl"), longAgo);
        }
        Trees.write(wheels.resolve("left-by-somebody/else.txt"), "x");
        Path newTwo = stored(new WheelFile("two", "1.0").with("two.py", "a = 2"), "two.whl");

        ProvidedWheels.read(List.of(one, newTwo)).materialise(wheels);

        assertThat(Files.getLastModifiedTime(wheels.resolve("one-1.0-py3-none-any.whl")))
                .isEqualTo(longAgo);
        assertThat(wheels.resolve("two-1.0-py3-none-any.whl")).hasSameBinaryContentAs(newTwo);
        assertThat(wheels.toFile().list())
                .containsExactlyInAnyOrder("constraints.txt", "one-1.0-py3-none-any.whl", "two-1.0-py3-none-any.whl");

        assertThat(ProvidedWheels.read(List.of()).materialise(wheels)).isEmpty();
        assertThat(wheels).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"My.Lib", "my-lib >=1.1", "my_lib ==1.2.0.dev0", "my_lib[extra] <1.2.0.dev1", "other >=5"})
    @DisplayName("requirements that the wheel meets pass, pre-releases as well")
    void met(String requirement) throws Exception {
        provided().check(List.of(requirement), "the test");
    }

    @Test
    @DisplayName(
            "a requirement that is met only by another version than the one that Maven provides is named with both")
    void unmet() throws Exception {
        assertThatThrownBy(() -> provided().check(List.of("my-lib>=2"), "requires in [build-system]"))
                .hasMessageStartingWith("the build requires another version of my-lib than the one that Maven provides")
                .hasMessageContaining("required:     \"my-lib>=2\" (requires in [build-system])")
                .hasMessageContaining("provided:     my-lib 1.2.0.dev0, " + directory.resolve("stored.whl"))
                .hasMessageContaining("make the two agree");
        assertThatThrownBy(() -> provided().check(List.of("my-lib @ https://host/my_lib.whl"), "x"))
                .hasMessageStartingWith(
                        "the build requires my-lib from another place than the one that Maven provides");
        // Whether it applies is for the installer to say.
        provided().check(List.of("my-lib>=2; python_version < '3'"), "x");
    }

    @Test
    @DisplayName("of several wheels of one project the one that fits the interpreter is taken")
    void several() throws Exception {
        ProvidedWheels all = ProvidedWheels.read(List.of(
                tagged("cp311-cp311-manylinux_2_17_x86_64"),
                tagged("cp311-cp311-macosx_11_0_arm64"),
                tagged("cp312-cp312-manylinux_2_17_x86_64"),
                stored(new WheelFile("pure", "2.0"), "pure.whl")));

        Optional<Path> constraints = all.fitting(CPYTHON).materialise(directory.resolve("wheels"));

        assertThat(constraints.orElseThrow())
                .content()
                .hasLineCount(2)
                .contains("pkg-1.0-cp311-cp311-manylinux_2_17_x86_64.whl#")
                .contains("pure-2.0-py3-none-any.whl#");
        assertThat(all.fitting(interpreter("cpython", "3.12.1")).words()).isEqualTo("pkg 1.0, pure 2.0");
        assertThatThrownBy(() -> all.fitting(interpreter("pypy", "3.10.1")))
                .hasMessageStartingWith("none of the wheels of pkg that the module depends on fits PyPy 3.10.1, "
                        + CPYTHON.executable())
                .hasMessageContaining("wheel:        pkg-1.0-cp311-cp311-macosx_11_0_arm64.whl (" + directory)
                .hasMessageContaining("by its classifier");
    }

    @Test
    @DisplayName("two wheels that fit are not guessed between")
    void ambiguous() throws Exception {
        ProvidedWheels both = ProvidedWheels.read(
                List.of(tagged("cp311-cp311-manylinux_2_17_x86_64"), tagged("cp39-abi3-manylinux_2_17_x86_64")));

        assertThatThrownBy(() -> both.fitting(CPYTHON))
                .hasMessageStartingWith("more than one of the wheels of pkg that the module depends on fits");
    }

    @Test
    @DisplayName("the same wheel twice is one wheel; another one of the same name is refused")
    void twice() throws Exception {
        Path one = stored(new WheelFile("pkg", "1.0").with("a.py", "a"), "one.whl");
        Path same = Files.copy(one, directory.resolve("same.whl"));
        Path other = stored(new WheelFile("pkg", "1.0").with("a.py", "b"), "other.whl");

        assertThat(ProvidedWheels.read(List.of(one, same)).fitting(CPYTHON).words())
                .isEqualTo("pkg 1.0");
        assertThatThrownBy(() -> ProvidedWheels.read(List.of(one, other)))
                .hasMessageStartingWith("two wheels that the module depends on are both called"
                        + " pkg-1.0-py3-none-any.whl, but are not the same: a.py differs")
                .hasMessageContaining("(" + one + ")")
                .hasMessageContaining("(" + other + ")");
    }

    @ParameterizedTest(name = "{0} for {1} {2}: {3}")
    @CsvSource({
        "py3-none-any, cpython, 3.11.7, true",
        "py2.py3-none-any, pypy, 3.10.1, true",
        "cp311-cp311-linux_x86_64, cpython, 3.11.7, true",
        "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64, cpython, 3.11.7, true",
        "cp311-cp311-manylinux_2_17_aarch64, cpython, 3.11.7, false",
        "cp311-cp311-musllinux_1_2_x86_64, cpython, 3.11.7, false",
        "cp311-cp311-win_amd64, cpython, 3.11.7, false",
        "cp39-abi3-manylinux_2_17_x86_64, cpython, 3.11.7, true",
        "cp312-abi3-manylinux_2_17_x86_64, cpython, 3.11.7, false",
        "pp310-pypy310_pp73-linux_x86_64, pypy, 3.10.1, true",
        "pp310-pypy310_pp73-linux_x86_64, cpython, 3.10.1, false"
    })
    @DisplayName("tags tell whether a wheel is for an interpreter")
    void fit(String tags, String implementation, String version, boolean fits) {
        WheelName name = WheelName.parse("a-1-" + tags + ".whl").orElseThrow();

        assertThat(WheelFit.fits(name, interpreter(implementation, version))).isEqualTo(fits);
    }

    private ProvidedWheels provided() throws Exception {
        return ProvidedWheels.read(List.of(stored(new WheelFile("my_lib", "1.2.0.dev0"), "stored.whl")));
    }

    private Path tagged(String tags) throws Exception {
        return stored(new WheelFile("pkg", "1.0").tagged(tags), tags + ".whl");
    }

    private Path stored(WheelFile wheel, String name) throws Exception {
        return Files.move(
                wheel.writeInto(directory.resolve("made")),
                directory.resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Interpreter interpreter(String implementation, String version) {
        return FakePython.described(
                Path.of("/opt/python"),
                Version.parse(version).orElseThrow(),
                implementation,
                "linux-x86_64",
                false,
                Optional.empty());
    }
}
