import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directories of the benchmark, and how it starts processes. */
final class Machine {

    /** Where the user's own settings would make the runs different from each other, or from those of others. */
    private static final List<String> FORGOTTEN = List.of(
            "BUILD_ENV_DIR",
            "CC",
            "CFLAGS",
            "CXX",
            "CXXFLAGS",
            "MAVEN_ARGS",
            "MAVEN_OPTS",
            // With it, pip alone would know where a locked wheel comes from, and would be started for that.
            "PIP_FIND_LINKS",
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONHOME",
            "PYTHONPATH",
            "RUSTC_WRAPPER",
            "SOURCE_DATE_EPOCH",
            "VIRTUAL_ENV");

    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Path project;
    private final Path target;

    Machine(Path directory) throws IOException {
        this.project = directory.toAbsolutePath().normalize().getParent();
        this.target =
                Files.createDirectories(directory.toAbsolutePath().normalize().resolve("target"));
    }

    Path project() {
        return project;
    }

    Path target(String name) {
        return target.resolve(name);
    }

    void say(String words) {
        System.err.println("benchmark: " + words);
    }

    double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Runs a command to its end, and keeps what it writes in {@code target/last.log} as well. */
    Ended run(Path directory, List<String> command) throws IOException, InterruptedException {
        return run(directory, command, Map.of());
    }

    /** The same with more variables. */
    Ended run(Path directory, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(FORGOTTEN);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PIP_CACHE_DIR", target("pip-cache").toString());
        builder.environment().put("UV_CACHE_DIR", target("uv-cache").toString());
        builder.environment().putAll(variables);
        List<Line> lines = new ArrayList<>();
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(new Line(System.nanoTime(), ESCAPES.matcher(line).replaceAll("")));
            }
        }
        int exitCode = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.write(target("last.log"), lines.stream().map(Line::text).toList());
        return new Ended(exitCode, seconds, lines);
    }

    /** Runs a command that has to succeed. */
    Ended runOrFail(Path directory, List<String> command, String otherwise)
            throws IOException, InterruptedException, Failure {
        return runOrFail(directory, command, Map.of(), otherwise);
    }

    /** The same with more variables. */
    Ended runOrFail(Path directory, List<String> command, Map<String, String> variables, String otherwise)
            throws IOException, InterruptedException, Failure {
        Ended ended = run(directory, command, variables);
        if (ended.exitCode() != 0) {
            throw new Failure(otherwise + "\n" + ended.text());
        }
        return ended;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Path copy = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(entry, copy);
                }
            }
        }
    }

    static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> entries = Files.walk(directory)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }

    /** Removes what is in a directory, but not what has certain names. */
    static void removeAllBut(Set<String> spared, Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    if (!spared.contains(entry.getFileName().toString())) {
                        remove(entry);
                    }
                }
            }
        }
    }

    static String describe() {
        return "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    static boolean windows() {
        return File.separatorChar == '\\';
    }
}
