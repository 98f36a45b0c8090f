package io.github.pyb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An executable that does nothing but write down how it was called, in place of an installer or a compiler cache. Keeps a copy of each file
 * that follows an option {@code -r}, and of the files in the directory where it was started. A shell script, so not for
 * Windows.
 */
public final class FakeProgram {

    private final Path file;
    private final Path record;

    private FakeProgram(Path file, Path record) {
        this.file = file;
        this.record = record;
    }

    /** Writes the program; it succeeds, and calls itself uv 9.8.7. */
    public static FakeProgram at(Path file) {
        return at(file, "exit 0");
    }

    /**
     * Writes the program.
     *
     * @param lines what it does in the end
     */
    public static FakeProgram at(Path file, String... lines) {
        return saying("uv 9.8.7 (fake)", file, lines);
    }

    /**
     * Writes the program.
     *
     * @param version what it answers when it is asked for its version
     * @param lines what it does in the end
     */
    public static FakeProgram saying(String version, Path file, String... lines) {
        Path record = file.resolveSibling(file.getFileName() + "-record");
        String script = String.join(
                "\n",
                "#!/bin/sh",
                "if [ \"$1\" = --version ]; then echo '" + version + "'; exit 0; fi",
                "/usr/bin/env > '" + record + "/environment'",
                "PATH=/usr/bin:/bin",
                "pwd > '" + record + "/directory'",
                "cp ./* '" + record + "/beside' 2> '" + record + "/nothing'",
                ": > '" + record + "/arguments'",
                "previous=",
                "for word in \"$@\"; do",
                "  printf '%s\\n' \"$word\" >> '" + record + "/arguments'",
                "  if [ \"$previous\" = -r ]; then cp \"$word\" '" + record + "/requirements'; fi",
                "  previous=$word",
                "done",
                String.join("\n", lines),
                "");
        try {
            Files.createDirectories(record.resolve("beside"));
            Trees.write(file, script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FakeProgram(file, record);
    }

    public Path file() {
        return file;
    }

    /** Whether it was called for more than its version. */
    public boolean wasCalled() {
        return Files.exists(record.resolve("arguments"));
    }

    /** The arguments of the last call. */
    public List<String> arguments() {
        return lines("arguments");
    }

    /** The lines of the file that followed {@code -r}. */
    public List<String> requirements() {
        return lines("requirements");
    }

    /** The variables that it saw. */
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String line : lines("environment")) {
            String[] parts = line.split("=", 2);
            variables.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return variables;
    }

    public Path directory() {
        return Path.of(lines("directory").get(0));
    }

    /** The names of the files in its directory, with their content. */
    public Map<String, String> beside() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(record.resolve("beside"))) {
            for (Path copy : (Iterable<Path>) found::iterator) {
                files.put(copy.getFileName().toString(), Files.readString(copy));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private List<String> lines(String name) {
        try {
            return Files.readAllLines(record.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
