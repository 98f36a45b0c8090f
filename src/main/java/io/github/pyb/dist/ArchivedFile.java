package io.github.pyb.dist;

import java.time.Instant;

/**
 * A file in an archive.
 *
 * @param path from the root of the archive
 * @param modified its time stamp; in a wheel, which has them without a zone, as if it were UTC
 * @param mode permission bits; 0 in a wheel, whose we do not read
 */
public record ArchivedFile(String path, Instant modified, int mode) {}
