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
