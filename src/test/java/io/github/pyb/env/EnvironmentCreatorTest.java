package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Resources;
import io.github.pyb.testing.Behaviour;
import io.github.pyb.testing.Pythons;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentCreatorTest {

    /** Everything of the script but its last lines, which make an environment. */
    private static final String SCRIPT =
            Resources.text(EnvironmentCreator.class, "create_environment.py").split("\nanswer = ", 2)[0];

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour(82)
    @DisplayName("the layout is that of virtual environments, not the one that a distributor has made the default")
    @CsvSource(
            delimiter = '|',
            value = {
                "posix_prefix venv posix_local | venv",
                "posix_prefix posix_local | posix_prefix",
                "osx_framework_library posix_prefix | posix_prefix",
                "posix_prefix posix_user | posix_prefix"
            })
    void scheme(String names, String expected) throws Exception {
        String stubbed = "sysconfig.get_scheme_names = lambda: '" + names + "'.split()\nos.name = 'posix'\n";
        Process python = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-I",
                        "-c",
                        SCRIPT + "\n" + stubbed + "print(scheme(), end='')")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }
}
