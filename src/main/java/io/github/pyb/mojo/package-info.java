/**
 * The goals: one small class each. A Mojo turns Maven's configuration into one request, calls one service, and turns the
 * outcome back into Maven's words. The only room that knows Maven.
 */
@NullMarked
package io.github.pyb.mojo;

import org.jspecify.annotations.NullMarked;
