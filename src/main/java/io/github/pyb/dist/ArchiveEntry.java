package io.github.pyb.dist;

import java.time.Instant;

/**
 * A member of an archive, word for word as the archive describes it.
 *
 * @param name its name
 * @param kind what it is
 * @param linkTarget what a link points to: for a symbolic link relative to its own directory, for a hard link from the
 *     root of the archive; empty for others
 * @param size bytes of content
 * @param mode permission bits and the three above them
 * @param modified its time stamp
 */
record ArchiveEntry(String name, Kind kind, String linkTarget, long size, int mode, Instant modified) {

    /** What a member can be; all else is refused. */
    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK
    }
}
