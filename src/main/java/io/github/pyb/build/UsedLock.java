package io.github.pyb.build;

import java.nio.file.Path;

/**
 * The lock file of a build.
 *
 * @param file where it is
 * @param distributions how many distributions came from it
 * @param complete whether it covered everything that was asked for
 */
public record UsedLock(Path file, int distributions, boolean complete) {}
