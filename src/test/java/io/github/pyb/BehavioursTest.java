package io.github.pyb;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.pyb.testing.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Holds the tests, and the page about differences, against the numbered list of what frontends of PEP 517 do. What we do
 * alike is shown by a test; what we do otherwise, or not at all, has its reason on the page.
 */
class BehavioursTest {

    private static final int COUNT = 138;

    private static final Path DIFFERENCES = Path.of("src/site/markdown/differences.md");
    private static final Path INTEGRATION_TESTS = Path.of("src/it");

    /** {@code | 12, 14-16 | ...}, or {@code | also 12 | ...} where a test shows a part of it. */
    private static final Pattern ROW = Pattern.compile("\\| (?<also>also )?(?<numbers>[0-9][0-9, -]*) \\|.*");

    /** {@code # Shows the behaviours 13, 14: in its log, ...}. */
    private static final Pattern INTEGRATION_TEST = Pattern.compile("# Shows the behaviours? (?<numbers>[0-9, -]+)");

    @Test
    @DisplayName("the list has all numbers, each once, in order, with a sentence")
    void list() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/io/github/pyb/behaviours.txt"))) {
            List<String> entries = lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            assertThat(entries).hasSize(COUNT);
            for (int i = 0; i < COUNT; i++) {
                assertThat(entries.get(i)).matches((i + 1) + " [A-Za-z_].{20,}[.]");
            }
        }
    }

    @Test
    @DisplayName("every behaviour is shown by a test, or the page about differences says why not")
    void coverage() throws IOException {
        Map<Integer, Set<String>> tests = tests();
        Set<Integer> explained = rows(false);
        Set<Integer> partly = rows(true);
        Set<Integer> settled = IntStream.rangeClosed(1, COUNT).boxed().collect(Collectors.toCollection(TreeSet::new));

        assertThat(Stream.of(tests.keySet(), explained, partly).flatMap(Set::stream))
                .as("numbers")
                .allMatch(number -> number >= 1 && number <= COUNT);
        for (int number : settled) {
            assertThat(tests.containsKey(number) || explained.contains(number))
                    .as("behaviour %s: there is a test, or a line in %s", number, DIFFERENCES)
                    .isTrue();
            assertThat(tests.getOrDefault(number, Set.of()).isEmpty() || !explained.contains(number))
                    .as("behaviour %s: shown by %s, so its line begins with \"also\"", number, tests.get(number))
                    .isTrue();
            assertThat(tests.containsKey(number) || !partly.contains(number))
                    .as("behaviour %s: \"also\" in its line promises a test", number)
                    .isTrue();
        }
        tests.keySet().retainAll(settled);
        explained.retainAll(settled);
        // For whoever reads the output of the build.
        System.out.println(COUNT + " behaviours: " + tests.size() + " shown by tests, " + explained.size()
                + " explained in differences.md");
    }

    @Test
    @DisplayName("a test that shows a behaviour says in its display name what it shows")
    void displayNames() {
        methods()
                .forEach(method -> assertThat(method.isAnnotatedWith(DisplayName.class))
                        .as(method.getFullName())
                        .isTrue());
    }

    /** By number: the tests that show it. */
    private static Map<Integer, Set<String>> tests() throws IOException {
        Map<Integer, Set<String>> tests = new TreeMap<>();
        methods()
                .forEach(method -> Arrays.stream(
                                method.getAnnotationOfType(Behaviour.class).value())
                        .forEach(number -> tests.computeIfAbsent(number, key -> new TreeSet<>())
                                .add(method.getFullName())));
        try (Stream<Path> directories = Files.list(INTEGRATION_TESTS)) {
            for (Path file : (Iterable<Path>)
                    directories.map(test -> test.resolve("invoker.properties")).filter(Files::exists)::iterator) {
                matches(file, INTEGRATION_TEST)
                        .flatMap(match -> numbers(match.group("numbers")).stream())
                        .forEach(number -> tests.computeIfAbsent(number, key -> new TreeSet<>())
                                .add(file.toString()));
            }
        }
        return tests;
    }

    private static Stream<JavaMethod> methods() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS).importPackages("io.github.pyb").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Behaviour.class));
    }

    /** Numbers at the beginning of rows of the page, either those with "also" or those without. */
    private static Set<Integer> rows(boolean also) throws IOException {
        return matches(DIFFERENCES, ROW)
                .filter(match -> (match.group("also") != null) == also)
                .flatMap(match -> numbers(match.group("numbers")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Matcher> matches(Path file, Pattern pattern) throws IOException {
        return Files.readAllLines(file).stream().map(pattern::matcher).filter(Matcher::lookingAt);
    }

    /** {@code 1, 3-5} is 1, 3, 4 and 5. */
    private static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new TreeSet<>();
        for (String part : text.strip().split(", *", -1)) {
            String[] ends = part.split("-", 2);
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .forEach(numbers::add);
        }
        return numbers;
    }
}
