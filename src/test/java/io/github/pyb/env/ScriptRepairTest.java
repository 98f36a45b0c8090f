package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts are programs there")
class ScriptRepairTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @DisplayName("scripts start from paths that no first line could hold")
    @ValueSource(
            strings = {
                "with blank",
                "it's a \"quoted\" $HOME `x` path",
                "ünï",
                "a''b",
                "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                        + "/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
            })
    void starts(String name) throws Exception {
        Interpreter interpreter = Pythons.any();
        Path scripts = Files.createDirectories(directory.resolve(name).resolve("bin"));
        Path python = Files.createSymbolicLink(scripts.resolve("python"), interpreter.executable());
        Path direct = script(scripts.resolve("direct"), "#!" + python + "\nprint('direct')\n");
        Path wrapped = script(
                scripts.resolve("wrapped"),
                "#!/bin/sh\n'''exec' \"" + python
                        + "\" \"$0\" \"$@\"\n' '''\nimport sys; print('wrapped', *sys.argv[1:])\n");

        repair(scripts);

        assertThat(run(direct)).isEqualTo("direct");
        assertThat(run(wrapped, "with blank", "$x")).isEqualTo("wrapped with blank $x");
    }

    @Test
    @DisplayName("scripts of an ordinary path, scripts of others and binaries stay as they are")
    void untouched() throws Exception {
        Path ordinary = script(Path.of(directory + "/bin/a"), "#!" + directory + "/bin/python\nprint(1)\n");
        Path odd = Files.createDirectories(directory.resolve("odd path/bin"));
        Path others = script(odd.resolve("b"), "#!/usr/bin/perl\nprint 1;\n");
        Path binary = Files.write(odd.resolve("c"), new byte[] {0x7f, 'E', 'L', 'F', (byte) 0xff, 0, '\n'});

        repair(directory.resolve("bin"));
        repair(odd);

        assertThat(ordinary).hasContent("#!" + directory + "/bin/python\nprint(1)\n");
        assertThat(others).hasContent("#!/usr/bin/perl\nprint 1;\n");
        assertThat(binary).hasBinaryContent(new byte[] {0x7f, 'E', 'L', 'F', (byte) 0xff, 0, '\n'});
    }

    private static void repair(Path scripts) throws Exception {
        Path root = scripts.getParent();
        new ScriptRepair(new EnvironmentLayout(root, scripts.resolve("python"), scripts, root, root)).repair();
    }

    private static Path script(Path file, String content) throws Exception {
        Trees.write(file);
        Files.writeString(file, content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static String run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
