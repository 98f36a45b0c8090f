package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Resources;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        assertThat(compiled(directory)).containsExactly("large", "small");
        Path whole = directory.resolve("__pycache__");
        Files.move(whole, directory.resolve("whole"));

        assertThat(compile(list, LIMIT)).isEqualTo(1);
        assertThat(compiled(directory)).containsExactly("small");
    }

    @Test
    @DisplayName("many modules are compiled by several processes, each once, as Python would load them")
    void many() throws Exception {
        List<String> modules = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            modules.add(Trees.write(directory.resolve("module" + i + ".py"), "x = " + i)
                    .toString());
        }
        Path list = Trees.write(directory.resolve("list.txt"), modules.toArray(String[]::new));

        assertThat(compile(list, "unlimited")).isZero();

        assertThat(compiled(directory)).hasSize(40).doesNotHaveDuplicates();
        // 0b11 after the four bytes that name the Python: a hash of the source, to be compared (PEP 552).
        byte[] header = Files.readAllBytes(compiledFile("module7"));
        assertThat(Arrays.copyOfRange(header, 4, 8)).containsExactly(3, 0, 0, 0);
        assertThat(imported("module7")).isEqualTo("7 True");
        Files.writeString(directory.resolve("module7.py"), "x = 8");
        assertThat(imported("module7")).isEqualTo("8 True");
    }

    @Test
    @DisplayName("one that cannot be compiled is noticed in whichever process it is, and the others are there")
    void oneOfMany() throws Exception {
        for (int wrong : List.of(0, 1)) {
            Path place = Files.createDirectory(directory.resolve("wrong" + wrong));
            List<String> modules = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                modules.add(Trees.write(place.resolve("module" + i + ".py"), i == wrong ? "{{" : "x = 1")
                        .toString());
            }
            Path list = Trees.write(place.resolve("list.txt"), modules.toArray(String[]::new));

            assertThat(compile(list, "unlimited")).as("module" + wrong).isEqualTo(1);
            assertThat(compiled(place)).hasSize(39).doesNotContain("module" + wrong);
        }
    }

    @Test
    @DisplayName("what a distribution has compiled itself stays as it is")
    void compiledAlready() throws Exception {
        Path module = Trees.write(directory.resolve("module.py"), "x = 1");
        Path list = Trees.write(directory.resolve("list.txt"), module.toString());
        assertThat(compile(list, "unlimited")).isZero();
        Path compiled = compiledFile("module");
        Files.writeString(compiled, "theirs");

        assertThat(compile(list, "unlimited")).isZero();

        assertThat(compiled).hasContent("theirs");
    }

    private Path compiledFile(String module) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("__pycache__"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(module + "."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The value in a module, and whether Python has a compiled file of it. */
    private String imported(String module) throws Exception {
        Process python = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-B",
                        "-c",
                        "import sys, os; sys.path.insert(0, sys.argv[1]); import " + module + " as m;"
                                + " print(m.x, os.path.exists(m.__cached__))",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
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

    private static List<String> compiled(Path place) throws Exception {
        try (Stream<Path> files = Files.list(place.resolve("__pycache__"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
                    .sorted()
                    .toList();
        }
    }
}
