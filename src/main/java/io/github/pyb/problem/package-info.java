/**
 * What can go wrong, in words. A {@link io.github.pyb.problem.Problem} says what happened, where, and what to try; it
 * is either the user's to solve or the machine's. Every other room throws these; this room knows none of them. No
 * wording lives here: texts stand where the failure is understood.
 */
@NullMarked
package io.github.pyb.problem;

import org.jspecify.annotations.NullMarked;
