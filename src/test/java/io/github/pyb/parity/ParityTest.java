package io.github.pyb.parity;

import static org.assertj.core.api.Assertions.fail;

import io.github.pyb.parity.Verdict.Kind;
import io.github.pyb.testing.MavenRun;
import io.github.pyb.testing.Pythons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Published source distributions, built by PyPA build and by this plugin. That takes a while and needs an index, so it
 * happens only with {@code mvn -Pparity verify}; {@code -Dparity.only=NAME,NAME} takes some of them.
 */
@Tag("parity")
@Execution(ExecutionMode.CONCURRENT)
class ParityTest {

    private static final Path DIRECTORY = MavenRun.targetDirectory().resolve("parity");

    private static final List<String> ONLY =
            List.of(System.getProperty("parity.only", "").split(","));
    private static final List<Sdist> SDISTS = Listed.sdists().stream()
            .filter(sdist -> ONLY.contains("") || ONLY.contains(sdist.name()))
            .toList();
    private static final Map<Sdist, Verdict> VERDICTS = new ConcurrentHashMap<>();

    private static Comparison comparison;

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(DIRECTORY);
        PypaBuild peer = PypaBuild.install(DIRECTORY);
        comparison = new Comparison(peer, new PybPlugin(), Listed.knownDifferences(), DIRECTORY);
        System.out.println(
                "Parity with " + PypaBuild.RELEASE + " on " + Pythons.any().describe());
    }

    @TestFactory
    @DisplayName("both frontends build the same wheel, or both fail in the same hook")
    Stream<DynamicTest> published() {
        return SDISTS.stream().map(sdist -> DynamicTest.dynamicTest(sdist.release(), () -> compare(sdist)));
    }

    private static void compare(Sdist sdist) throws Exception {
        Verdict verdict = comparison.of(sdist);
        VERDICTS.put(sdist, verdict);
        System.out.println(verdict.line(sdist));
        if (verdict.kind() == Kind.DIFFERS) {
            fail(verdict.line(sdist));
        }
    }

    @AfterAll
    static void total() throws Exception {
        Stream<String> lines = SDISTS.stream()
                .filter(VERDICTS::containsKey)
                .map(sdist -> VERDICTS.get(sdist).line(sdist));
        String total = total(VERDICTS.values());
        Files.write(
                DIRECTORY.resolve("results.txt"),
                Stream.concat(lines, Stream.of(total)).toList());
        System.out.println(total);
    }

    private static String total(Collection<Verdict> verdicts) {
        long backends = SDISTS.stream().map(Sdist::backendFamily).distinct().count();
        return Stream.of(Kind.values())
                .map(kind -> verdicts.stream()
                                .filter(verdict -> verdict.kind() == kind)
                                .count() + " " + kind.words())
                .collect(Collectors.joining(
                        ", ",
                        verdicts.size() + " of " + SDISTS.size() + " source distributions, " + backends + " backends: ",
                        ""));
    }
}
