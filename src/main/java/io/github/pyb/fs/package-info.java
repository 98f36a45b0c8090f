/**
 * Files and directories, handled so that nothing of the user's is lost: directories that are provably ours, locks that
 * hold between threads and JVMs, removal that never follows a link, atomic publishing, and the synchronised copy of a
 * source tree. Knows nothing of Python.
 */
@NullMarked
package io.github.pyb.fs;

import org.jspecify.annotations.NullMarked;
