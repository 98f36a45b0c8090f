package io.github.pyb.tuning;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a compiler cache is switched on for.
 *
 * @param backend the build backend, as the project names it
 * @param requires what the project requires to be built
 * @param python the interpreter that the environment is made of; what is in the environment need not be there yet
 */
public record CompilerCacheTarget(String backend, List<String> requires, Path python) {

    private static final Pattern CMAKE = distribution("scikit-build-core");
    private static final Pattern MESON = distribution("meson-python");
    private static final Pattern RUST = distribution("maturin|setuptools-rust");

    /** Who calls the compilers, as far as that makes a difference. */
    enum BuildTool {
        /** CMake takes a variable for programs to put before its compilers. */
        CMAKE,
        /** Meson understands such a program in {@code CC}, and without {@code CC} chooses one by itself. */
        MESON,
        /** setuptools, or we do not know. */
        OTHER
    }

    public CompilerCacheTarget {
        requires = List.copyOf(requires);
    }

    /** Backends within a project wrap others, so what is required tells as much as the backend's name. */
    BuildTool tool() {
        if (backend.startsWith("mesonpy") || isRequired(MESON)) {
            return BuildTool.MESON;
        }
        return backend.startsWith("scikit_build_core") || isRequired(CMAKE) ? BuildTool.CMAKE : BuildTool.OTHER;
    }

    boolean isRust() {
        return backend.startsWith("maturin") || isRequired(RUST);
    }

    private boolean isRequired(Pattern distribution) {
        return requires.stream()
                .anyMatch(requirement -> distribution.matcher(requirement).lookingAt());
    }

    private static Pattern distribution(String names) {
        return Pattern.compile(
                "\\s*(?:" + names.replace("-", "[-_.]+") + ")(?![-_.A-Za-z0-9])", Pattern.CASE_INSENSITIVE);
    }
}
