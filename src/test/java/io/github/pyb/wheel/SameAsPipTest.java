package io.github.pyb.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.python.Interpreter;
import io.github.pyb.testing.MavenRun;
import io.github.pyb.testing.PackageIndex;
import io.github.pyb.testing.Pythons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
 * Installs published build requirements twice at the same place, with the interpreter's own pip and without any, and compares what
 * is there: names, contents and modes. The usual tests take the first few of the list; all of them are compared by
 * {@code mvn -Pwheels test}, and with {@code -Dpyb.test.wheels.pip=VERSION} with another pip than the interpreter's.
 */
@Tag("wheels")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is left to pip")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SameAsPipTest {

    private static final boolean ALL = Boolean.getBoolean("pyb.test.wheels");

    /** How many of the list are compared, at least. */
    private static final int ENOUGH = ALL ? 60 : 6;

    private static final int FEW = 8;

    private final Interpreter interpreter = Pythons.any();
    private final Path wheels =
            MavenRun.targetDirectory().resolve("wheels-to-compare").resolve(interpreter.tag());

    @TempDir
    Path directory;

    private Path environment;
    private List<String> pip = List.of();
    private PipStyle style = PipStyle.FIRST;
    private Set<String> blank = Set.of();

    @BeforeEach
    void make() throws Exception {
        String whyNot = PackageIndex.whyNot();
        Assumptions.assumeTrue(whyNot.isEmpty(), () -> "SKIPPED: " + whyNot);
        Files.createDirectories(wheels);
        choosePip();
        environment = directory.toRealPath().resolve("environment");
        assertThat(run(List.of(interpreter.executable().toString(), "-m", "venv", "--without-pip", environment + "")))
                .isZero();
        blank = describe().keySet();
    }

    private void choosePip() throws Exception {
        String wanted = System.getProperty("pyb.test.wheels.pip", "");
        if (wanted.isEmpty()) {
            Optional<Interpreter.Pip> own = interpreter.pip();
            Assumptions.assumeTrue(
                    own.flatMap(Interpreter.Pip::version).flatMap(PipStyle::of).isPresent(),
                    "SKIPPED: the interpreter has no pip that was compared");
            style = own.flatMap(Interpreter.Pip::version).flatMap(PipStyle::of).orElseThrow();
            pip = List.of(
                    own.orElseThrow().directory().resolve("__pip-runner__.py").toString());
        } else {
            assertThat(download(List.of("pip==" + wanted))).isTrue();
            Path wheel = found("pip==" + wanted).orElseThrow();
            style = PipStyle.of(io.github.pyb.packaging.Version.parse(wanted).orElseThrow())
                    .orElseThrow();
            pip = List.of(wheel.resolve("pip").toString());
        }
    }

    @Test
    @DisplayName("published build requirements are installed as pip installs them, file for file")
    void published() throws Exception {
        List<String> requirements = requirements();
        fetch(requirements);
        List<String> compared = new ArrayList<>();
        List<String> left = new ArrayList<>();

        for (String requirement : requirements) {
            Optional<Path> wheel = found(requirement);
            if (wheel.isEmpty()) {
                left.add(requirement + ": there is no wheel for this interpreter");
                continue;
            }
            try {
                compare(requirement, wheel.get(), Optional.empty());
                compared.add(requirement);
            } catch (Uncertain e) {
                left.add(requirement + ": " + e.why());
            }
        }

        System.out.println("Compared with " + pip + ": " + String.join(", ", compared));
        System.out.println("Left to pip: " + left);
        assertThat(compared).as("left: " + left).hasSizeGreaterThanOrEqualTo(ENOUGH);
    }

    @Test
    @DisplayName("what comes from an address says so as pip says it")
    void address() throws Exception {
        String requirement = requirements().get(1);
        fetch(List.of(requirement));
        Path wheel = found(requirement).orElseThrow();

        compare(requirement, wheel, Optional.of(wheel.toUri().toString()));
    }

    @Test
    @DisplayName("scripts begin as pip has them begin where the path is long")
    void longPath() throws Exception {
        environment = environment.resolveSibling("long-".repeat(30));
        assertThat(run(List.of(interpreter.executable().toString(), "-m", "venv", "--without-pip", environment + "")))
                .isZero();
        blank = describe().keySet();
        fetch(List.of("cython==3.3.1"));

        compare("cython==3.3.1", found("cython==3.3.1").orElseThrow(), Optional.empty());
    }

    private static List<String> requirements() throws IOException {
        try (var stream = Objects.requireNonNull(SameAsPipTest.class.getResourceAsStream("build-requirements.txt"))) {
            List<String> all = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return ALL ? all : all.subList(0, FEW);
        }
    }

    private void compare(String requirement, Path wheel, Optional<String> address) throws Exception {
        byte[] bytes = Files.readAllBytes(wheel);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String[] parts = requirement.split("==", -1);
        try {
            install(new WantedWheel(wheel, Set.of(hash), ProjectName.of(parts[0]), parts[1], address));
            Map<String, String> ours = describe();
            clear();
            Path file = Files.writeString(
                    directory.resolve("requirements.txt"),
                    address.map(place -> ProjectName.of(parts[0]) + " @ " + place)
                                    .orElse(requirement) + " --hash=sha256:" + hash + "\n");
            List<String> command = new ArrayList<>(List.of(python().toString(), "-I"));
            command.addAll(pip);
            command.addAll(List.of("install", "-q", "--no-input", "--no-index", "--find-links", wheels.toString()));
            command.addAll(List.of("--no-deps", "--no-compile", "--require-hashes", "--no-warn-script-location"));
            command.addAll(List.of("--disable-pip-version-check", "-r", file.toString()));
            assertThat(run(command)).as(requirement).isZero();
            Map<String, String> theirs = describe();

            assertThat(ours).as(requirement).hasSizeGreaterThan(blank.size());
            assertThat(ours).as(requirement).isEqualTo(theirs);
        } finally {
            clear();
        }
    }

    private void install(WantedWheel wheel) throws IOException, Uncertain {
        Interpreter.Layout layout = interpreter.layout();
        String[] version = interpreter.version().toString().split("\\.", -1);
        InstallPlace place = new InstallPlace(
                python(),
                environment,
                environment.resolve(layout.scripts()),
                environment.resolve(layout.purelib()),
                environment.resolve(layout.platlib()),
                environment.resolve("include/site/python" + version[0] + "." + version[1]));
        InterpreterTags tags = InterpreterTags.of(
                        interpreter.version(),
                        interpreter.implementation(),
                        interpreter.platform(),
                        interpreter.abi().soabi(),
                        interpreter.abi().cLibrary(),
                        interpreter.freeThreaded() || interpreter.debug())
                .orElseThrow(() -> new Uncertain("the interpreter is a special one"));
        try (WheelInstallation installation = new WheelInstallation(place, tags, style)) {
            installation.add(wheel);
            installation.complete();
        }
    }

    private Path python() {
        return environment.resolve(interpreter.layout().scripts()).resolve("python");
    }

    /** Everything in the environment, with its mode and its content. */
    private Map<String, String> describe() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(environment)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String mode =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
                all.put(environment.relativize(path).toString(), mode + (file ? " " + content(path) : ""));
            }
        }
        return all;
    }

    /** Short files in full, so that it can be seen in what they differ. */
    private static String content(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        return bytes.length < 2_000 || name.equals("RECORD")
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void clear() throws Exception {
        List<String> there = new ArrayList<>(describe().keySet());
        for (int i = there.size() - 1; i >= 0; i--) {
            if (!blank.contains(there.get(i))) {
                Files.delete(environment.resolve(there.get(i)));
            }
        }
    }

    /** Downloads what is not there yet; several at once, but never two versions of one project. */
    private void fetch(List<String> requirements) throws Exception {
        List<Map<String, String>> groups = new ArrayList<>();
        for (String requirement : requirements) {
            if (found(requirement).isEmpty()) {
                String name = requirement.replaceFirst("==.*", "");
                Map<String, String> group = groups.stream()
                        .filter(one -> !one.containsKey(name))
                        .findFirst()
                        .orElseGet(() -> {
                            Map<String, String> fresh = new LinkedHashMap<>();
                            groups.add(fresh);
                            return fresh;
                        });
                group.put(name, requirement);
            }
        }
        for (Map<String, String> group : groups) {
            if (!download(group.values())) {
                for (String requirement : group.values()) {
                    download(List.of(requirement));
                }
            }
        }
    }

    private boolean download(Iterable<String> requirements) throws Exception {
        List<String> command = new ArrayList<>(List.of(interpreter.executable().toString(), "-m", "pip", "download"));
        command.addAll(List.of("-q", "--no-deps", "--only-binary", ":all:", "-d", wheels.toString()));
        requirements.forEach(command::add);
        return run(command) == 0;
    }

    private Optional<Path> found(String requirement) throws IOException {
        String[] parts = requirement.split("==", -1);
        try (Stream<Path> files = Files.list(wheels)) {
            return files.filter(file -> {
                        String[] name = file.getFileName().toString().split("-", -1);
                        return ProjectName.of(name[0]).equals(ProjectName.of(parts[0])) && name[1].equals(parts[1]);
                    })
                    .findFirst();
        }
    }

    private int run(List<String> command) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SOURCE_DATE_EPOCH", "1600000000");
        int code = builder.start().waitFor();
        if (code != 0) {
            System.out.println(command + " ended with " + code + ":\n" + Files.readString(output));
        }
        return code;
    }
}
