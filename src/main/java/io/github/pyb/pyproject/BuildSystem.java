package io.github.pyb.pyproject;

import java.nio.file.Path;
import java.util.List;

/**
 * The {@code [build-system]} table with its defaults filled in.
 *
 * @param requires the build requirements, as declared
 * @param backend the backend: a module, optionally a colon and an object within it
 * @param backendPath directories within the source tree from which the backend is loaded, relative to the tree and as
 *     declared; usually none
 */
public record BuildSystem(List<String> requires, String backend, List<String> backendPath) {

    /** What is used when a project says nothing: setuptools, acting as if {@code setup.py} were run (PEP 517). */
    public static final String LEGACY_BACKEND = "setuptools.build_meta:__legacy__";

    static final List<String> LEGACY_REQUIRES = List.of("setuptools >= 40.8.0");

    public BuildSystem {
        requires = List.copyOf(requires);
        backendPath = List.copyOf(backendPath);
    }

    static BuildSystem legacy() {
        return new BuildSystem(LEGACY_REQUIRES, LEGACY_BACKEND, List.of());
    }

    /** The backend path within a given copy of the source tree. */
    public List<Path> backendPathIn(Path sourceTree) {
        return backendPath.stream()
                .map(entry -> sourceTree.resolve(entry).normalize())
                .toList();
    }
}
