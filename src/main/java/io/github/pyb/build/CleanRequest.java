package io.github.pyb.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be cleared.
 *
 * @param baseDirectory the module's base directory
 * @param workDirectory the work directory
 * @param envDir the place of the environment, if the user chose one
 * @param sdistExtractDir where source distributions were unpacked, if the user chose a place
 * @param buildDirectory where backends put intermediate files, if the user chose a place
 * @param store where environments are kept for all builds of the user, if they are to be removed as well
 * @param patience how long to wait for a build that uses one of them
 * @param pluginVersion the version of this plugin
 */
public record CleanRequest(
        Path baseDirectory,
        Path workDirectory,
        Optional<Path> envDir,
        Optional<Path> sdistExtractDir,
        Optional<Path> buildDirectory,
        Optional<Path> store,
        Duration patience,
        String pluginVersion) {}
