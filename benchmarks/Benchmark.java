import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Times this plugin against PyPA build and uv, side by side on the same projects. README.md says how and why. */
public final class Benchmark {

    private static final String PEER = "build==1.6.1";
    private static final String UV = "uv==0.13.9";

    private final Options options;
    private final Machine machine;

    private Benchmark(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.parse(arguments);
            new Benchmark(options, new Machine(Path.of(System.getProperty("benchmarks.directory", "benchmarks"))))
                    .run();
        } catch (Failure e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException, Failure {
        Python python = Python.find(machine, options.python());
        List<Tool> tools = tools(python);
        List<Project> projects = Project.all(machine);
        Results results = new Results();
        double load = machine.load();
        for (int repetition = 0; repetition <= options.repetitions(); repetition++) {
            machine.say(repetition == 0 ? "warming up" : "repetition " + repetition + " of " + options.repetitions());
            for (Project project : projects) {
                // Each repetition begins with another tool, so that none always runs in the wake of the same other one.
                for (int i = 0; i < tools.size(); i++) {
                    Tool tool = tools.get((i + repetition) % tools.size());
                    Map<String, Double> seconds = tool.build(project);
                    if (repetition > 0) {
                        seconds.forEach((measure, value) -> results.add(project.name(), measure, value));
                    }
                }
            }
        }
        String report = results.table() + "\n" + facts(python, tools, load);
        System.out.println(report);
        if (options.output().isPresent()) {
            Files.writeString(options.output().get(), report);
        }
    }

    private List<Tool> tools(Python python) throws IOException, InterruptedException, Failure {
        List<Tool> tools = new ArrayList<>();
        tools.add(Plugin.install(machine, python));
        tools.add(PypaBuild.install(machine, python, PEER));
        Uv.install(machine, python, UV).ifPresent(tools::add);
        return tools;
    }

    private String facts(Python python, List<Tool> tools, double loadBefore)
            throws IOException, InterruptedException, Failure {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Seconds: median (least–most) of %d interleaved repetitions, after one that was not measured.",
                options.repetitions()));
        lines.add("");
        for (Tool tool : tools) {
            lines.add("- " + tool.describe());
        }
        lines.add("- " + python.describe());
        lines.add(String.format(
                Locale.ROOT,
                "- Java %s, %s %s, %d processors, load %.1f before and %.1f after",
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                machine.load()));
        return String.join("\n", lines) + "\n";
    }
}

/** What was asked for on the command line. */
record Options(int repetitions, Optional<Path> output, String python) {

    private static final String USAGE =
            "usage: benchmarks/run [--repetitions NUMBER] [--output FILE] [--python COMMAND]";

    static Options parse(String[] arguments) throws Failure {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!List.of("--repetitions", "--output", "--python").contains(arguments[i]) || i + 1 == arguments.length) {
                throw new Failure(USAGE);
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        String repetitions = given.getOrDefault("--repetitions", "7");
        if (!repetitions.matches("[1-9]\\d{0,3}")) {
            throw new Failure("not a number of repetitions: " + repetitions + "\n" + USAGE);
        }
        return new Options(
                Integer.parseInt(repetitions),
                Optional.ofNullable(given.get("--output")).map(Path::of),
                given.getOrDefault("--python", ""));
    }
}

/** Something that the user has to know, and no more than that. */
final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}

/** One line of output, and when it came. */
record Line(long nanos, String text) {}

/** How a process ended. */
record Ended(int exitCode, double seconds, List<Line> lines) {

    String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** The time between the first line of one kind and the first one of another kind after it. */
    Optional<Double> between(Predicate<String> first, Predicate<String> last) {
        Optional<Line> start =
                lines.stream().filter(line -> first.test(line.text())).findFirst();
        return start.flatMap(line -> lines.stream()
                .filter(later -> later.nanos() >= line.nanos() && last.test(later.text()))
                .findFirst()
                .map(end -> (end.nanos() - line.nanos()) / 1e9));
    }
}

/** The directories of the benchmark, and how it starts processes. */
final class Machine {

