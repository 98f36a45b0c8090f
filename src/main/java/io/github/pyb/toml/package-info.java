/**
 * Reads TOML, and remembers what it has read. Knows what stands in a file and where, and nothing of what that means; others
 * need no TOML library.
 */
@NullMarked
package io.github.pyb.toml;

import org.jspecify.annotations.NullMarked;
