package io.github.pyb.build;

import java.nio.file.Path;

/**
 * Where a build reads and writes. All paths are absolute.
 *
 * @param base the module's base directory
 * @param source the source tree
 * @param buildDirectory the module's build directory, which is no part of the sources
 * @param output where distributions land
 * @param work where everything else lands
 */
public record Places(Path base, Path source, Path buildDirectory, Path output, Path work) {}
