package io.github.pyb.build;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a build reads and writes. All paths are absolute.
 *
 * @param base the module's base directory
 * @param source the source tree, or a source distribution
 * @param buildDirectory the module's build directory, which is no part of the sources
 * @param output where distributions land
 * @param work where everything else lands
 * @param sdistExtractDir where source distributions are unpacked, if the user chose a place
 * @param report where the report is written
 */
public record Places(
        Path base,
        Path source,
        Path buildDirectory,
        Path output,
        Path work,
        Optional<Path> sdistExtractDir,
        Path report) {}
