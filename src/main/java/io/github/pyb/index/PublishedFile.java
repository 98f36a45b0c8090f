package io.github.pyb.index;

import java.net.URI;

/**
 * A file as the rest of the world knows it.
 *
 * @param index the index that has it
 * @param address where it is, without a query, which may be a signature
 */
public record PublishedFile(URI index, URI address) {}
