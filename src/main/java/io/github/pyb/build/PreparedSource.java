package io.github.pyb.build;

import java.nio.file.Path;

/**
 * A source tree where hooks can run.
 *
 * @param origin the source tree
 * @param directory where hooks run: the project's directory, or a copy of it
 */
record PreparedSource(Origin origin, Path directory) {

    /** Whether that is a directory of the user. */
    boolean isInPlace() {
        return origin.sdist().isEmpty() && directory.equals(origin.tree().directory());
    }
}
