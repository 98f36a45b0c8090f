/**
 * The small words of Python packaging as plain values: versions and specifiers (PEP 440), project names (PEP 503),
 * requirement strings (PEP 508). They serve interpreters, environments and distributions alike, and know none of them.
 */
@NullMarked
package io.github.pyb.packaging;

import org.jspecify.annotations.NullMarked;
