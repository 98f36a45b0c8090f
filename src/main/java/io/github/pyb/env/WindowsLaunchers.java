package io.github.pyb.env;

import io.github.pyb.python.Interpreter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The programs that start the interpreter from within an environment on Windows. They are part of the installation, beside
 * the templates of the activation scripts; builds of Python itself and some distributors keep them elsewhere, or have none.
 */
final class WindowsLaunchers {

    /** What environments get of interpreters that are there. */
    private static final List<String> NAMES = List.of("python.exe", "python_d.exe", "pythonw.exe", "pythonw_d.exe");

    /** The programs by the names that they have in an environment. */
    private final Map<String, Path> sources = new TreeMap<>();

    private final Path directory;
    private final boolean renamed;

    private WindowsLaunchers(Path directory, boolean renamed) {
        this.directory = directory;
        this.renamed = renamed;
    }

    /**
     * Finds them.
     *
     * @param venv the directory of the {@code venv} module
     */
    static WindowsLaunchers find(Interpreter interpreter, Path venv, Set<VenvTrait> traits)
            throws VenvNeeded, IOException {
        Path scripts = venv.resolve("scripts");
        checkPrograms(scripts.resolve("common"), traits);
        checkPrograms(scripts.resolve("nt"), traits);
        WindowsLaunchers launchers =
                new WindowsLaunchers(scripts.resolve("nt"), traits.contains(VenvTrait.RENAMED_LAUNCHERS));
        if (launchers.renamed) {
            launchers.addRenamed(interpreter);
        } else {
            launchers.addLikeInterpreters(interpreter.layout().home());
        }
        return launchers;
    }

    private void addRenamed(Interpreter interpreter) throws VenvNeeded {
        String threaded = interpreter.freeThreaded() ? "t" : "";
        for (String window : List.of("", "w")) {
            String launcher = "venv" + window + "launcher" + threaded + ".exe";
            add("python" + window + ".exe", launcher);
            if (interpreter.freeThreaded()) {
                add("python" + window + "3." + WrittenEnvironment.minor(interpreter) + "t.exe", launcher);
            }
        }
    }

    private void addLikeInterpreters(Path home) throws VenvNeeded {
        for (String name : NAMES) {
            if (Files.exists(home.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                add(name, name);
            }
        }
    }

    private void add(String name, String launcher) throws VenvNeeded {
        Path source = directory.resolve(launcher);
        if (!Files.isRegularFile(source)) {
            throw new VenvNeeded("its venv module has no launcher " + launcher);
        }
        sources.put(name, source);
    }

    /** Copies them as {@code venv} does: the content, and in newer versions the time stamps. */
    void copy(Path scripts) throws IOException {
        for (Map.Entry<String, Path> entry : sources.entrySet()) {
            Path copy = scripts.resolve(entry.getKey());
            Files.write(copy, Files.readAllBytes(entry.getValue()));
            if (renamed) {
                ActivationScripts.keepTimes(entry.getValue(), copy);
            }
        }
    }

    /** Whether a file is a program or belongs to one, and is no template. */
    static boolean isProgram(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".exe") || name.endsWith(".pdb");
    }

    /** Programs that are no launchers go into environments as if they were scripts. */
    private static void checkPrograms(Path directory, Set<VenvTrait> traits) throws VenvNeeded, IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                // Of read-only files copies are read-only as well.
                if (!file.toFile().canWrite()) {
                    throw new VenvNeeded(file + " is read-only");
                }
                if (isProgram(file) && !isLauncher(file.getFileName().toString(), traits)) {
                    throw new VenvNeeded(file + " is a program, but not a launcher");
                }
            }
        }
    }

    private static boolean isLauncher(String name, Set<VenvTrait> traits) {
        boolean named = name.startsWith("python") || (traits.contains(VenvTrait.KEPT_TIMES) && name.startsWith("venv"));
        return named && name.equals(name.toLowerCase(Locale.ROOT));
    }
}
