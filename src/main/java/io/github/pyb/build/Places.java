package io.github.pyb.build;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a build reads and writes. All paths are absolute.
 *
 * @param base the module's base directory
 * @param source the source tree, or a source distribution
 * @param target Maven's build directory, which is no part of the sources
 * @param output where distributions land
 * @param work where everything else lands
 * @param common where that lands which has the interpreter's tag in its path: the same as {@code work}, unless this is the
 *     part that one of several interpreters has in a build
 * @param sdistExtractDir where source distributions are unpacked, if the user chose a place
 * @param buildDirectory where backends put intermediate files, in a directory for each interpreter, if the user chose a
 *     place
 * @param report where the report is written
 */
public record Places(
        Path base,
        Path source,
        Path target,
        Path output,
        Path work,
        Path common,
        Optional<Path> sdistExtractDir,
        Optional<Path> buildDirectory,
        Path report) {

    /** The places of one of several interpreters, which all may be at work at the same time. */
    Places forInterpreter(String tag, Path itsSource) {
        Path own = WorkDirectory.part(work, tag);
        return new Places(
                base,
                itsSource,
                target,
                own.resolve("dist"),
                own,
                common,
                sdistExtractDir.map(directory -> directory.resolve(tag)),
                buildDirectory,
                own.resolve("report.json"));
    }

    /** Other places for everything that is written, all in one directory. */
    Places elsewhere(Path directory, Path itsSource) {
        Path own = directory.resolve("pyb");
        return new Places(
                base,
                itsSource,
                target,
                directory.resolve("dist"),
                own,
                own,
                Optional.empty(),
                Optional.empty(),
                own.resolve("report.json"));
    }

    /** The same, with distributions landing elsewhere. */
    Places withOutput(Path other) {
        return new Places(base, source, target, other, work, common, sdistExtractDir, buildDirectory, report);
    }

    /**
     * What is no part of the sources although it may stand among them.
     *
     * @param environment where the environment stands, if it has a place of its own
     */
    Set<Path> besideSources(Optional<Path> environment) {
        Set<Path> all = new HashSet<>(List.of(target, common, output));
        environment.ifPresent(all::add);
        sdistExtractDir.ifPresent(all::add);
        buildDirectory.ifPresent(all::add);
        return all;
    }
}
