package io.github.pyb.pyproject;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A valid Python project.
 *
 * @param directory the directory with {@code pyproject.toml} or {@code setup.py}
 * @param buildSystem how it wants to be built
 * @param warnings what the user should know about the files that were read, one line each
 * @param checkoutReason why the project has to be built where it is checked out instead of from a copy: the middle of a
 *     sentence; empty if a copy will do
 * @param sweepsDirectory whether the backend looks for packages in everything that stands beside
 *     {@code pyproject.toml}, as setuptools does in a flat layout
 */
public record SourceTree(
        Path directory,
        BuildSystem buildSystem,
        List<String> warnings,
        Optional<String> checkoutReason,
        boolean sweepsDirectory) {

    public SourceTree {
        warnings = List.copyOf(warnings);
    }
}
