package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.InstallerKind;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.Proxies;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Builds whose requirements are locked, and when pip is started for that, and when not. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is left to pip")
@Execution(ExecutionMode.CONCURRENT)
class LockedWithoutPipTest {

    private static final String DONE = "installed without pip";

    @TempDir
    Path directory;

    private Path wheels;
    private IndexServer index;
    private Builds build;

    @BeforeEach
    void lock() throws Exception {
        wheels = directory.resolve("wheels");
        tool().writeInto(wheels);
        index = IndexServer.of(wheels);
        build = new Builds(TestBackend.into(
                directory.resolve("module"),
                "requires = ['tool']",
                "build-backend = 'locked_backend'",
                "backend-path = ['backend']"));
        Trees.write(
                directory.resolve("module/backend/locked_backend.py"),
                "from test_backend import *",
                "from test_backend import _wheel",
                "def build_wheel(directory, settings=None, metadata=None):",
                "    import tool",
                "    return _wheel(directory, content=tool.NAME)");
        Map<String, String> machine = new TreeMap<>(System.getenv());
        machine.keySet()
                .removeIf(name ->
                        name.startsWith("PIP_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        machine.put("PIP_CONFIG_FILE", "/dev/null");
        machine.put("XDG_CONFIG_DIRS", directory.toString());
        machine.put("PIP_RETRIES", "0");
        machine.put("PIP_CACHE_DIR", directory.resolve("cache").toString());
        build.host = new Host(new Host().family(), machine, directory.resolve("home"));
        declare();
        build.lock();
        build.lock = LockMode.ENFORCE;
        forgetEnvironments();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private static WheelFile tool() {
        return new WheelFile("tool", "1.0").with("tool.py", "NAME = 'tool'");
    }

    private void declare() {
        build.indexes = new Indexes(
                List.of(new Index("test", index.simple(), Optional.empty(), List.of(), "for the test", "test")),
                Proxies.NONE);
    }

    /** But not the wheels that they were made from. */
    private void forgetEnvironments() throws Exception {
        TreeRemoval.remove(build.store.directory().resolve("packs"));
    }

    private Path kept() throws Exception {
        try (Stream<Path> files = Files.list(build.store.directory().resolve("wheels"))) {
            return files.reduce((one, other) -> {
                        throw new AssertionError("more than one file: " + one + ", " + other);
                    })
                    .orElseThrow();
        }
    }

    @Test
    @DisplayName("a locked wheel is fetched from the index that Maven declares, and kept for the next environment")
    void fetchedAndKept() throws Exception {
        build.wheel();

        assertThat(build.log.lines("INFO")).contains("Installing locked build requirements: tool 1.0");
        assertThat(build.log.lines("DEBUG")).contains(DONE).noneMatch(line -> line.startsWith("installing with pip"));
        assertThat(Files.readAllBytes(kept()))
                .isEqualTo(Files.readAllBytes(wheels.resolve("tool-1.0-py3-none-any.whl")));

        forgetEnvironments();
        index.close();
        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains(DONE);
    }

    @Test
    @DisplayName("offline a wheel that was kept is enough, and nobody is asked")
    void offline() throws Exception {
        build.wheel();
        forgetEnvironments();
        index.close();
        build.installer = new InstallerChoice(InstallerKind.PIP, Optional.empty(), true);

        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains(DONE);

        forgetEnvironments();
        Files.delete(kept());
        assertThatThrownBy(build::wheel).hasMessageContaining("tool 1.0").hasMessageContaining("offline");
    }

    @Test
    @DisplayName("a kept wheel that has become damaged is left to pip, removed, and fetched again the next time")
    void damaged() throws Exception {
        build.wheel();
        forgetEnvironments();
        Files.writeString(kept(), "damaged");

        build.wheel();
        assertThat(build.log.lines("DEBUG"))
                .anyMatch(line -> line.matches("left to pip: tool 1.0: .* has another hash"));
        assertThat(build.store.directory().resolve("wheels")).isEmptyDirectory();

        forgetEnvironments();
        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains(DONE);
    }

    @Test
    @DisplayName("what the user has configured of pip is for pip to read")
    void configured() throws Exception {
        build.wheel();
        forgetEnvironments();
        build.variables.put("PIP_NO_BINARY", "other");
        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains("left to pip: pip is configured: PIP_NO_BINARY");
    }

    @Test
    @DisplayName("a configuration file counts by what is in it")
    void file() throws Exception {
        build.wheel();
        forgetEnvironments();
        build.indexes = Indexes.UNDECLARED;
        Path file = Trees.write(
                directory.resolve("pip.conf"),
                "# of the company",
                "[global]",
                "cert = /etc/ca.pem",
                "index-url =",
                "    http://localhost:1/simple/");
        build.variables.put("PIP_CONFIG_FILE", file.toString());
        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains(DONE);

        forgetEnvironments();
        Files.delete(kept());
        assertThatThrownBy(build::wheel).hasMessageStartingWith("what is locked could not be installed");
        assertThat(build.log.lines("DEBUG"))
                .contains("left to pip: tool-1.0-py3-none-any.whl is not kept here, and where packages come from is"
                        + " configured for pip: index-url in " + file);

        Trees.write(file, "[install]", "no-binary = other");
        assertThatThrownBy(build::wheel).hasMessageStartingWith("what is locked could not be installed");
        assertThat(build.log.lines("DEBUG")).contains("left to pip: pip is configured: no-binary in " + file);
    }

    @Test
    @DisplayName("where packages come from is not what the lock file says if it is configured for pip")
    void mirror() throws Exception {
        build.indexes = Indexes.UNDECLARED;
        build.variables.put("PIP_INDEX_URL", index.simple().toString());

        build.wheel();

        assertThat(build.log.lines("DEBUG"))
                .contains("left to pip: tool-1.0-py3-none-any.whl is not kept here, and where packages come from is"
                        + " configured for pip: PIP_INDEX_URL");
    }

    @Test
    @DisplayName("a wheel that pip has to look at is installed by pip, and the log says why")
    void leftToPip() throws Exception {
        tool().with("tool-1.0.dist-info/entry_points.txt", "[console_scripts]", "easy_install = tool:NAME")
                .writeInto(wheels);
        build.variables.put("PIP_CACHE_DIR", directory.resolve("another-cache").toString());
        build.lock();
        forgetEnvironments();

        build.wheel();

        assertThat(build.log.lines("DEBUG"))
                .contains("left to pip: tool 1.0: it has an unusual entry point: easy_install = tool:NAME")
                .doesNotContain(DONE);
    }

    @Test
    @DisplayName("what Maven provides is installed from where it is")
    void provided() throws Exception {
        build.lock = LockMode.PREFER;
        build.provided.add(tool().writeInto(directory.resolve("sibling")));
        build.lock();
        forgetEnvironments();
        build.indexes = Indexes.UNDECLARED;

        build.wheel();

        assertThat(build.log.lines("DEBUG")).contains(DONE);
    }
}
