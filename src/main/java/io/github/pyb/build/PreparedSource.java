package io.github.pyb.build;

import java.nio.file.Path;
import java.util.Optional;

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

    /** Where a path is in that directory, with slashes; nothing if it is elsewhere. */
    Optional<String> within(Path path) {
        return path.startsWith(directory)
                ? Optional.of(directory
                        .relativize(path)
                        .toString()
                        .replace(directory.getFileSystem().getSeparator(), "/"))
                : Optional.empty();
    }
}
