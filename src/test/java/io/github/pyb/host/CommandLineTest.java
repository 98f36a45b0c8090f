package io.github.pyb.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @DisplayName("a shell reads a quoted word as the word that it was")
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(
            strings = {
                "plain/path-1.0",
                "with blank",
                "it's",
                "a \"quote\"",
                "$HOME",
                "`id`",
                "back\\slash",
                "ünï",
                "*",
                "",
                "a;b",
                "!x",
                "~",
                "-n"
            })
    void posix(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + CommandLine.posix(word)).start();

        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(read).isEqualTo(word);
    }

    @Test
    @DisplayName("plain words stay unquoted")
    void plain() {
        Host host = new Host();

        assertThat(CommandLine.quote(host, List.of("mvn", "-f", "/a/pom.xml", "a b")))
                .isEqualTo("mvn -f /a/pom.xml 'a b'");
    }

    @Test
    @DisplayName("in a batch file quotes are double, and per cent signs stand for themselves")
    void windows() {
        assertThat(CommandLine.windows("C:\\a\\b")).isEqualTo("C:\\a\\b");
        assertThat(CommandLine.windows("C:\\Program Files\\100%")).isEqualTo("\"C:\\Program Files\\100%%\"");
        assertThat(CommandLine.windows("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
    }
}
