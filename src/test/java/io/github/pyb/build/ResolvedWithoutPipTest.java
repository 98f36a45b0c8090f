package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.env.InstallerChoice;
import io.github.pyb.env.KeepPolicy;
import io.github.pyb.fs.Sha256;
import io.github.pyb.host.Host;
import io.github.pyb.index.Index;
import io.github.pyb.index.Indexes;
import io.github.pyb.index.Proxies;
import io.github.pyb.testing.IndexServer;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.Trees;
import io.github.pyb.testing.WheelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds whose requirements are not locked, when they are resolved without pip, and when that is left to it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is left to pip")
@Execution(ExecutionMode.CONCURRENT)
class ResolvedWithoutPipTest {

    private static final String DONE = "installed without pip";

    @TempDir
    Path directory;

    private Path wheels;
    private IndexServer index;
    private Builds build;

    @BeforeEach
    void make() {
        wheels = directory.resolve("wheels");
        index = IndexServer.of(wheels).withHashes();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void requiring(String... requirements) {
        build = new Builds(TestBackend.into(
                directory.resolve("module"),
                Stream.of(requirements)
                        .map(one -> "'" + one + "'")
                        .collect(Collectors.joining(", ", "requires = [", "]")),
                "build-backend = 'test_backend'",
                "backend-path = ['backend']"));
        build.keep = KeepPolicy.ALWAYS;
        build.indexes = new Indexes(
                List.of(new Index("test", index.simple(), Optional.empty(), List.of(), "for the test", "test")),
                Proxies.NONE);
        Map<String, String> machine = new TreeMap<>(System.getenv());
        machine.keySet()
                .removeIf(name ->
                        name.startsWith("PIP_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        machine.put("PIP_CONFIG_FILE", "/dev/null");
        machine.put("XDG_CONFIG_DIRS", directory.toString());
        machine.put("PIP_RETRIES", "0");
        machine.put("PIP_CACHE_DIR", directory.resolve("cache").toString());
        build.host = new Host(new Host().family(), machine, directory.resolve("home"));
    }

    private WheelFile wheel(String name, String version) {
        return new WheelFile(name, version).with(name + ".py", "VERSION = '" + version + "'");
    }

    /** What is installed, with an asterisk where somebody has asked for it. */
    private List<String> installed() throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(build.defaultEnvironment())) {
            files.filter(file -> file.getFileName().toString().endsWith(".dist-info"))
                    .sorted()
                    .forEach(info -> found.add(info.getFileName()
                                    .toString()
                                    .replace(".dist-info", "")
                                    .replace('-', ' ')
                            + (Files.exists(info.resolve("REQUESTED")) ? "*" : "")));
        }
        return found;
    }

    private void buildWithoutPip() throws Exception {
        build.wheel();
        assertThat(build.log.lines("DEBUG")).contains(DONE).noneMatch(line -> line.startsWith("installing with pip"));
    }

    private void buildLeavingToPip(String why) throws Exception {
        try {
            build.wheel();
        } finally {
            assertThat(build.log.lines("DEBUG"))
                    .anyMatch(line -> line.startsWith("left to pip: " + why))
                    .anyMatch(line -> line.startsWith("installing with pip"))
                    .doesNotContain(DONE);
        }
    }

    @Test
    @DisplayName("requirements and what they need are installed without pip, each in its newest version that will do")
    void resolved() throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        wheel("tool", "1.2")
                .requiring("helper>=2; python_version >= \"3\"")
                .requiring("other; python_version < \"3\"")
                .requiring("feature; extra == \"more\"")
                .writeInto(wheels);
        wheel("tool", "2.0").writeInto(wheels);
        wheel("helper", "2.0").writeInto(wheels);
        wheel("helper", "2.1").requiring("tool<3").writeInto(wheels);
        requiring("tool>=1,<2");

        buildWithoutPip();

        assertThat(installed()).containsExactly("helper 2.1", "tool 1.2*");
        assertThat(build.log.lines("INFO")).contains("Installing build requirements: tool>=1,<2");
        // Whoever looks ahead, and whoever installs, ask together for each once.
        assertThat(index.requests()).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    @DisplayName("what was fetched is kept, and is not fetched again for the next environment")
    void kept() throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        requiring("tool");
        buildWithoutPip();
        Files.delete(wheels.resolve("tool-1.0-py3-none-any.whl"));
        index.saying("tool", "text/html", link("tool-1.0-py3-none-any.whl", Sha256.of(keptWheel()), ""));
        try (Stream<Path> packs = Files.list(build.store.directory().resolve("packs"))) {
            for (Path pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        build.resolveAnew();

        buildWithoutPip();
    }

    private Path keptWheel() throws Exception {
        try (Stream<Path> files = Files.list(build.store.directory().resolve("wheels"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static String link(String name, String hash, String attributes) {
        return "<a href='../../files/" + name + "#sha256=" + hash + "' " + attributes + ">" + name + "</a>\n";
    }

    private String link(Path wheel, String attributes) throws Exception {
        return link(wheel.getFileName().toString(), Sha256.of(wheel), attributes);
    }

    @Test
    @DisplayName("an extra brings what it needs")
    void extra() throws Exception {
        wheel("tool", "1.0")
                .describedBy("Provides-Extra: more", "Provides-Extra: most")
                .requiring("helper; extra == \"more\"")
                .requiring("other; extra == \"most\"")
                .writeInto(wheels);
        wheel("helper", "2.0").writeInto(wheels);
        requiring("tool[more]");

        buildWithoutPip();

        assertThat(installed()).containsExactly("helper 2.0", "tool 1.0*");
    }

    @Test
    @DisplayName("files that were withdrawn, or are for another Python, and pre-releases are not there")
    void unseen() throws Exception {
        String page = link(wheel("tool", "1.0").writeInto(wheels), "data-requires-python='&gt;=3'")
                + link(wheel("tool", "1.1").writeInto(wheels), "data-requires-python='&lt;3'")
                + link(wheel("tool", "1.2").writeInto(wheels), "data-yanked='broken'")
                + link(wheel("tool", "1.3").tagged("cp33-cp33m-win32").writeInto(wheels), "")
                + link(wheel("tool", "2.0a1").writeInto(wheels), "");
        index.saying("tool", "text/html", page);
        requiring("tool");

        buildWithoutPip();

        assertThat(installed()).containsExactly("tool 1.0*");
    }

    @Test
    @DisplayName("pages in JSON say the same")
    void json() throws Exception {
        String files = Stream.of("1.0", "1.1", "1.2")
                .map(version -> wheel("tool", version).writeInto(wheels))
                .map(wheel -> "{\"filename\": \"" + wheel.getFileName() + "\", \"url\": \"../../files/"
                        + wheel.getFileName() + "\", \"hashes\": {\"sha256\": \"" + hash(wheel)
                        + "\"}, \"requires-python\": "
                        + (wheel.toString().contains("1.1") ? "\">=3\"" : "null") + ", \"yanked\": "
                        + (wheel.toString().contains("1.2") ? "\"broken\"" : "false") + "}")
                .collect(Collectors.joining(", "));
        index.saying(
                "tool",
                "application/vnd.pypi.simple.v1+json",
                "{\"meta\": {\"api-version\": \"1.0\"}, \"name\": \"tool\", \"files\": [" + files + "]}");
        requiring("tool");

        buildWithoutPip();

        assertThat(installed()).containsExactly("tool 1.1*");
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("what is not only names and plain versions is left to pip")
    @CsvSource({
        "tool===1.0, of tool an unusual version is wanted: ===1.0",
        "tool; implementation_version >= \"1\", the marker of tool; implementation_version",
        "tool; \"3\" <= python_version, the marker of tool; \"3\" <= python_version",
        "tool>=1.0a1, a pre-release of tool may be wanted: >=1.0a1",
        "tool[odd-extra], an extra with an unusual name is required: tool[odd-extra]",
        "tool[none], tool does not say that it has the extra none",
        "sources, sources 1.0 would have to be built",
        "beta, no release of beta will do: ",
        "withdrawn, no release of withdrawn will do: ",
        "unhashed, the index has no hash of unhashed-1.0-py3-none-any.whl",
        "twins, of twins 1.0 there are wheels that suit equally well",
        "odd, it is not certain what to think of odd-1.0-py3-none-any.whl",
        "local, it is not certain what to think of local-1.0+here-py3-none-any.whl",
    })
    void left(String requirement, String why) throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        wheel("tool", "1.1a1").writeInto(wheels);
        wheel("beta", "1.0b1").writeInto(wheels);
        Files.writeString(wheels.resolve("sources-1.0.tar.gz"), "");
        index.saying("withdrawn", "text/html", link(wheel("withdrawn", "1.0").writeInto(wheels), "data-yanked='x'"))
                .saying(
                        "unhashed",
                        "text/html",
                        "<a href='../../files/"
                                + wheel("unhashed", "1.0").writeInto(wheels).getFileName() + "'></a>")
                .saying(
                        "twins",
                        "text/html",
                        link(wheel("twins", "1.0").writeInto(wheels), "")
                                + link(
                                        wheel("twins", "1.0")
                                                .tagged("py2.py3-none-any")
                                                .writeInto(wheels),
                                        ""))
                .saying("odd", "text/html", link(wheel("odd", "1.0").writeInto(wheels), "data-requires-python='what'"))
                .saying("local", "text/html", link(wheel("local", "1.0+here").writeInto(wheels), ""));
        requiring(requirement);

        try {
            buildLeavingToPip(why);
        } catch (io.github.pyb.problem.UserProblem e) {
            // For pip, too, some of it is nothing that can be installed.
            assertThat(e).hasMessageContaining("could not be installed");
        }
    }

    @Test
    @DisplayName("where it depends on pip's order which version is taken, pip takes it")
    void order() throws Exception {
        wheel("one", "1.0").requiring("common<2").writeInto(wheels);
        wheel("two", "1.0").requiring("common").writeInto(wheels);
        wheel("common", "1.0").writeInto(wheels);
        wheel("common", "2.0").writeInto(wheels);
        requiring("one", "two");

        buildLeavingToPip("different versions of common may be meant: 1.0 and 2.0");

        assertThat(installed()).contains("common 1.0");
    }

    @Test
    @DisplayName("what is required in the first place is known to pip before everything else")
    void first() throws Exception {
        wheel("one", "1.0").requiring("common>=1").writeInto(wheels);
        wheel("common", "1.0").writeInto(wheels);
        wheel("common", "2.0").writeInto(wheels);
        requiring("one", "common<2");

        buildWithoutPip();

        assertThat(installed()).containsExactly("common 1.0*", "one 1.0*");
    }

    @Test
    @DisplayName("a contradiction is for pip to explain")
    void contradiction() throws Exception {
        wheel("one", "1.0").requiring("common>=2").writeInto(wheels);
        wheel("common", "1.0").writeInto(wheels);
        wheel("common", "2.0").writeInto(wheels);
        requiring("one", "common<2");

        try {
            buildLeavingToPip("no release of common will do: <2,>=2");
        } catch (io.github.pyb.problem.UserProblem e) {
            assertThat(e).hasMessageContaining("could not be installed");
        }
    }

    @Test
    @DisplayName("a file that is not the one on the page is not installed")
    void otherHash() throws Exception {
        Path wheel = wheel("tool", "1.0").writeInto(wheels);
        index.saying("tool", "text/html", link(wheel.getFileName().toString(), "0".repeat(64), ""));
        requiring("tool");

        try {
            buildLeavingToPip("tool-1.0-py3-none-any.whl is offered with another hash");
        } catch (io.github.pyb.problem.UserProblem e) {
            assertThat(e).hasMessageContaining("could not be installed");
        }
        assertThat(build.store.directory().resolve("wheels")).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what the user has configured of pip that may decide about versions is for pip to read")
    @CsvSource({"PIP_PREFER_BINARY", "PIP_PRE", "PIP_NO_BINARY", "PIP_CONSTRAINT"})
    void configured(String variable) throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        requiring("tool");
        Path empty = Trees.write(directory.resolve("empty"), "");
        build.variables.put(variable, variable.equals("PIP_CONSTRAINT") ? empty.toString() : "1");

        buildLeavingToPip("pip is configured: " + variable);
    }

    @Test
    @DisplayName("constraints are for pip to read")
    void constraints() throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        requiring("tool");
        build.constraints.add(Trees.write(directory.resolve("constraints.txt"), "tool<2"));

        buildLeavingToPip("there are constraints");
    }

    @Test
    @DisplayName("where packages come from is for pip to say if somebody has told it, and Maven knows nothing of it")
    void source() throws Exception {
        wheel("tool", "1.0").writeInto(wheels);
        requiring("tool");
        build.indexes = Indexes.UNDECLARED;
        build.variables.put("PIP_INDEX_URL", index.simple().toString());

        buildLeavingToPip("where packages come from is configured for pip: PIP_INDEX_URL");
    }

    private void stall() {
        index.observedBy(() -> {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    @DisplayName("whoever interrupts a build does not wait for an index that does not answer")
    void interrupted() throws Exception {
        stall();
        requiring("tool");
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                build.wheel();
            } catch (Exception e) {
                end.set(e);
            }
        });
        thread.start();
        while (index.requests().isEmpty()) {
            Thread.sleep(20);
        }
        Thread.sleep(1_000);
        thread.interrupt();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(end.get())
                .hasMessageStartingWith("the build was interrupted during the installation of build requirements");
        assertThat(build.log.lines("DEBUG")).noneMatch(line -> line.startsWith("installing with pip"));
    }

    @Test
    @DisplayName("an index that does not answer does not outlast the time for an installation")
    void timeout() {
        stall();
        requiring("tool");
        build.timeout = Duration.ofSeconds(2);
        build.installer = InstallerChoice.pip();
        long start = System.nanoTime();

        org.assertj.core.api.Assertions.assertThatThrownBy(build::wheel)
                .hasMessageContaining("was ended because it took longer than 2.0 s");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(build.log.lines("DEBUG")).anyMatch(line -> line.startsWith("left to pip: "));
    }
}
