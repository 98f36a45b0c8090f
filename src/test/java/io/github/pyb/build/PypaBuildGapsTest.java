package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five ways in which {@code --env-dir} and {@code --sdist-extract-dir} of PyPA build 1.6 were seen to fail, and what
 * happens here instead.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tests make symbolic links")
class PypaBuildGapsTest {

    @TempDir
    Path directory;

    Builds build;

    @BeforeEach
    void makeModule() {
        build = new Builds(TestBackend.into(directory.resolve("module")));
    }

    @Test
    @DisplayName(
            "gap 1: a kept environment of a failed build does not block the next one for good, as 'location is not empty' does")
    void keptEnvironment() throws Exception {
        build.envDir = directory.resolve("env");
        assertThatThrownBy(() -> build.doing("raise").wheel()).isInstanceOf(UserProblem.class);
        build.settings.clear();

        // The place is recognised as ours, so it can be said what it holds, and it can be reclaimed.
        assertThatThrownBy(build::wheel).hasMessageContaining("left by:").hasMessageContaining("clear it:");
        build.reclaim = true;
        build.wheel();
        build.wheel();

        // At the default place nothing needs to be said at all.
        build.envDir = null;
        assertThatThrownBy(() -> build.doing("raise").wheel()).isInstanceOf(UserProblem.class);
        build.settings.clear();
        build.wheel();
    }

    @Test
    @DisplayName("gap 2: builds at one location never share an environment, and none dies of the other")
    void noSharing() throws Exception {
        Path presence = directory.resolve("presence");
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Builds one = new Builds(TestBackend.into(directory.resolve("module" + i)));
            one.envDir = directory.resolve("shared");
            one.variables.putAll(Map.of("PRESENCE", presence.toString(), "LINGER", "0.2"));
            running.add(CompletableFuture.runAsync(() -> {
                try {
                    one.doing("linger").wheel();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get(90, TimeUnit.SECONDS);

        assertThat(String.join(" ", Files.readAllLines(presence)))
                .isEqualTo("enter leave enter leave enter leave enter leave");
    }

    @Test
    @DisplayName("gap 3: a linked location does not cost the user the directory behind the link, and is usable again")
    void linkedLocation() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        build.envDir = Files.createSymbolicLink(directory.resolve("link"), real);

        build.wheel();
        build.wheel();

        assertThat(real).isEmptyDirectory();
        assertThat(build.envDir).isEmptyDirectory();
    }

    @Test
    @DisplayName("gap 3: what cannot be removed is reported instead of ignored, and does not block the next build")
    void removalIsReported() throws Exception {
        Path env = directory.resolve("env");
        build.envDir = env;
        build.variables.put("ENV", env.toString());
        Trees.write(
                build.module.resolve("backend/test_backend.py"),
                "import os, subprocess",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    stubborn = os.path.join(os.environ['ENV'], 'stubborn')",
                "    os.mkdir(stubborn)",
                "    open(os.path.join(stubborn, 'file'), 'w').close()",
                "    if subprocess.call(['chattr', '+i', stubborn]) != 0: raise RuntimeError('no chattr')",
                "    content = ''",
                TestBackend.WRITE_WHEEL);
        try {
            build.wheel();
        } catch (UserProblem e) {
            Assumptions.abort("SKIPPED: this user cannot make a directory that nobody can remove");
        } finally {
            new ProcessBuilder("chattr", "-i", env + "/stubborn").start().waitFor();
        }

        assertThat(String.join("\n", build.log.lines("WARN")))
                .contains("cannot remove everything in " + env)
                .contains("stubborn/file")
                .contains("the next build that uses this place will try again");
        TestBackend.into(build.module);
        build.wheel();
        assertThat(env).doesNotExist();
    }

    @Test
    @DisplayName(
            "gap 4: a header that is installed again unchanged keeps its time stamp, so ninja and make see no change")
    void stableHeaders() throws Exception {
        Path wheels = directory.resolve("wheels");
        Path times = directory.resolve("times");
        install(wheels, "1.0", "#define A 1");
        TestBackend.into(build.module, "requires = ['headers_backend']", "build-backend = 'headers_backend'");
        build.variables.putAll(
                Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", wheels.toString(), "TIMES", times.toString()));

        build.wheel();
        build.wheel();
        assertThat(Files.readAllLines(times)).hasSize(2);
        assertThat(Files.readAllLines(times))
                .as("the same in both builds")
                .containsOnly(Files.readAllLines(times).get(0));

        install(wheels, "1.1", "#define A 2");
        build.resolveAnew();
        build.wheel();
        List<String> all = Files.readAllLines(times);
        assertThat(Long.parseLong(all.get(2)))
                .as("newer once it has changed")
                .isGreaterThan(Long.parseLong(all.get(0)));
    }

    @Test
    @DisplayName(
            "gap 5: a source that changed without a newer time stamp is compiled again in a build directory that stays")
    void clampedTimes() throws Exception {
        FileTime clamped = FileTime.fromMillis(1_577_836_800_000L);
        Path objects = directory.resolve("objects");
        build.variables.put("OBJECTS", objects.toString());
        Trees.write(
                build.module.resolve("backend/test_backend.py"),
                "import os, shutil",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    # What make does: compile only if the source is newer than the object.",
                "    objects = os.environ['OBJECTS']",
                "    if not os.path.exists(objects) or os.stat('a.c').st_mtime_ns > os.stat(objects).st_mtime_ns:",
                "        shutil.copyfile('a.c', objects)",
                "    content = open(objects).read()",
                TestBackend.WRITE_WHEEL);
        Path source = Trees.write(build.module.resolve("a.c"), "old");
        Files.setLastModifiedTime(source, clamped);
        assertThat(WheelFile.read(build.wheel().files().get(0))).containsEntry("content.txt", "old\n");

        Trees.write(source, "new");
        Files.setLastModifiedTime(source, clamped);

        assertThat(WheelFile.read(build.wheel().files().get(0))).containsEntry("content.txt", "new\n");
    }

    /** A backend that notes the time stamp of its own header. */
    private static void install(Path wheels, String version, String header) {
        new WheelFile("headers_backend", version)
                .with("headers_include/a.h", header)
                .with(
                        "headers_backend.py",
                        "import os",
                        "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                        "    header = os.path.join(os.path.dirname(__file__), 'headers_include', 'a.h')",
                        "    with open(os.environ['TIMES'], 'a') as file:",
                        "        file.write('%d\\n' % os.stat(header).st_mtime_ns)",
                        "    content = ''",
                        TestBackend.WRITE_WHEEL)
                .writeInto(wheels);
    }
}
