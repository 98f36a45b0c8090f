/**
 * Distributions as files: the names of wheels and what they say, and the check of what a backend says it has built.
 * Reads names, not yet contents; builds nothing.
 */
@NullMarked
package io.github.pyb.dist;

import org.jspecify.annotations.NullMarked;