    /** Where the user's own settings would make the runs different from each other, or from those of others. */
    private static final List<String> FORGOTTEN = List.of(
            "BUILD_ENV_DIR",
            "MAVEN_ARGS",
            "MAVEN_OPTS",
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONHOME",
            "PYTHONPATH",
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
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(FORGOTTEN);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PIP_CACHE_DIR", target("pip-cache").toString());
        builder.environment().put("UV_CACHE_DIR", target("uv-cache").toString());
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
        Ended ended = run(directory, command);
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

    static boolean windows() {
        return File.separatorChar == '\\';
    }
}

/** The interpreter that all tools build with. */
record Python(Machine machine, Path executable, String version, String pip) {

    static Python find(Machine machine, String wanted) throws IOException, InterruptedException, Failure {
        List<String> candidates = wanted.isEmpty() ? List.of("python3", "python") : List.of(wanted);
        // Never a shim, which would cost each run of one tool something, and of another nothing.
        String question = "import platform, sys; print(sys.executable); print(platform.python_implementation(),"
                + " platform.python_version())";
        for (String candidate : candidates) {
            try {
                Ended answer = machine.run(machine.project(), List.of(candidate, "-c", question));
                if (answer.exitCode() == 0) {
                    Path executable = Path.of(answer.lines().get(0).text());
                    return new Python(machine, executable, answer.lines().get(1).text(), pip(machine, executable));
                }
            } catch (IOException e) {
                machine.say(candidate + " cannot be started: " + e.getMessage());
            }
        }
        throw new Failure("no Python: " + String.join(" and ", candidates) + " cannot be run; name one with --python");
    }

    private static String pip(Machine machine, Path executable) throws IOException, InterruptedException {
        Ended answer = machine.run(machine.project(), List.of(executable.toString(), "-m", "pip", "--version"));
        return answer.exitCode() == 0 ? answer.text().split(" ", 3)[1] : "";
    }

    /** A virtual environment with one distribution in it. The pip in it is the one that the plugin will use. */
    Path environmentWith(String requirement) throws IOException, InterruptedException, Failure {
        Path environment = machine.target(requirement.replace("==", "-"));
        Path python = environment.resolve(Machine.windows() ? "Scripts/python.exe" : "bin/python");
        if (!Files.exists(python)) {
            machine.runOrFail(
                    machine.project(),
                    List.of(executable.toString(), "-m", "venv", environment.toString()),
                    "cannot make a virtual environment for " + requirement);
        }
        List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "-q", requirement));
        if (!pip.isEmpty()) {
            command.add("pip==" + pip);
        }
        machine.runOrFail(
                machine.project(),
                command,
                "cannot install " + requirement + "; the benchmark needs the package index that pip is configured for,"
                        + " this time as well as for the build requirements");
        return python;
    }

    String describe() {
        return version + ", pip " + (pip.isEmpty() ? "of ensurepip" : pip);
    }
}

/** A project to build, in the state of a fresh checkout. */
record Project(String name, Path template) {

    private static final Pattern BUILD_SYSTEM = Pattern.compile("\\[build-system].*?\n\n", Pattern.DOTALL);

    static List<Project> all(Machine machine) throws IOException {
        Machine.remove(machine.target("templates"));
        Path examples = machine.project().resolve("examples");
        List<Project> projects = new ArrayList<>();
        projects.add(of(machine, "pure, flit-core", examples.resolve("pure"), "", ""));
        projects.add(of(machine, "pure, hatchling", examples.resolve("pure"), "hatchling", "hatchling.build"));
        projects.add(of(machine, "pure, setuptools", examples.resolve("pure"), "setuptools", "setuptools.build_meta"));
        projects.add(of(machine, "C extension, setuptools", examples.resolve("c-extension"), "", ""));
        return projects;
    }

