/**
 * Distributions as files: the names of wheels and source distributions and what they say, the check of what a backend says
 * it has built, archives and the core metadata in them. Archives come from anywhere, so nothing in them is trusted: they are
 * read strictly, checked as a whole, and only then unpacked. Builds nothing.
 */
@NullMarked
package io.github.pyb.dist;

import org.jspecify.annotations.NullMarked;
