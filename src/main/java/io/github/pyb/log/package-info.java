/**
 * Where lines for the user go. The rooms below the Mojos speak to a {@link io.github.pyb.log.BuildLog}; Maven's own log
 * stands behind it in a build, a list in a test. Nothing here writes files or knows what a line means.
 */
@NullMarked
package io.github.pyb.log;

import org.jspecify.annotations.NullMarked;
