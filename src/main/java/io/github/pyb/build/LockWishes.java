package io.github.pyb.build;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user wants of a lock file.
 *
 * @param mode whether it has to be used
 * @param file where it is, or would be; absolute. Empty if nobody can say, because there is no source tree
 */
public record LockWishes(LockMode mode, Optional<Path> file) {

    /** The name of a lock file for build requirements, if the user gives it no other one. */
    public static final String STANDARD_NAME = "pylock.build.toml";

    /** No lock file counts. */
    public static final LockWishes NONE = new LockWishes(LockMode.IGNORE, Optional.empty());
}
