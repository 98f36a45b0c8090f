package io.github.pyb.env;

import java.nio.file.Path;

/**
 * A uv that works.
 *
 * @param executable its path, absolute
 * @param version its version, as it says itself
 */
record UvSource(Path executable, String version) {}
