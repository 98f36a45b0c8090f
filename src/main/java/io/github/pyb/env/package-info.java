/**
 * The isolated-environment service: where an environment may stand, how it is created, how build requirements get into
 * it, when it is kept and when it is removed; and, without isolation, the interpreter's own environment, in which
 * requirements are only checked. Knows interpreters; knows neither {@code pyproject.toml} nor hooks.
 */
@NullMarked
package io.github.pyb.env;

import org.jspecify.annotations.NullMarked;
