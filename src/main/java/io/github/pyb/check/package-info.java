/**
 * What a distribution should be like, beyond what its format enforces: the rules that {@code pyb:check} holds wheels and
 * source distributions against, and in what two archives differ. Archives are read by the room {@code dist}; nothing is
 * built, changed or installed here.
 */
@NullMarked
package io.github.pyb.check;

import org.jspecify.annotations.NullMarked;
