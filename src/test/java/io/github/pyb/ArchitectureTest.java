package io.github.pyb;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of the house: which room may use which. A broken arrow fails the build with the rule's sentence. */
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/pyb");

    /** Each room with those that it may use. Arrows point down; neighbours do not know each other, but env knows python. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("problem", Set.of()),
            Map.entry("log", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("packaging", Set.of()),
            Map.entry("host", Set.of("problem")),
            Map.entry("fs", Set.of("problem", "log")),
            // json, fs: what programs have answered is written down, so that they need not be started again.
            Map.entry("process", Set.of("problem", "log", "json", "host", "fs")),
            // log aside: what goes wrong there is told to the installer, and to whoever has started it.
            Map.entry("index", Set.of("problem", "json", "packaging")),
            Map.entry("store", Set.of("problem", "log", "fs")),
            // store, json, fs: to remember what a file says, by its hash, is faster than to read TOML.
            Map.entry("toml", Set.of("problem", "log", "json", "fs", "store")),
            Map.entry("pyproject", Set.of("problem", "packaging", "toml")),
            // fs: what was unpacked before something went wrong is removed by those who know how.
            Map.entry("dist", Set.of("problem", "packaging", "fs")),
            // No fs, no log: it installs wheels or says why not, and who asked it knows what to do then.
            Map.entry("wheel", Set.of("packaging")),
            // Below env, which gives what it has resolved, and takes what it installs, in the words of the lock file.
            Map.entry("lock", Set.of("problem", "packaging", "toml")),
            // dist: who may read archives strictly is one question, what should be in them another, with many answers.
            Map.entry("check", Set.of("problem", "packaging", "dist")),
            // process, json: compilers and their caches are programs, and one of them counts in JSON.
            Map.entry("tuning", Set.of("problem", "log", "json", "host", "fs", "process")),
            Map.entry("python", Set.of("problem", "log", "json", "packaging", "host", "fs", "process")),
            Map.entry(
                    "env",
                    Set.of(
                            "problem",
                            "log",
                            "json",
                            "packaging",
                            "lock",
                            "host",
                            "fs",
                            "process",
                            "index",
                            "python",
                            "store",
                            "wheel")),
            Map.entry("hooks", Set.of("problem", "log", "json", "packaging", "host", "fs", "process")),
            Map.entry(
                    "build",
                    Set.of(
                            "problem",
                            "log",
                            "json",
                            "packaging",
                            "host",
                            "fs",
                            "process",
                            "toml",
                            "pyproject",
                            "dist",
                            "check",
                            "tuning",
                            "index",
                            "lock",
                            "python",
                            "env",
                            "hooks")),
            // Values of the request and of the result, no services but build's.
            Map.entry(
                    "mojo",
                    Set.of("problem", "log", "json", "host", "build", "env", "dist", "python", "tuning", "index")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.pyb");

    static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    @DisplayName("a room uses only the rooms that the plan allows it")
    void arrows(String room) {
        String[] allowed = Stream.concat(ROOMS.get(room).stream(), Stream.of(room))
                .map(name -> "io.github.pyb." + name)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.github.pyb." + room)
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.pyb..").and(not(resideInAnyPackage(allowed))))
                .because("the room " + room + " may use " + new TreeSet<>(ROOMS.get(room)) + " and no other")
                .check(CLASSES);
    }

    @Test
    @DisplayName("only the room mojo knows Maven")
    void maven() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.pyb.mojo")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.maven..", "org.eclipse.aether.."))
                .because("the frontend has to work, and be tested, without Maven")
                .check(CLASSES);
    }

    @Test
    @DisplayName("only the room json knows the JSON library, only pyproject and lock the TOML library")
    void libraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.pyb.json")
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.gson.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.pyb.toml")
                .should()
                .dependOnClassesThat(resideInAPackage("org.tomlj.."))
                .check(CLASSES);
    }

    @Test
    @DisplayName("nothing static can change, because a Maven daemon keeps the plugin loaded for days")
    void noStaticState() {
        noFields()
                .that()
                .areStatic()
                .and()
                .doNotHaveName("$VALUES")
                .should()
                .notBeFinal()
                .because("the goals are thread-safe")
                .check(CLASSES);
    }

    @Test
    @DisplayName(
            "collections that all builds of a JVM share cannot change either, and nothing shared is made to be changed")
    void noStaticContents() throws Exception {
        for (JavaField field : CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .toList()) {
            assertThat(field.getRawType().getPackageName())
                    .as(field.getFullName())
                    .doesNotStartWith("java.util.concurrent");
            assertThat(field.getRawType().isAssignableTo(ThreadLocal.class))
                    .as(field.getFullName())
                    .isFalse();
            if (field.getRawType().isAssignableTo(Collection.class)
                    || field.getRawType().isAssignableTo(Map.class)) {
                Field reflected = field.reflect();
                reflected.setAccessible(true);
                assertThat(reflected.get(null).getClass().getName())
                        .as(field.getFullName())
                        .matches("java\\.util\\.(ImmutableCollections|Collections\\$(Unmodifiable|Empty)).*");
            }
        }
    }

    @Test
    @DisplayName("only the room host asks the system for its environment")
    void systemEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.pyb.host")
                .and()
                .doNotHaveSimpleName("HelpMojo")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .because("tests describe other machines than the one they run on")
                .check(CLASSES);
    }

    @Test
    @DisplayName("nothing needs MD5, which a Java that has to keep to FIPS 140 does not have")
    void noMd5() {
        noClasses()
                .should()
                .callMethod(UUID.class, "nameUUIDFromBytes", byte[].class)
                .because("it takes MD5 and fails without")
                .check(CLASSES);
    }

    @Test
    @DisplayName("every room is in the plan and says in its package-info what lives there")
    void packageInfos() throws IOException {
        try (Stream<Path> rooms = Files.list(SOURCES)) {
            List<Path> found = rooms.sorted().toList();
            assertThat(found)
                    .extracting(room -> room.getFileName().toString())
                    .containsExactlyElementsOf(rooms().toList());
            for (Path room : found) {
                assertThat(room.resolve("package-info.java"))
                        .content()
                        .contains("/**")
                        .contains("@NullMarked");
            }
        }
    }

    @Test
    @DisplayName("a class fits on a few screens, so that it can be read at once")
    void sizes() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(320);
            }
        }
    }
}
