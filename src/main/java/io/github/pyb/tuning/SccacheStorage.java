package io.github.pyb.tuning;

import io.github.pyb.fs.Sha256;
import io.github.pyb.host.Host;
import java.nio.file.Path;

/**
 * Where sccache keeps results on this machine. Only one server at a time may use such a directory, so every work directory
 * has one of its own, within the user's. Who has told sccache of a storage elsewhere shares that: sccache prefers it.
 */
final class SccacheStorage {

    private static final int NAME_LENGTH = 16;

    private SccacheStorage() {}

    /** @param directory what only one build at a time uses */
    static Path of(Host host, Compilers seen, Path directory) {
        Path users = seen.variable("SCCACHE_DIR").map(Path::of).orElseGet(() -> standard(host, seen));
        return users.resolve("pyb").resolve(name(directory.toAbsolutePath().toString()));
    }

    private static Path standard(Host host, Compilers seen) {
        Path home = seen.variable("HOME").map(Path::of).orElse(host.home());
        if (host.family() == Host.Family.MACOS) {
            return home.resolve("Library").resolve("Caches").resolve("Mozilla.sccache");
        }
        return seen.variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".cache"))
                .resolve("sccache");
    }

    private static String name(String place) {
        return Sha256.ofText(place).substring(0, NAME_LENGTH);
    }
}
