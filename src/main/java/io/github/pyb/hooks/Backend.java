package io.github.pyb.hooks;

import java.nio.file.Path;
import java.util.List;

/**
 * A build backend.
 *
 * @param name a module, optionally a colon and an object within it
 * @param path directories from which the backend has to be loaded; none for a backend that is installed
 */
public record Backend(String name, List<Path> path) {

    public Backend {
        path = List.copyOf(path);
    }

    /** The module that has to be importable for anything else to work. */
    String topLevelModule() {
        return name.split("[.:]", 2)[0];
    }
}
