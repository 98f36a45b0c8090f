/**
 * The hook invoker: calls the hooks of a build backend (PEP 517, PEP 660), each in a process of its own, through a
 * runner script that stands in this plugin's jar. A request goes in, a checked answer or an explained failure comes out.
 * Knows nothing of environments beyond the interpreter that it is given, and does not read {@code pyproject.toml}.
 */
@NullMarked
package io.github.pyb.hooks;

import org.jspecify.annotations.NullMarked;