    /** @param requirement what the example is built with instead of its own backend; empty for its own */
    private static Project of(Machine machine, String name, Path example, String requirement, String backend)
            throws IOException {
        Path template = machine.target("templates").resolve(name.replaceAll("\\W+", "-"));
        Files.createDirectories(template);
        try (Stream<Path> entries = Files.list(example)) {
            for (Path entry : entries.filter(path -> !path.endsWith("target")).toList()) {
                Machine.copy(entry, template.resolve(entry.getFileName()));
            }
        }
        // Ends the search for Maven's settings here; those of the plugin's own build are one directory up.
        Files.createDirectories(template.resolve(".mvn"));
        if (!requirement.isEmpty()) {
            Path pyproject = template.resolve("pyproject.toml");
            String table =
                    "[build-system]\nrequires = [\"" + requirement + "\"]\nbuild-backend = \"" + backend + "\"\n\n";
            Files.writeString(
                    pyproject, BUILD_SYSTEM.matcher(Files.readString(pyproject)).replaceFirst(table));
        }
        return new Project(name, template);
    }

    /** A fresh copy for one run of one tool. */
    Path checkout(Machine machine, String tool) throws IOException {
        Path directory = machine.target("work").resolve(tool).resolve(template.getFileName());
        Machine.remove(directory);
        Files.createDirectories(directory.getParent());
        Machine.copy(template, directory);
        return directory;
    }
}

/** A build frontend. */
interface Tool {

    /** Builds a wheel from a fresh checkout; seconds for each thing that is measured. */
    Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure;

    String describe() throws IOException, InterruptedException, Failure;

    /** Runs the tool, and looks whether there is a wheel then. */
    static Ended run(Machine machine, Path directory, String output, List<String> command)
            throws IOException, InterruptedException, Failure {
        Ended ended = machine.runOrFail(
                directory, command, "a build has failed: " + String.join(" ", command) + " in " + directory);
        try (Stream<Path> files = Files.list(directory.resolve(output))) {
            if (files.filter(file -> file.toString().endsWith(".whl")).count() != 1) {
                throw new Failure("there is not one wheel in " + directory.resolve(output) + "\n" + ended.text());
            }
        }
        return ended;
    }
}

/** This plugin. */
record Plugin(Machine machine, Python python, String maven) implements Tool {

    static final String PROCESS = "`mvn pyb:wheel`";
    static final String GOAL = "`pyb:wheel`";

    /** Builds it, and installs it into a local repository of its own. */
    static Plugin install(Machine machine, Python python) throws IOException, InterruptedException, Failure {
        Plugin plugin = new Plugin(machine, python, maven(machine));
        machine.say("building the plugin; the first time Maven downloads what that needs");
        machine.runOrFail(
                machine.project(),
                plugin.command("-q", "-DskipTests", "install"),
                "the plugin cannot be built and installed");
        return plugin;
    }

    private static String maven(Machine machine) throws InterruptedException {
        String maven = Machine.windows() ? "mvn.cmd" : "mvn";
        try {
            machine.run(machine.project(), List.of(maven, "--version"));
            return maven;
        } catch (IOException e) {
            return machine.project()
                    .resolve(Machine.windows() ? "mvnw.cmd" : "mvnw")
                    .toString();
        }
    }

    private List<String> command(String... words) {
        List<String> command =
                new ArrayList<>(List.of(maven, "-B", "-Dmaven.repo.local=" + machine.target("repository")));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        Ended ended = Tool.run(
                machine,
                project.checkout(machine, "pyb"),
                "target/dist",
                command("pyb:wheel", "-Dpyb.python=" + python.executable(), "-Dpyb.store=" + machine.target("store")));
        double goal = ended.between(
                        Pattern.compile("--- .*:wheel \\(").asPredicate(), line -> line.contains("BUILD SUCCESS"))
                .orElseThrow(() -> new Failure("Maven does not say when the goal begins and ends\n" + ended.text()));
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put(GOAL, goal);
        seconds.put(PROCESS, ended.seconds());
        return seconds;
    }

