package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Resources;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files can be as large as the disk there")
class BytecodeTest {

    /** In blocks of 512 bytes, as POSIX has it; more than the sources have, less than what the larger one compiles to. */
    private static final String LIMIT = "8";

    @TempDir
    Path directory;

    @Test
    @DisplayName("what could not be written whole is not there, for whoever imports half a module fails")
    void whole() throws Exception {
        String many = IntStream.range(1, 300)
                .mapToObj(i -> "1e" + i + ",1e-" + i + ",")
                .collect(Collectors.joining("", "x = (", ")"));
        Path large = Trees.write(directory.resolve("large.py"), many);
        Path small = Trees.write(directory.resolve("small.py"), "x = 1");
        Path template = Trees.write(directory.resolve("template.py"), "{{ not a module }");
        Path list = Trees.write(directory.resolve("list.txt"), large.toString(), small.toString(), template.toString());
        assertThat(Files.size(large)).isLessThan(4096);

        assertThat(compile(list, "unlimited")).isEqualTo(1);
        assertThat(compiled()).containsExactly("large", "small");
        Path whole = directory.resolve("__pycache__");
        Files.move(whole, directory.resolve("whole"));

        assertThat(compile(list, LIMIT)).isEqualTo(1);
        assertThat(compiled()).containsExactly("small");
    }

    private int compile(Path list, String limit) throws Exception {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f " + limit + " && exec \"$0\" \"$@\"",
                        Pythons.any().executable().toString(),
                        "-I",
                        "-c",
                        Resources.text(Bytecode.class, "compile_modules.py"),
                        list.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private List<String> compiled() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("__pycache__"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
                    .sorted()
                    .toList();
        }
    }
}
