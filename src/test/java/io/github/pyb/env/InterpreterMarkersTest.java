package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.packaging.Marker;
import io.github.pyb.testing.Pythons;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What markers mean for an interpreter that nobody has asked. */
class InterpreterMarkersTest {

    @Test
    @DisplayName("what follows from the interpreter is what it says itself, and nothing else is claimed")
    void same() throws Exception {
        Process python = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-c",
                        "import os, platform, sys; print(os.name, sys.platform, platform.machine(),"
                                + " platform.python_implementation(), platform.system(),"
                                + " '.'.join(platform.python_version_tuple()[:2]), platform.python_version(),"
                                + " sys.implementation.name)")
                .start();
        String[] said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);

        Map<String, String> markers = InterpreterMarkers.of(Pythons.any());

        assertThat(markers.keySet()).isEqualTo(new TreeSet<>(Marker.VARIABLES));
        assertThat(markers)
                .containsEntry("os_name", said[0])
                .containsEntry("sys_platform", said[1])
                .containsEntry("platform_machine", said[2])
                .containsEntry("platform_python_implementation", said[3])
                .containsEntry("platform_system", said[4])
                .containsEntry("python_version", said[5])
                .containsEntry("python_full_version", said[6])
                .containsEntry("implementation_name", said[7]);
        InterpreterMarkers.UNKNOWN.forEach(variable -> assertThat(markers).containsEntry(variable, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "linux-aarch64, posix, linux, Linux, aarch64",
        "win-amd64, nt, win32, Windows, AMD64",
        "win32, nt, win32, Windows, x86",
        "macosx-14.0-arm64, posix, darwin, Darwin, arm64",
        "macosx-10.9-universal2, posix, darwin, Darwin, ''",
        "freebsd-14.1-release-amd64, posix, freebsd, freebsd, amd64",
    })
    @DisplayName("a platform is known by its name")
    void platform(String platform, String os, String sys, String system, String machine) {
        Map<String, String> markers = new TreeMap<>();

        InterpreterMarkers.putPlatform(platform, markers);

        assertThat(markers)
                .isEqualTo(Map.of(
                        "os_name", os, "sys_platform", sys, "platform_system", system, "platform_machine", machine));
    }
}
