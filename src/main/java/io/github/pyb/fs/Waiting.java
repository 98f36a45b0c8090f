package io.github.pyb.fs;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long to wait for another build, and whom to tell.
 *
 * @param limit after this time the wait is given up
 * @param notice called with one line when the wait begins, and again now and then
 */
public record Waiting(Duration limit, Consumer<String> notice) {}
