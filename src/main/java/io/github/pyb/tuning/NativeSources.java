package io.github.pyb.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out whether a project may have anything for a C compiler to do; most have not. */
final class NativeSources {

    private static final Set<String> SUFFIXES =
            Set.of("c", "cc", "cpp", "cxx", "c++", "m", "mm", "i", "pyx", "pxd", "h", "hpp");

    /** Build requirements that make C of something else. */
    private static final Set<String> GENERATORS = Set.of("cffi", "cython", "mypy", "pythran");

    private NativeSources() {}

    static boolean mayBeIn(TuningRequest.Project project) {
        return project.requires().stream().anyMatch(GENERATORS::contains) || areBelow(project.directory());
    }

    private static boolean areBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(file -> SUFFIXES.contains(suffix(file)));
        } catch (IOException | UncheckedIOException e) {
            // Something there cannot be looked at; the backend will say so if it matters.
            return true;
        }
    }

    private static String suffix(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
