package io.github.pyb.build;

import io.github.pyb.dist.Identity;
import io.github.pyb.pyproject.SourceTree;
import java.util.Optional;

/**
 * A source tree, and where it comes from.
 *
 * @param tree the project
 * @param sdist what the source distribution claims to be that it was unpacked from; empty for a directory of the user
 */
record Origin(SourceTree tree, Optional<Identity> sdist) {}
