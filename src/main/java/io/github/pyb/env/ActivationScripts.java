package io.github.pyb.env;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The scripts with which shells enter an environment. They are made of templates in the interpreter's standard library,
 * which differ from release to release. Of a template without anything to replace newer releases also copy extended
 * attributes, and on Windows streams and attributes of files; these are left to the directory that the copy comes into.
 */
final class ActivationScripts {

    /** The templates by the names of their files. */
    private final Map<String, Template> templates = new TreeMap<>();

    private final boolean posix;

    private record Template(Path file, String text) {}

    /** What is put in the place of the placeholders, in the order in which {@code venv} does that. */
    record Values(String directory, String name, String prompt, String scripts, String python) {}

    private ActivationScripts(boolean posix) {
        this.posix = posix;
    }

    /**
     * Reads the templates for Linux and macOS.
     *
     * @param venv the directory of the {@code venv} module
     */
    static ActivationScripts read(Path venv) throws VenvNeeded, IOException {
        return read(venv, "posix");
    }

    /** Reads those for Windows; the launchers beside them are none. */
    static ActivationScripts readForWindows(Path venv) throws VenvNeeded, IOException {
        return read(venv, "nt");
    }

    private static ActivationScripts read(Path venv, String system) throws VenvNeeded, IOException {
        ActivationScripts scripts = new ActivationScripts(system.equals("posix"));
        scripts.collect(venv.resolve("scripts").resolve("common"));
        scripts.collect(venv.resolve("scripts").resolve(system));
        return scripts;
    }

    private void collect(Path directory) throws VenvNeeded, IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    throw new VenvNeeded(file + " is not a template, and not a file");
                }
                if (posix || !WindowsLaunchers.isProgram(file)) {
                    add(file);
                }
            }
        }
    }

    private void add(Path file) throws VenvNeeded, IOException {
        Template former = templates.put(file.getFileName().toString(), new Template(file, Files.readString(file)));
        if (former != null) {
            throw new VenvNeeded("there are two templates: " + former.file() + " and " + file);
        }
    }

    /** Writes the scripts into a directory in which there are none yet. */
    void write(Path directory, Values values, Set<VenvTrait> traits) throws IOException {
        for (Map.Entry<String, Template> entry : templates.entrySet()) {
            Template template = entry.getValue();
            Path script = directory.resolve(entry.getKey());
            String text = filledIn(template, values, traits);
            Files.writeString(script, text);
            if (posix) {
                Files.setPosixFilePermissions(script, Files.getPosixFilePermissions(template.file()));
            }
            if (traits.contains(VenvTrait.KEPT_TIMES) && text.equals(template.text())) {
                keepTimes(template.file(), script);
            }
        }
    }

    /** Gives a copy the time stamps of what it was made from. */
    static void keepTimes(Path original, Path copy) throws IOException {
        BasicFileAttributes times = Files.readAttributes(original, BasicFileAttributes.class);
        Files.getFileAttributeView(copy, BasicFileAttributeView.class)
                .setTimes(times.lastModifiedTime(), times.lastAccessTime(), null);
    }

    private static String filledIn(Template template, Values values, Set<VenvTrait> traits) {
        String file = template.file().toString();
        boolean quoted = traits.contains(VenvTrait.QUOTED) && !file.endsWith(".bat");
        boolean powerShell = file.endsWith(".ps1");
        String text = template.text();
        String[] placed = {
            "__VENV_DIR__", values.directory(),
            "__VENV_NAME__", values.name(),
            "__VENV_PROMPT__", values.prompt(),
            "__VENV_BIN_NAME__", values.scripts(),
            "__VENV_PYTHON__", values.python()
        };
        for (int i = 0; i < placed.length; i += 2) {
            String value = placed[i + 1];
            text = text.replace(placed[i], !quoted ? value : powerShell ? ofPowerShell(value) : ofShell(value));
        }
        return text;
    }

    private static String ofPowerShell(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** As Python's {@code shlex.quote} does it, which {@code csh} and {@code fish} get as well. */
    private static String ofShell(String value) {
        return isPlain(value) ? value : "'" + value.replace("'", "'\"'\"'") + "'";
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "_@%+=:,./-".indexOf(c) < 0) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
