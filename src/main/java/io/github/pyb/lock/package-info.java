/**
 * The lock file for build requirements, in the format of PEP 751: what stands in it, how it is read and written, and what it
 * has for one interpreter. Knows nothing of how requirements are resolved or installed.
 */
@NullMarked
package io.github.pyb.lock;

import org.jspecify.annotations.NullMarked;
