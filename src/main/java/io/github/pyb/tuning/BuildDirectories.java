package io.github.pyb.tuning;

import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import java.nio.file.Path;

/**
 * Gives build tools that know themselves what has to be made again a directory that stays: CMake and Meson with ninja or
 * make, and Cargo. Where the user or the project has chosen a place, that is left as it is.
 */
final class BuildDirectories {

    private final Host host;
    private final BuildLog log;

    BuildDirectories(Host host, BuildLog log) {
        this.host = host;
        this.log = log;
    }

    /** To be called last: all that is set before counts for whether anything is kept. */
    // Whoever has nothing to say gives back what he was given; to compare it otherwise makes a JVM write code first.
    @SuppressWarnings("ReferenceEquality")
    Tuned tune(TuningRequest request, Tuned tuned) {
        Path directory = request.directory().resolve(request.purpose().directory());
        Tuned placed = new ScikitBuildCore(host).place(request, directory, tuned);
        placed = MesonPython.place(request, directory, placed);
        placed = new Cargo(host).place(request, directory, placed);
        return placed == tuned
                ? tuned
                : placed.keeping(new KeptDirectory(directory, new Circumstances(host).of(request, placed), log));
    }
}
