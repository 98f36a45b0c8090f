/**
 * The frontend: which step follows which, from a {@link io.github.pyb.build.BuildRequest} to a
 * {@link io.github.pyb.build.BuildResult}, and what is kept when a step fails. Passes values between the rooms below,
 * which do not know each other. No Maven types.
 */
@NullMarked
package io.github.pyb.build;

import org.jspecify.annotations.NullMarked;
