/**
 * What backends are told through environment variables, whichever backend it is: where setuptools puts its intermediate
 * files, and what has to be fixed so that the same sources give the same bytes. Says what to set; knows neither hooks nor
 * environments.
 */
@NullMarked
package io.github.pyb.tuning;

import org.jspecify.annotations.NullMarked;
