/**
 * Runs child processes: a {@link io.github.pyb.process.ProcessSpec} goes in, a
 * {@link io.github.pyb.process.ProcessResult} comes out. Output is drained, prefixed, masked and written to a
 * transcript; silence is reported; time limits hold; when a build ends early, whatever it started ends with it. What a
 * program has answered can be known again without starting it ({@link io.github.pyb.process.KnownAnswers}). Knows nothing of
 * Python, of hooks or of Maven.
 */
@NullMarked
package io.github.pyb.process;

import org.jspecify.annotations.NullMarked;
