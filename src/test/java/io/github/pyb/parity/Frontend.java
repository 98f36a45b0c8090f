package io.github.pyb.parity;

import java.io.IOException;
import java.nio.file.Path;

/** A build frontend, started as its users start it. */
interface Frontend {

    /**
     * Builds a wheel from a source distribution, with nothing said but what to build and where to put it.
     *
     * @param sdist the archive
     * @param place an empty directory for all that is written
     */
    Build fromSdist(Path sdist, Path place) throws IOException, InterruptedException;

    /**
     * Builds a wheel in a directory, with an environment at a chosen place, so that another frontend can be made to build
     * at exactly the same paths.
     */
    Build inDirectory(Path source, Path environment, Path place) throws IOException, InterruptedException;
}
