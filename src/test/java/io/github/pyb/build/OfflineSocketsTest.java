package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.SuppliedProject;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a build without network opens. Alone, because tests that run at the same time have sockets of their own. */
@Isolated
@EnabledOnOs(value = OS.LINUX, disabledReason = "open sockets are looked up in /proc")
class OfflineSocketsTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("offline, no socket is opened on the way to an index, not even by ourselves while pip runs")
    void sockets() throws Exception {
        Path source = TestBackend.into(
                directory.resolve("source"), "requires = []", "build-backend = 'local'", "backend-path = ['.']");
        Trees.write(
                source.resolve("local.py"),
                "import os, zipfile",
                "jvm = '/proc/" + ProcessHandle.current().pid() + "/fd/'",
                "with open('" + directory.resolve("seen.txt") + "', 'w') as file:",
                "    for name in os.listdir(jvm):",
                "        try:",
                "            file.write(os.readlink(jvm + name) + '\\n')",
                "        except OSError:",
                "            pass",
                "    file.write('\\n'.join(name for name in os.environ if name.lower().endswith('_proxy')))",
                "def build_wheel(directory, config_settings=None, metadata_directory=None):",
                "    info = 'local-1.0.dist-info/'",
                "    with zipfile.ZipFile(directory + '/local-1.0-py3-none-any.whl', 'w') as wheel:",
                "        wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: local\\nVersion: 1.0\\n')",
                "        wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
                "        wheel.writestr(info + 'RECORD', '')",
                "    return 'local-1.0-py3-none-any.whl'");
        try (IndexServer index = IndexServer.of(SuppliedProject.wheelsInto(directory.resolve("wheels")))) {
            Builds build = Builds.supplied(directory, index);
            TestBackend.into(
                    build.module,
                    "requires = ['local @ " + source.toUri() + "']",
                    "build-backend = 'test_backend'",
                    "backend-path = ['backend']");

            assertThat(newSockets(build))
                    .as("online there is the gateway, so that this test would notice")
                    .isNotEmpty();
            build.disconnect();
            assertThat(newSockets(build)).isEmpty();
            assertThat(index.requests()).isEmpty();
        }
    }

    /** Sockets that this JVM had while pip ran, and did not have before. */
    private List<String> newSockets(Builds build) throws Exception {
        List<String> before;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            before = descriptors.map(OfflineSocketsTest::target).toList();
        }
        build.wheel();
        return Files.readAllLines(directory.resolve("seen.txt")).stream()
                .filter(line -> line.startsWith("socket:")
                        || line.toLowerCase(Locale.ROOT).endsWith("_proxy"))
                .filter(line -> !before.contains(line))
                .toList();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // That of the directory stream itself.
            return "";
        }
    }
}