    @Override
    public String describe() throws IOException, InterruptedException, Failure {
        String version =
                machine
                        .runOrFail(machine.project(), List.of(maven, "--version"), "Maven has no version")
                        .lines()
                        .stream()
                        .map(Line::text)
                        .filter(line -> line.startsWith("Apache Maven"))
                        .findFirst()
                        .orElse("Apache Maven");
        return "pyb-maven-plugin " + revision() + " in " + version.replaceFirst(" \\(.*", "");
    }

    private String revision() throws InterruptedException {
        try {
            Ended git = machine.run(machine.project(), List.of("git", "describe", "--always", "--dirty"));
            return git.exitCode() == 0 ? "at " + git.text() : "of an unknown revision";
        } catch (IOException e) {
            return "of an unknown revision";
        }
    }
}

/** PyPA build. */
record PypaBuild(Machine machine, Path python, String release) implements Tool {

    static final String PROCESS = "`python -m build`";

    static PypaBuild install(Machine machine, Python python, String release)
            throws IOException, InterruptedException, Failure {
        return new PypaBuild(machine, python.environmentWith(release), release);
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        List<String> command = List.of(python.toString(), "-m", "build", "--wheel");
        return Map.of(
                PROCESS,
                Tool.run(machine, project.checkout(machine, "build"), "dist", command)
                        .seconds());
    }

    @Override
    public String describe() {
        return release;
    }
}

/** uv, where the index has it. */
record Uv(Machine machine, Python python, Path executable, String release) implements Tool {

    static final String PROCESS = "`uv build`";

    static Optional<Tool> install(Machine machine, Python python, String release)
            throws IOException, InterruptedException {
        try {
            Path environment = python.environmentWith(release);
            return Optional.of(
                    new Uv(machine, python, environment.resolveSibling(Machine.windows() ? "uv.exe" : "uv"), release));
        } catch (Failure e) {
            machine.say("SKIPPED: uv, because of this: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        List<String> command = List.of(
                executable.toString(),
                "build",
                "--wheel",
                "--no-config",
                "--python",
                python.executable().toString());
        return Map.of(
                PROCESS,
                Tool.run(machine, project.checkout(machine, "uv"), "dist", command)
                        .seconds());
    }

    @Override
    public String describe() {
        return release;
    }
}

/** Everything that was measured, and what it comes to. */
final class Results {

    private static final List<String> OURS = List.of(Plugin.GOAL, Plugin.PROCESS);
    private static final List<String> PEERS = List.of(PypaBuild.PROCESS, Uv.PROCESS);

    /** Seconds by project and by what was measured. */
    private final Map<String, Map<String, List<Double>>> seconds = new LinkedHashMap<>();

    void add(String project, String measure, double value) {
        seconds.computeIfAbsent(project, name -> new LinkedHashMap<>())
                .computeIfAbsent(measure, name -> new ArrayList<>())
                .add(value);
    }

    /** One row for each project: what each tool took, and ours as a multiple of theirs. */
    String table() {
        Map<String, List<Double>> any = seconds.values().iterator().next();
        List<String> peers = PEERS.stream().filter(any::containsKey).toList();
        List<String> header = new ArrayList<>(List.of("project"));
        header.addAll(OURS);
        header.addAll(peers);
        peers.forEach(peer -> OURS.forEach(own -> header.add(own + " / " + peer)));
        List<String> rows = new ArrayList<>();
        rows.add(row(header));
        rows.add("|---|" + "--:|".repeat(header.size() - 1));
        seconds.forEach((project, measures) -> rows.add(row(cells(project, measures, peers))));
        return String.join("\n", rows) + "\n";
    }

    private static List<String> cells(String project, Map<String, List<Double>> measures, List<String> peers) {
        List<String> cells = new ArrayList<>(List.of(project));
        Stream.concat(OURS.stream(), peers.stream()).forEach(measure -> cells.add(spread(measures.get(measure))));
        peers.forEach(peer -> OURS.forEach(own ->
                cells.add(String.format(Locale.ROOT, "%.2f", median(measures.get(own)) / median(measures.get(peer))))));
        return cells;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String spread(List<Double> values) {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f–%.2f)",
                median(values),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
