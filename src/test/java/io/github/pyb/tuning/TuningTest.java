package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {

    @TempDir
    Path directory;

    TuningCase build;

    @BeforeEach
    void prepare() {
        build = new TuningCase(directory.resolve("build"));
    }

    @Test
    @DisplayName("what depends on the machine is fixed, but for what the user has set for this build")
    void fixed() throws Exception {
        build.machine.putAll(Map.of("TZ", "Asia/Tokyo", "PATH", "/bin"));
        build.users.put("PYTHONHASHSEED", "7");

        assertThat(build.seen())
                .containsEntry("TZ", "UTC")
                .containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("PYTHONHASHSEED", "7")
                .containsEntry("PATH", "/bin")
                .containsEntry("SOURCE_DATE_EPOCH", "1577836800");
    }

    @Test
    @DisplayName("when Maven is offline, tools that hooks may call are asked to be so, too, whatever the machine says")
    void offline() {
        Host host = new Host(Host.Family.LINUX, Map.of("UV_OFFLINE", "0"), directory);

        assertThat(Tuning.offline(EnvironmentChanges.none()).applyTo(host))
                .isEqualTo(Map.of("PIP_NO_INDEX", "1", "UV_OFFLINE", "1", "CARGO_NET_OFFLINE", "true"));
    }

    @Test
    @DisplayName("a SOURCE_DATE_EPOCH of the machine wins over the time stamp of the project")
    void epoch() throws Exception {
        build.machine.put("SOURCE_DATE_EPOCH", "1");

        assertThat(build.seen("SOURCE_DATE_EPOCH")).isEqualTo("1");
    }

    @Test
    @DisplayName("setuptools gets a build directory of ours, empty, and nothing else; percent signs are doubled")
    void buildBase() throws Exception {
        Path place = directory.resolve("100% ours/build");
        Trees.write(place.resolve("setuptools/lib/stale.py"), "of an earlier build");

        Path config = Path.of(new TuningCase(place).seen("DIST_EXTRA_CONFIG"));

        assertThat(Files.readString(config))
                .isEqualTo("[build]\nbuild_base = " + place.toString().replace("%", "%%") + "/setuptools\n");
        assertThat(place.resolve("setuptools")).doesNotExist();
    }

    @Test
    @DisplayName("a file that the user already has is merged section by section")
    void merged() throws Exception {
        Path users = Trees.write(
                directory.resolve("users.cfg"),
                "# mine",
                "[build_ext]",
                "Include-Dirs = /a",
                "    /b",
                "[build]",
                "force : 1");

        build.machine.put("DIST_EXTRA_CONFIG", users.toString());

        Path config = Path.of(build.seen("DIST_EXTRA_CONFIG"));

        assertThat(Files.readAllLines(config))
                .containsExactly(
                        "[build_ext]",
                        "Include-Dirs = /a",
                        "    /b",
                        "[build]",
                        "force : 1",
                        "build_base = " + directory.resolve("build/setuptools"));
    }

    @Test
    @DisplayName("a build directory that the user has chosen stays, with a warning")
    void usersBuildBase() throws Exception {
        Path users = Trees.write(directory.resolve("users.cfg"), "[build]", "build-base=/mine");

        build.users.put("DIST_EXTRA_CONFIG", users.toString());

        Path config = Path.of(build.seen("DIST_EXTRA_CONFIG"));

        assertThat(Files.readAllLines(config)).containsExactly("[build]", "build-base=/mine");
        assertThat(build.log.lines("WARN")).singleElement().asString().contains("build_base", "DIST_EXTRA_CONFIG");
    }

    @Test
    @DisplayName("a file that cannot be read, which setuptools would ignore, is named")
    void missing() {
        Path users = directory.resolve("missing.cfg");

        build.machine.put("DIST_EXTRA_CONFIG", users.toString());

        assertThatThrownBy(build::tune)
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the file that DIST_EXTRA_CONFIG names cannot be read")
                .hasMessageContaining(users.toString());
    }

    @Test
    @DisplayName("a relative path is refused, because it would depend on where Maven was started")
    void relative() {
        build.machine.put("DIST_EXTRA_CONFIG", "extra.cfg");

        assertThatThrownBy(build::tune)
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining(
                        "DIST_EXTRA_CONFIG has a relative path, and it is not clear what it is relative to")
                .hasMessageContaining("${project.basedir}/extra.cfg");
    }

    @Test
    @DisplayName("git looks for a repository in an unpacked source distribution, but not above it")
    void ceiling() {
        build.machine.put("GIT_CEILING_DIRECTORIES", "/mine");

        assertThat(new Tuning(build.host(), build.log)
                        .withoutCheckoutAbove(EnvironmentChanges.none(), Path.of("/checkout/target/pyb/sdist/a"))
                        .set())
                .containsExactly(Map.entry("GIT_CEILING_DIRECTORIES", "/checkout/target/pyb/sdist:/mine"));
    }
}
