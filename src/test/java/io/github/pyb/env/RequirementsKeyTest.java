package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.Host;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths are those of POSIX systems")
class RequirementsKeyTest {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path constraints;
    private Path more;

    @BeforeEach
    void makeFiles() {
        more = Trees.write(directory.resolve("more.txt"), "b==1");
        constraints = Trees.write(directory.resolve("constraints.txt"), "a==1", "-c more.txt  # more of them");
        environment.put("HOME", directory.toString());
        environment.put("PIP_INDEX_URL", "https://user:secret@index.example/simple");
        environment.put("PIP_CONSTRAINT", directory.resolve("global.txt").toString());
        Trees.write(directory.resolve("global.txt"), "c==1");
        Trees.write(
                directory.resolve(".config/pip/pip.conf"),
                "[install]",
                "constraint = " + directory.resolve("conf.txt"));
        Trees.write(directory.resolve("conf.txt"), "d==1");
    }

    @Test
    @DisplayName("the key is another one as soon as anything is that decides what is installed")
    void sensitive() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        keys.put("as it is", key("a", "b"));
        keys.put("another requirement", key("a", "c"));
        Files.writeString(more, "b==2");
        keys.put("an included constraint", key("a", "b"));
        Files.writeString(constraints, "a==2");
        keys.put("a constraint", key("a", "b"));
        Files.writeString(directory.resolve("global.txt"), "c==2");
        keys.put("a file that a variable names", key("a", "b"));
        Files.writeString(directory.resolve("conf.txt"), "d==2");
        keys.put("a file that the configuration names", key("a", "b"));
        Files.writeString(directory.resolve(".config/pip/pip.conf"), "[global]");
        keys.put("the configuration", key("a", "b"));
        environment.put("PIP_PRE", "1");
        keys.put("a variable", key("a", "b"));
        environment.put("PIP_INDEX_URL", "https://other.example/simple");
        keys.put("the index", key("a", "b"));
        keys.put("the installer", keyAfter("state", "pip 2", "a", "b"));
        keys.put("what is there already", keyAfter("other state", "pip 1", "a", "b"));

        assertThat(keys.values()).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{64}"));
    }

    @Test
    @DisplayName("the key stays what it is when only secrets change, caches, or variables of others")
    void insensitive() throws Exception {
        String before = key("a", "b");
        environment.put("PIP_INDEX_URL", "https://user:another@index.example/simple");
        environment.put("PIP_CACHE_DIR", "/somewhere");
        environment.put("UV_INDEX_URL", "https://other.example");
        environment.put("UV_INDEX_BANK_PASSWORD", "secret");
        environment.put("BUILD_NUMBER", "17");
        environment.put("PIP_CERT", "/elsewhere.pem");
        environment.put("PIP_RETRIES", "9");
        Files.setLastModifiedTime(constraints, FileTime.fromMillis(0));

        assertThat(key("a", "b")).isEqualTo(before);
    }

    @Test
    @DisplayName("certificates that the configuration names may be renewed")
    void certificates() throws Exception {
        Path certificates = Trees.write(directory.resolve("all.pem"), "-----BEGIN CERTIFICATE-----\nA");
        environment.put("PIP_CLIENT_CERT", certificates.toString());
        String before = key("a");

        Files.writeString(certificates, "-----BEGIN CERTIFICATE-----\nB");

        assertThat(key("a")).isEqualTo(before);
    }

    @Test
    @DisplayName("uv has its own configuration")
    void uv() {
        Path file = directory.resolve(".config/uv/uv.toml");
        environment.put("UV_INDEX_URL", "https://u:p@index.example");
        environment.put("UV_CACHE_DIR", "/cache");
        environment.put("UV_INDEX_BANK_PASSWORD", "secret");

        InstallerConfiguration configuration = InstallerConfiguration.of(InstallerKind.UV, host(), environment);

        assertThat(configuration.files())
                .contains(file, Path.of("/etc/uv/uv.toml"))
                .noneMatch(f -> f.endsWith("pip.conf"));
        assertThat(configuration.variables()).containsExactly(Map.entry("UV_INDEX_URL", "https://index.example"));
    }

    @Test
    @DisplayName("a file is remembered by its content, an address by its hash")
    void addresses() throws Exception {
        Path wheel = Trees.write(directory.resolve("a b-1-py3-none-any.whl"), "one");
        String requirement = "a-b @ " + wheel.toUri();
        String before = key(requirement);
        assertThat(RequirementsKey.of("state", List.of(requirement), "pip 1", configuration(), List.of())
                        .direct())
                .containsExactly(ProjectName.of("a-b"));

        Files.writeString(wheel, "two");

        assertThat(key(requirement)).isNotEqualTo(before);
        assertThat(key("a @ https://x.example/a.whl#sha256=" + "0".repeat(64)))
                .isNotEqualTo(key("a @ https://x.example/a.whl#sha256=" + "1".repeat(64)));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what may become something else unnoticed is told apart, be it required or a constraint")
    @ValueSource(
            strings = {
                "a @ https://user:secret@x.example/a.whl",
                "a @ https://x.example/a.whl#sha256=short",
                "a @ git+https://x.example/a.git@0123456789012345678901234567890123456789",
                "a @ file:///nowhere/a.whl",
                "a @ file:///tmp",
                "a @ file://host/a.whl"
            })
    void changeable(String requirement) throws Exception {
        assertThat(changeableAs(requirement))
                .startsWith("there may be something else at ")
                .endsWith(" some day")
                .doesNotContain("secret");
        assertThat(changeableAs("b")).isEmpty();
        Files.writeString(more, requirement + " --hash=sha256:0\n");
        assertThat(changeableAs("b")).startsWith("there may be something else at ");
    }

    @Test
    @DisplayName("of another file of constraints that is included from a server nobody knows what is in it tomorrow")
    void included() throws Exception {
        Files.writeString(constraints, "-c https://user:secret@x.example/constraints.txt\n");
        assertThat(changeableAs("b"))
                .isEqualTo("there may be something else at https://x.example/constraints.txt some day");

        Files.writeString(constraints, "-c no\0path\n");
        assertThat(changeableAs("b")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what is no requirement may stand for anything")
    @ValueSource(strings = {"./directory", "-e .", "https://x.example/a.whl", "a; nonsense"})
    void unknown(String requirement) throws Exception {
        assertThat(changeableAs(requirement)).isEqualTo("nobody knows what " + requirement + " stands for");
    }

    private String changeableAs(String requirement) throws Exception {
        return RequirementsKey.of("state", List.of(requirement), "pip 1", configuration(), List.of(constraints))
                .changeable()
                .orElse("");
    }

    private String key(String... requirements) throws Exception {
        return keyAfter("state", "pip 1", requirements);
    }

    private String keyAfter(String state, String installer, String... requirements) throws Exception {
        return RequirementsKey.of(state, List.of(requirements), installer, configuration(), List.of(constraints))
                .text();
    }

    private InstallerConfiguration configuration() {
        return InstallerConfiguration.of(InstallerKind.PIP, host(), environment);
    }

    private Host host() {
        return new Host(Host.Family.LINUX, environment, directory);
    }
}
