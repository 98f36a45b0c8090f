package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.Trees;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is done on Linux only, and the paths are of that kind")
class DebugPathsTest {

    @TempDir
    Path directory;

    static final OptionCheck NOBODY_ASKS = (option, changes) -> {
        throw new AssertionError("compilers are asked");
    };

    TuningCase build;

    @BeforeEach
    void prepare() {
        build = new TuningCase(directory.resolve("build"));
        build.source = directory.resolve("source");
        build.ours.put(directory.resolve("source/target/env"), "env");
        build.compilers = (option, changes) -> option.equals("-ffile-prefix-map=/a=b");
        Trees.write(directory.resolve("source/src/a.c"), "int a;");
    }

    @Test
    @DisplayName("compilers write other names for our directories, of one within the other the innermost")
    void mapped() throws Exception {
        assertThat(build.seen("CPPFLAGS"))
                .isEqualTo("-ffile-prefix-map=" + directory + "/build=build"
                        + " -ffile-prefix-map=" + directory + "/source=."
                        + " -ffile-prefix-map=" + directory + "/source/target/env=env");
    }

    @Test
    @DisplayName("what the user has in CPPFLAGS stays there")
    void added() throws Exception {
        build.machine.put("CPPFLAGS", "-DMINE");

        assertThat(build.seen("CPPFLAGS")).startsWith("-DMINE -ffile-prefix-map=");
    }

    @Test
    @DisplayName("a user who maps paths is left alone")
    void users() throws Exception {
        build.users.put("CPPFLAGS", "-fdebug-prefix-map=/a=/b");

        assertThat(build.seen("CPPFLAGS")).isEqualTo("-fdebug-prefix-map=/a=/b");
    }

    @Test
    @DisplayName("compilers that do not know the option do not get it")
    void unknown() throws Exception {
        build.compilers = (option, changes) -> false;

        assertThat(build.seen("CPPFLAGS")).isEqualTo("none");
    }

    @Test
    @DisplayName("where there is nothing to compile, no compiler is asked")
    void pure() throws Exception {
        build.compilers = NOBODY_ASKS;
        build.source = Trees.write(directory.resolve("pure/a.py"), "").getParent();

        assertThat(build.seen("CPPFLAGS")).isEqualTo("none");
    }

    @Test
    @DisplayName("nor is one where nobody reads the variable, for a source distribution, and for development")
    void readers() throws Exception {
        build.compilers = NOBODY_ASKS;

        assertThat(build.of("scikit_build_core.build", "scikit-build-core").seen("CPPFLAGS"))
                .isEqualTo("none");
        build.of("setuptools.build_meta", "setuptools").purpose = Purpose.EDITABLE;
        assertThat(build.seen("CPPFLAGS")).isEqualTo("none");
        build.purpose = Purpose.SDIST;
        assertThat(build.seen("CPPFLAGS")).isEqualTo("none");
    }

    @Test
    @DisplayName("a path that not everybody would read alike is not put into the variable")
    void blanks() throws Exception {
        build.ours.put(Path.of("/with a blank"), "env");

        assertThat(build.seen("CPPFLAGS")).isEqualTo("none");
    }
}
