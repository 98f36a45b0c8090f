package io.github.pyb.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OfferedVersionTest {

    @Test
    @DisplayName("hooks see the version in a variable of ours, and tools that ask version control are left alone")
    void ours() {
        assertThat(offered(false, Map.of(), Map.of())).containsExactly(Map.entry("PYB_PROJECT_VERSION", "1.2.0.dev0"));
    }

    @Test
    @DisplayName("if the user asks for it, tools are told not to ask version control")
    void tools() {
        assertThat(offered(true, Map.of(), Map.of()))
                .containsOnlyKeys(
                        "PYB_PROJECT_VERSION",
                        "SETUPTOOLS_SCM_PRETEND_VERSION",
                        "PBR_VERSION",
                        "PDM_BUILD_SCM_VERSION",
                        "POETRY_DYNAMIC_VERSIONING_BYPASS",
                        "UV_DYNAMIC_VERSIONING_BYPASS")
                .containsValue("1.2.0.dev0");
    }

    @Test
    @DisplayName("a variable that the user or the machine has set stays what it is")
    void users() {
        assertThat(offered(true, Map.of("PBR_VERSION", "7"), Map.of("PDM_BUILD_SCM_VERSION", "8")))
                .containsEntry("PBR_VERSION", "7")
                .containsEntry("PDM_BUILD_SCM_VERSION", "8")
                .containsEntry("SETUPTOOLS_SCM_PRETEND_VERSION", "1.2.0.dev0");
    }

    private static Map<String, String> offered(
            boolean overVersionControl, Map<String, String> machine, Map<String, String> users) {
        Host host = new Host(Host.Family.LINUX, machine, Path.of("/home/me"));
        return new OfferedVersion("1.2.0.dev0", overVersionControl)
                .offer(EnvironmentChanges.none().with(users), host)
                .applyTo(host);
    }
}
