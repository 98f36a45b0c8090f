import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A project of forty files of C, and nothing else to compile.
 *
 * @param name what the column of the table is called
 * @param files the sources
 */
record ManyUnits(String name, Map<String, String> files) {

    private static final List<String> UNITS =
            IntStream.range(10, 50).mapToObj(number -> "unit" + number).toList();

    private static final Pattern COMPILATION = Pattern.compile(" -c \\S*src[/\\\\](unit\\d+)\\.c");

    static List<ManyUnits> all() {
        return List.of(cmake(), meson());
    }

    private static ManyUnits cmake() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pyproject.toml", pyproject("scikit-build-core", "scikit_build_core.build") + """
                [tool.scikit-build]
                build.verbose = true
                logging.level = "INFO"
                """);
        files.put("CMakeLists.txt", """
                cmake_minimum_required(VERSION 3.15)
                project(many LANGUAGES C)
                file(GLOB units src/*.c)
                add_library(units MODULE ${units})
                install(TARGETS units DESTINATION many)
                """);
        return of("CMake (scikit-build-core)", files);
    }

    private static ManyUnits meson() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pyproject.toml", pyproject("meson-python", "mesonpy") + """
                [tool.meson-python.args]
                compile = ["-v"]
                """);
        String units = UNITS.stream().map(unit -> "'src/" + unit + ".c'").collect(Collectors.joining(", "));
        files.put("meson.build", """
                project('many', 'c', version: '1.0')
                python = import('python').find_installation(pure: false)
                shared_module('units', files(%s), install: true, install_dir: python.get_install_dir() / 'many')
                """.formatted(units));
        return of("Meson (meson-python)", files);
    }

    private static String pyproject(String requirement, String backend) {
        return "[build-system]\nrequires = [\"" + requirement + "\"]\nbuild-backend = \"" + backend + "\"\n"
                + "[project]\nname = \"many\"\nversion = \"1.0\"\n";
    }

    private static ManyUnits of(String name, Map<String, String> files) {
        for (String unit : UNITS) {
            files.put("src/" + unit + ".c", unit(unit, 1));
        }
        files.put(".gitignore", "target\ndist\n");
        files.put(
                "pom.xml",
                "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>many</artifactId>"
                        + "<version>1.0</version><packaging>pom</packaging></project>\n");
        return new ManyUnits(name, files);
    }

    private static String unit(String name, int answer) {
        return "int " + name + "(void) { return " + answer + "; }\n";
    }

    /** A fresh checkout, always at the same place. */
    Path checkout(Machine machine, String tool) throws IOException, InterruptedException, Failure {
        Path directory = machine.target("work").resolve(tool).resolve(name.replaceAll("\\W+", "-"));
        Machine.remove(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        // Ends the search for Maven's settings here; those of the plugin's own build are one directory up.
        Files.createDirectories(directory.resolve(".mvn"));
        // Meson makes source distributions of what was committed, and of nothing else.
        Repository.begin(machine, directory);
        return directory;
    }

    /** Changes one of the forty. */
    void change(Machine machine, Path checkout) throws IOException, InterruptedException, Failure {
        Files.writeString(checkout.resolve("src/unit23.c"), unit("unit23", 2));
        Repository.commit(machine, checkout);
    }

    static int count() {
        return UNITS.size();
    }

    /** Which of them were compiled, as the output of a build shows. */
    static Set<String> compiled(Ended build) {
        Matcher matcher = COMPILATION.matcher(build.text());
        Set<String> units = new TreeSet<>();
        while (matcher.find()) {
            units.add(matcher.group(1));
        }
        return units;
    }
}
