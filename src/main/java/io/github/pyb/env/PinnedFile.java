package io.github.pyb.env;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One of the files that will do for something that is settled.
 *
 * @param name its file name, which says for whom it is
 * @param sha256 its hash, in hexadecimal digits
 * @param url where it was on a server, if it was on one
 * @param path where it is on this machine, if it is known to be here
 */
public record PinnedFile(String name, String sha256, Optional<String> url, Optional<Path> path) {}
