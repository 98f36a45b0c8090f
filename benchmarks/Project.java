import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A project to build, in the state of a fresh checkout. */
record Project(String name, Path template) {

    private static final Pattern BUILD_SYSTEM = Pattern.compile("\\[build-system].*?\n\n", Pattern.DOTALL);

    static List<Project> all(Machine machine) throws IOException {
        List<Project> projects = pure(machine);
        projects.add(of(machine, "C extension, setuptools", machine.project().resolve("examples/c-extension"), "", ""));
        return projects;
    }

    /** The same package with three backends. */
    static List<Project> pure(Machine machine) throws IOException {
        Path pure = machine.project().resolve("examples/pure");
        List<Project> projects = new ArrayList<>();
        projects.add(of(machine, "pure, flit-core", pure, "", ""));
        projects.add(of(machine, "pure, hatchling", pure, "hatchling", "hatchling.build"));
        projects.add(of(machine, "pure, setuptools", pure, "setuptools", "setuptools.build_meta"));
        return projects;
    }

    /** An extension that cannot be built without two large build requirements. */
    static Project numpyAndCython(Machine machine) throws IOException, Failure {
        Path example = machine.project().resolve("benchmarks/projects/numpy-cython");
        Project project = of(machine, "C extension, setuptools with NumPy and Cython", example, "", "");
        Files.writeString(project.template().resolve("pom.xml"), Pom.naming(Plugin.version(machine), "fast_mean"));
        return project;
    }

    /** One for each backend whose results can be compared; the pure ones are the same package. */
    static List<Project> ofEveryBackend(Machine machine) throws IOException {
        Path pure = machine.project().resolve("examples/pure");
        Path own = machine.project().resolve("benchmarks/projects");
        List<Project> projects = new ArrayList<>();
        projects.add(of(machine, "flit-core", pure, "", ""));
        projects.add(of(machine, "hatchling", pure, "hatchling", "hatchling.build"));
        projects.add(of(machine, "poetry-core", pure, "poetry-core", "poetry.core.masonry.api"));
        projects.add(of(machine, "setuptools, pure", pure, "setuptools", "setuptools.build_meta"));
        projects.add(of(machine, "setuptools, C", machine.project().resolve("examples/c-extension"), "", ""));
        projects.add(of(machine, "scikit-build-core, C", own.resolve("scikit-build-core"), "", ""));
        projects.add(of(machine, "meson-python, C", own.resolve("meson-python"), "", ""));
        projects.add(of(machine, "maturin, Rust", own.resolve("maturin"), "", ""));
        return projects;
    }

    /**
     * The same with its build requirements locked.
     *
     * @param goal writes the lock file
     */
    Project locked(Goal goal) throws IOException, InterruptedException, Failure {
        Path copy = template.resolveSibling(template.getFileName() + "-locked");
        Machine.remove(copy);
        Machine.copy(template, copy);
        goal.plugin().machine().runOrFail(copy, goal.command(), "the build requirements cannot be locked");
        Machine.remove(copy.resolve("target"));
        return new Project(name, copy);
    }

    /** A git repository with the project in it and a POM, in a file: Git refuses a directory that belongs to somebody else. */
    Path repository(Machine machine, String pom) throws IOException, InterruptedException, Failure {
        Path directory = machine.target("reproducibility").resolve("origin").resolve(template.getFileName());
        Path bundle = directory.resolveSibling(template.getFileName() + ".bundle");
        if (Files.exists(bundle)) {
            return bundle;
        }
        Machine.remove(directory);
        Files.createDirectories(directory.getParent());
        Machine.copy(template, directory);
        Files.writeString(directory.resolve("pom.xml"), pom);
        Files.writeString(directory.resolve(".gitignore"), "target/\n*.egg-info/\n__pycache__/\n");
        // Git knows no empty directories.
        Files.writeString(directory.resolve(".mvn/maven.config"), "");
        for (List<String> words : List.of(
                List.of("init", "-q"),
                List.of("add", "."),
                List.of("commit", "-q", "-m", "What is to be built"),
                List.of("bundle", "create", "-q", bundle.toString(), "HEAD", "--all"))) {
            List<String> command = new ArrayList<>(
                    List.of("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost"));
            command.addAll(words);
            machine.runOrFail(directory, command, "git does not work");
        }
        return bundle;
    }

    /** @param requirement what the example is built with instead of its own backend; empty for its own */
    private static Project of(Machine machine, String name, Path example, String requirement, String backend)
            throws IOException {
        Path template = machine.target("templates").resolve(name.replaceAll("\\W+", "-"));
        Machine.remove(template);
        Files.createDirectories(template);
        try (Stream<Path> entries = Files.list(example)) {
            for (Path entry : entries.filter(path -> !path.endsWith("target")).toList()) {
                Machine.copy(entry, template.resolve(entry.getFileName()));
            }
        }
        // Ends the search for Maven's settings here; those of the plugin's own build are one directory up.
        Files.createDirectories(template.resolve(".mvn"));
        // As checkouts have one; without, hatchling would go by the one of this repository.
        Files.writeString(template.resolve(".gitignore"), "target/\ndist/\n");
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
