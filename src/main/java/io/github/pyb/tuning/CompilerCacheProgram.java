package io.github.pyb.tuning;

import java.nio.file.Path;

/**
 * A compiler cache that is there and answers.
 *
 * @param name {@code ccache} or {@code sccache}
 * @param executable where it is
 * @param version as it says itself
 */
public record CompilerCacheProgram(String name, Path executable, String version) {

    static final String CCACHE = "ccache";
    static final String SCCACHE = "sccache";

    /** How it is written before a compiler, in a variable that is split at blanks. */
    String word() {
        String path = executable.toString();
        // Who splits such variables does not always understand quotes; the name alone finds the same file.
        return path.matches(".*\\s.*") ? name : path;
    }

    /** Whether its version is at least this one; not if the version cannot be understood. */
    boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("[.-]", 3);
        if (parts.length < 2 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,6}")) {
            return false;
        }
        int ownMajor = Integer.parseInt(parts[0]);
        return ownMajor > major || (ownMajor == major && Integer.parseInt(parts[1]) >= minor);
    }
}
