package io.github.pyb.build;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When a build gives up.
 *
 * @param timeout for one hook or one installation; {@code null} for no limit
 * @param patience how long to wait for another build
 * @param cancellation asked now and then whether the build has lost its point, and why
 */
public record Limits(@Nullable Duration timeout, Duration patience, Supplier<Optional<String>> cancellation) {}
