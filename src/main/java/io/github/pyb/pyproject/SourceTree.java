package io.github.pyb.pyproject;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A valid Python project.
 *
 * @param directory the directory with {@code pyproject.toml} or {@code setup.py}
 * @param name its name, as far as that is written down; a backend may know better
 * @param version its version, if that is written down in {@code pyproject.toml}
 * @param requiresPython the versions of Python that it says it runs on, if it does; what cannot be understood is left to
 *     the backend
 * @param buildSystem how it wants to be built
 * @param warnings what the user should know about the files that were read, one line each
 * @param checkoutReason why the project has to be built where it is checked out instead of from a copy: the middle of a
 *     sentence; empty if a copy will do
 * @param sdistCheckoutReason the same for its source distribution, whose list of files more backends take from version
 *     control
 * @param sweepsDirectory whether the backend looks for packages in everything that stands beside
 *     {@code pyproject.toml}, as setuptools does in a flat layout
 * @param tools the tables below {@code [tool]}, as plain values: strings, numbers, booleans, lists and maps
 */
public record SourceTree(
        Path directory,
        Optional<ProjectName> name,
        Optional<Version> version,
        Optional<Specifiers> requiresPython,
        BuildSystem buildSystem,
        List<String> warnings,
        Optional<String> checkoutReason,
        Optional<String> sdistCheckoutReason,
        boolean sweepsDirectory,
        Map<String, Object> tools) {

    public SourceTree {
        warnings = List.copyOf(warnings);
    }
}
