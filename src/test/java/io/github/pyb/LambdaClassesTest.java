package io.github.pyb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@code src/build/java/LambdaClasses.java} has made of the compiled classes. */
class LambdaClassesTest {

    private static final Path CLASSES = Path.of("target/classes");

    @Test
    @DisplayName(
            "no lambda is left for the JVM to make a class of, unless the classes are not Maven's: mvn process-classes")
    void noneIsLeft() throws IOException {
        List<Path> files = classFiles();

        assertThat(files).anySatisfy(file -> assertThat(file).asString().contains("$$Lambda"));
        assertThat(files)
                .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("java/lang/invoke/LambdaMetafactory"));
    }

    @Test
    @DisplayName("the JVM accepts every class")
    void accepted() throws IOException {
        ClassLoader loader = getClass().getClassLoader();

        assertThat(classFiles()).allSatisfy(file -> Class.forName(name(file), true, loader));
    }

    private static String name(Path file) {
        String path = CLASSES.relativize(file).toString();
        return path.substring(0, path.length() - ".class".length())
                .replace(file.getFileSystem().getSeparator(), ".");
    }

    private static List<Path> classFiles() throws IOException {
        try (Stream<Path> tree = Files.walk(CLASSES)) {
            return tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
