package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDirectoryTest {

    @TempDir
    Path directory;

    TuningCase build;
    Path object;

    @BeforeEach
    void prepare() {
        build = new TuningCase(directory.resolve("build")).of("scikit_build_core.build", "scikit-build-core");
        object = directory.resolve("build/wheel/cmake/a.o");
    }

    @Test
    @DisplayName("what a build has left is there for the next one")
    void kept() throws Exception {
        build(true);

        open(Map.of());

        assertThat(object).exists();
        assertThat(build.log.lines("INFO")).isEmpty();
    }

    @Test
    @DisplayName("files of a build that was cut off are removed")
    void cutOff() throws Exception {
        build(true);
        open(Map.of());

        open(Map.of());

        assertThat(object).doesNotExist();
        assertThat(build.log.lines("INFO"))
                .containsExactly(
                        "The native build starts from scratch, because the one before did not come to a good end");
    }

    @Test
    @DisplayName(
            "a failure after a success keeps the files: whoever mends a typing error need not wait for all the rest")
    void failureAfterSuccess() throws Exception {
        build(true);
        open(Map.of()).close(false);

        open(Map.of());

        assertThat(object).exists();
    }

    @Test
    @DisplayName(
            "files of a build that has never succeeded are removed: what its tool has found missing may be there now")
    void firstFailure() throws Exception {
        build(false);

        open(Map.of());

        assertThat(object).doesNotExist();
    }

    @Test
    @DisplayName("a change that build tools do not see empties the directory, and one line says what has changed")
    void changed() throws Exception {
        build(true);
        build.settings.put("cmake.define.WITH", "secret");
        build.machine.put("CFLAGS", "-O1");

        open(Map.of("the version of numpy", "2"));

        assertThat(object).doesNotExist();
        assertThat(build.log.lines("INFO"))
                .containsExactly("The native build starts from scratch, because this has changed: CFLAGS,"
                        + " config setting cmake.define.WITH, the version of numpy");
    }

    @Test
    @DisplayName("another compiler under the same name is such a change")
    void compiler() throws Exception {
        Path program = directory.resolve("bin/cc");
        FakeProgram.at(program, "exit 0");
        build.machine.put("PATH", program.getParent().toString());
        build(true);
        FakeProgram.at(program, "exit 0 # another one");

        open(Map.of());

        assertThat(build.log.lines("INFO"))
                .containsExactly("The native build starts from scratch, because this has changed: the program cc");
    }

    @Test
    @DisplayName("the number of jobs, and variables that no build tool reads, are no change")
    void harmless() throws Exception {
        build(true);
        build.jobs = 1;
        build.machine.put("MAKEFLAGS", "-j7");
        build.machine.put("BUILD_NUMBER", "8");

        open(Map.of());

        assertThat(object).exists();
    }

    @Test
    @DisplayName("values are not written down")
    void secrets() throws Exception {
        build.settings.put("token", "verysecret");

        build(true);

        assertThat(Files.readString(directory.resolve("build/wheel/made-with.txt")))
                .contains(" config setting token\n")
                .doesNotContain("verysecret");
    }

    private void build(boolean succeeds) throws Exception {
        KeptDirectory kept = open(Map.of());
        Trees.write(object, "object");
        kept.close(succeeds);
    }

    private KeptDirectory open(Map<String, String> more) throws Exception {
        KeptDirectory kept = build.tune().kept().orElseThrow();
        kept.open(more);
        return kept;
    }
}
