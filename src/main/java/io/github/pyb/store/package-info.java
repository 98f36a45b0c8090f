/**
 * Directory trees that are kept by their content: packed into one file each, verified whenever they are used, written
 * back to wherever they are wanted, and bounded in size. Nothing in a tree shares anything with the store. Knows nothing of
 * Python, nor of what a tree is for.
 */
@NullMarked
package io.github.pyb.store;

import org.jspecify.annotations.NullMarked;
