package io.github.pyb.python;

import io.github.pyb.packaging.Specifiers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which interpreter is wanted.
 *
 * @param python what the user has said; empty for nothing
 * @param base what a relative path is relative to
 * @param requiresPython the versions that the project says it runs on ({@code requires-python}); nothing if it says nothing
 * @param toolchains interpreters that the user has told Maven of, in the order in which they come into question
 */
public record PythonWish(String python, Path base, Optional<Specifiers> requiresPython, List<Path> toolchains) {

    public PythonWish {
        toolchains = List.copyOf(toolchains);
    }

    /** What the user has said, and nothing else. */
    public PythonWish(String python, Path base) {
        this(python, base, Optional.empty(), List.of());
    }
}
