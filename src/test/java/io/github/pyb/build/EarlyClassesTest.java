package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.pyb.fs.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyClassesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.pyb");

    @ParameterizedTest
    @CsvSource({
        EarlyClasses.WARM + ", io.github.pyb.build.Stage",
        EarlyClasses.COLD + ", io.github.pyb.store.TreePackWriter",
        EarlyClasses.LOCKED + ", io.github.pyb.lock.LockReader"
    })
    @DisplayName(
            "all classes of ours that are loaded early exist, none is named twice, and what a build needs is there")
    void list(String list, String needed) {
        List<String> ours = ours(list);

        assertThat(ours)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> Class.forName(name, false, EarlyClasses.class.getClassLoader()))
                .contains(needed);
    }

    @Test
    @DisplayName("what every build needs is on the first list only")
    void apart() {
        assertThat(ours(EarlyClasses.WARM))
                .doesNotContainAnyElementsOf(ours(EarlyClasses.COLD))
                .doesNotContainAnyElementsOf(ours(EarlyClasses.LOCKED));
    }

    private static List<String> ours(String list) {
        return Resources.text(EarlyClasses.class, list)
                .lines()
                .filter(name -> name.startsWith("io.github.pyb."))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {EarlyClasses.WARM, EarlyClasses.COLD, EarlyClasses.LOCKED})
    @DisplayName("loading them fails nobody, whatever this Java lacks of them")
    void loads(String list) {
        assertThatCode(() -> EarlyClasses.load(list)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("no two classes initialise each other: two threads that begin with one each would wait for ever")
    void initialisation() {
        Map<JavaClass, Set<JavaClass>> needed = new HashMap<>();
        for (JavaClass one : CLASSES) {
            needed.put(one, initialisedWith(one));
        }

        Set<String> cycles = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            if (reachable(one, needed).contains(one)) {
                cycles.add(one.getName());
            }
        }
        assertThat(needed.values()).anySatisfy(classes -> assertThat(classes).isNotEmpty());
        assertThat(cycles).isEmpty();
    }

    private static Set<JavaClass> reachable(JavaClass start, Map<JavaClass, Set<JavaClass>> needed) {
        Set<JavaClass> reached = new HashSet<>();
        List<JavaClass> next = new ArrayList<>(needed.get(start));
        while (!next.isEmpty()) {
            JavaClass one = next.remove(next.size() - 1);
            if (reached.add(one)) {
                next.addAll(needed.getOrDefault(one, Set.of()));
            }
        }
        return reached;
    }

    /** The classes that the initialisation of one class initialises: its parent, and what its static code comes to. */
    private static Set<JavaClass> initialisedWith(JavaClass one) {
        Set<JavaClass> classes = new HashSet<>();
        one.getRawSuperclass().filter(EarlyClassesTest::isOurs).ifPresent(classes::add);
        one.getStaticInitializer().ifPresent(code -> follow(code, new HashSet<>(), classes));
        classes.remove(one);
        return classes;
    }

    private static void follow(JavaCodeUnit code, Set<JavaCodeUnit> seen, Set<JavaClass> classes) {
        if (!seen.add(code)) {
            return;
        }
        for (JavaAccess<?> access : code.getAccessesFromSelf()) {
            if (!isOurs(access.getTargetOwner())) {
                continue;
            }
            Optional<?> member = access.getTarget().resolveMember();
            if (member.isPresent() && member.get() instanceof JavaCodeUnit called) {
                if (called.isConstructor() || called.getModifiers().contains(JavaModifier.STATIC)) {
                    classes.add(access.getTargetOwner());
                }
                follow(called, seen, classes);
            } else {
                classes.add(access.getTargetOwner());
            }
        }
    }

    private static boolean isOurs(JavaClass one) {
        return one.getPackageName().startsWith("io.github.pyb");
    }
}
