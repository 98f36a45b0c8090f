import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Fifty small pure projects below one POM: setuptools, flit-core and hatchling in turn. */
record Reactor(Project project) {

    static final int MODULES = 50;

    private static final List<String> NAMES =
            IntStream.rangeClosed(1, MODULES).mapToObj("module%02d"::formatted).toList();

    private static final List<String> BUILD_SYSTEMS = List.of(
            "requires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n",
            "requires = ['flit_core']\nbuild-backend = 'flit_core.buildapi'\n",
            "requires = ['hatchling']\nbuild-backend = 'hatchling.build'\n");

    static Reactor in(Machine machine) throws IOException, Failure {
        Path template = machine.target("templates").resolve("reactor");
        Machine.remove(template);
        // Ends the search for Maven's settings here; those of the plugin's own build are one directory up.
        Files.createDirectories(template.resolve(".mvn"));
        Files.writeString(template.resolve("pom.xml"), Pom.ofParent(Plugin.version(machine), "reactor", NAMES));
        for (int i = 0; i < MODULES; i++) {
            String name = NAMES.get(i);
            Path module = template.resolve(name);
            Path code = Files.createDirectories(module.resolve(name));
            Files.writeString(code.resolve("__init__.py"), "\"\"\"Says which module it is.\"\"\"\n");
            Files.writeString(code.resolve("name.py"), "NAME = '" + name + "'\n");
            Files.writeString(module.resolve("pom.xml"), Pom.ofModule("reactor", name));
            Files.writeString(
                    module.resolve("pyproject.toml"),
                    "[build-system]\n" + BUILD_SYSTEMS.get(i % BUILD_SYSTEMS.size()) + "\n[project]\nname = '" + name
                            + "'\nversion = '1.0'\ndescription = 'One of many'\n");
        }
        return new Reactor(new Project("reactor", template));
    }

    /** A fresh checkout. */
    Path checkout(Machine machine, String tool) throws IOException {
        return project.checkout(machine, tool);
    }

    static List<Path> modules(Path checkout) {
        return NAMES.stream().map(checkout::resolve).toList();
    }
}
