/**
 * Interpreters: what one is, how to find one, and how to ask one about itself. A candidate is believed only after it
 * has answered; every rejection has a reason. Creates no environments and installs nothing.
 */
@NullMarked
package io.github.pyb.python;

import org.jspecify.annotations.NullMarked;
