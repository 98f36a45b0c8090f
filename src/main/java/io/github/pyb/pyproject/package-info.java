/**
 * Reads a source tree: is it a Python project, what does its {@code [build-system]} table ask for (PEP 518, PEP 517),
 * and what in it depends on the checkout being where it is. Validates everything that can be known before an
 * environment exists. Reads only; knows no interpreter and no hook.
 */
@NullMarked
package io.github.pyb.pyproject;

import org.jspecify.annotations.NullMarked;
