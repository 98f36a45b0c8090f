package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Version;
import io.github.pyb.python.Interpreter;
import io.github.pyb.store.TreeStore;
import io.github.pyb.testing.PackageIndex;
import io.github.pyb.testing.Pythons;
import io.github.pyb.testing.RecordingLog;
import io.github.pyb.wheel.InterpreterTags;
import io.github.pyb.wheel.PipStyle;
import io.github.pyb.wheel.Uncertain;
import io.github.pyb.wheel.WheelHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settles what projects ask for with the interpreter's own pip and without any, and compares versions, files and who has asked for
 * them. The usual tests take the first few sets; all of them, and every name in the list of published build requirements, are
 * compared by {@code mvn -Pwheels test}.
 */
@Tag("wheels")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is left to pip")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SameVersionsAsPipTest {

    private static final boolean ALL = Boolean.getBoolean("pyb.test.wheels");

    private static final int FEW = 6;

    /** One in so many may be left to pip. */
    private static final int RARE = 6;

    /** With scripts, dependencies, extras, and compiled parts. */
    private static final List<String> TREES = List.of(
            "hatchling & hatch-vcs",
            "setuptools>=64 & wheel & setuptools_scm[toml]>=6.2",
            "meson-python & cython",
            "packaging & build");

    private static final EnvironmentChanges NO_CHANGES = EnvironmentChanges.none();

    private final Interpreter interpreter = Pythons.any();

    @TempDir
    Path directory;

    @BeforeEach
    void ask() {
        String whyNot = PackageIndex.whyNot();
        Assumptions.assumeTrue(whyNot.isEmpty(), () -> "SKIPPED: " + whyNot);
    }

    @Test
    @DisplayName("published sets of build requirements come to the versions that pip takes, or are left to it")
    void published() throws Exception {
        List<String> same = new ArrayList<>();
        List<String> left = new ArrayList<>();
        try (WheelSource source = source()) {
            for (String set : sets()) {
                List<String> requirements = List.of(set.split(" & ", -1));
                try {
                    Map<String, String> ours = settle(source, requirements);
                    assertThat(ours).as(set).isEqualTo(pip(requirements));
                    same.add(set);
                } catch (Uncertain e) {
                    left.add(set + ": " + e.why());
                }
            }
        }
        System.out.println("The same: " + same.size() + " " + same);
        System.out.println("Left to pip: " + left.size() + " " + String.join("\n  ", left));
        assertThat(left).as("left to pip").hasSizeLessThanOrEqualTo((same.size() + left.size()) / RARE);
    }

    @Test
    @DisplayName("what is settled without pip is installed as pip installs it, file for file")
    void trees() throws Exception {
        Optional<Version> release = interpreter.pip().flatMap(Interpreter.Pip::version);
        Assumptions.assumeTrue(
                release.flatMap(PipStyle::of).isPresent(), "SKIPPED: the interpreter has no pip that was compared");
        for (String set : TREES) {
            List<String> requirements = List.of(set.split(" & ", -1));
            Path environment = directory.toRealPath().resolve("environment");
            Path python = environment.resolve(interpreter.layout().scripts()).resolve("python");
            make(environment);
            RecordingLog log = new RecordingLog();
            boolean done = new WithoutPip(
                            host(),
                            log,
                            interpreter,
                            python,
                            PipSettings.in(directory),
                            PipInstaller.undisturbed(NO_CHANGES))
                    .install(requirements, PipSource.choose(interpreter, python), true, EarlyResolution.NONE);
            assertThat(done).as(set + ": " + log.lines("DEBUG")).isTrue();
            Map<String, String> ours = describe(environment);
            TreeRemoval.remove(environment);
            make(environment);
            pip(requirements, List.of(python.toString(), "-I", runner()), List.of("--no-compile"));
            assertThat(ours).as(set).isEqualTo(describe(environment));
            TreeRemoval.remove(environment);
        }
    }

    private String runner() {
        return interpreter
                .pip()
                .orElseThrow()
                .directory()
                .resolve("__pip-runner__.py")
                .toString();
    }

    private void make(Path environment) throws Exception {
        assertThat(new ProcessBuilder(
                                interpreter.executable().toString(), "-m", "venv", "--without-pip", environment + "")
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Map<String, String> describe(Path environment) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(environment)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String mode =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
                all.put(environment.relativize(path).toString(), mode + (file ? " " + Sha256.of(path) : ""));
            }
        }
        return all;
    }

    private static Set<String> sets() throws IOException {
        List<String> sets = lines(SameVersionsAsPipTest.class, "requirement-sets.txt");
        Set<String> all = new LinkedHashSet<>(ALL ? sets : sets.subList(0, FEW));
        if (ALL) {
            lines(Uncertain.class, "build-requirements.txt")
                    .forEach(requirement -> all.add(requirement.replaceFirst("==.*", "")));
        }
        return all;
    }

    private static List<String> lines(Class<?> neighbour, String name) throws IOException {
        try (var stream = Objects.requireNonNull(neighbour.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** The user's configuration counts, but not a directory of wheels. */
    private static Map<String, String> machine() {
        Map<String, String> machine = new TreeMap<>(System.getenv());
        machine.keySet().removeAll(Set.of("PIP_FIND_LINKS", "PIP_NO_INDEX"));
        return machine;
    }

    private Host host() {
        Host real = new Host();
        return new Host(real.family(), machine(), real.home());
    }

    private WheelSource source() throws Exception {
        EnvironmentSettings settings = PipSettings.in(directory);
        PipConfiguration configuration = PipConfiguration.of(host(), PipInstaller.undisturbed(NO_CHANGES), settings);
        Optional<String> why = configuration.otherThanSources().or(configuration::whyNotChoose);
        Assumptions.assumeTrue(why.isEmpty(), () -> "SKIPPED: " + why.orElseThrow());
        TreeStore store = TreeStore.ofMinorUse(settings.store().directory(), 16L << 30, new RecordingLog());
        WheelSource source = new WheelSource(new KeptWheels(store, 16L << 30), configuration, settings);
        source.begin(StandardIndex.of(
                PipSource.choose(interpreter, interpreter.executable()).code()));
        return source;
    }

    private Map<String, String> settle(WheelSource source, List<String> requirements) throws Exception {
        InterpreterTags tags = WithoutPip.tags(interpreter);
        if (!tags.areComplete()) {
            throw new Uncertain("the interpreter is a special one");
        }
        Map<String, String> settled = new TreeMap<>();
        new ForwardResolver(InterpreterMarkers.of(interpreter), tags, new ForwardResolver.Supply() {
                    @Override
                    public OfferedVersions offered(ProjectName name)
                            throws IOException, Uncertain, InterruptedException {
                        return source.offered(name);
                    }

                    @Override
                    public WheelHeaders take(ProjectName name, OfferedVersions.Chosen wheel, boolean requested)
                            throws IOException, Uncertain, InterruptedException {
                        settled.put(name.toString(), words(wheel.file().name(), wheel.sha256(), requested));
                        return WheelHeaders.ofMetadata(source.get(wheel));
                    }
                })
                .resolve(requirements);
        return settled;
    }

    private static String words(String file, String hash, boolean requested) {
        return file + " " + hash + (requested ? " requested" : "");
    }

    private Map<String, String> pip(List<String> requirements) throws Exception {
        Path report = directory.resolve("report.json");
        pip(
                requirements,
                List.of(interpreter.executable().toString(), "-m", "pip"),
                List.of("--dry-run", "--report", report.toString()));
        Map<String, String> settled = new TreeMap<>();
        Map<?, ?> all = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(report)));
        for (Object one : (List<?>) Objects.requireNonNull(all.get("install"))) {
            Map<?, ?> item = (Map<?, ?>) one;
            Map<?, ?> download = (Map<?, ?>) Objects.requireNonNull(item.get("download_info"));
            String url = (String) Objects.requireNonNull(download.get("url"));
            String hash = (String) ((Map<?, ?>) Objects.requireNonNull(download.get("archive_info"))).get("hash");
            Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(item.get("metadata"));
            settled.put(
                    ProjectName.of((String) Objects.requireNonNull(metadata.get("name")))
                            .toString(),
                    words(
                            url.substring(url.lastIndexOf('/') + 1),
                            Objects.requireNonNull(hash).replace("sha256=", ""),
                            Boolean.TRUE.equals(item.get("requested"))));
        }
        return settled;
    }

    private void pip(List<String> requirements, List<String> beginning, List<String> options) throws Exception {
        Path file = Files.write(directory.resolve("requirements.txt"), requirements);
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(beginning);
        command.addAll(List.of("install", "-q", "--ignore-installed", "-r", file.toString()));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(Set.of("PIP_FIND_LINKS", "PIP_NO_INDEX"));
        assertThat(builder.start().waitFor())
                .as(() -> requirements + ":\n" + text(output))
                .isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
