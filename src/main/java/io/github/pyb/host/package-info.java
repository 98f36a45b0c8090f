/**
 * The machine as injected values: operating system, environment variables, {@code PATH}, and how a command is quoted
 * there. The only room that asks {@code System} for any of it, so that every other room can be tested for Windows and
 * macOS on Linux. It starts no process and touches no file but to look for executables.
 */
@NullMarked
package io.github.pyb.host;

import org.jspecify.annotations.NullMarked;
