/**
 * What backends are told through environment variables, whichever backend it is: where setuptools puts its intermediate
 * files, what has to be fixed so that the same sources give the same bytes, and how compilers run through a cache. Says what
 * to set; runs nothing but the cache's own commands, and knows neither hooks nor environments.
 */
@NullMarked
package io.github.pyb.tuning;

import org.jspecify.annotations.NullMarked;
