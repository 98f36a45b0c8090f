package io.github.pyb.env;

import io.github.pyb.fs.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the isolated-environment service has to know.
 *
 * @param location where the environment is to stand, absolute
 * @param chosen whether the user named the place; at a place of our own choice an environment that an earlier build left
 *     is in nobody's way
 * @param reclaim whether an environment that an earlier build left at a chosen place may be cleared away
 * @param untouchable directories that must never become an environment, nor anything above them: the module's base
 *     directory and the source tree
 * @param builder who we are
 * @param patience how long to wait for another build that uses the place
 * @param clearCommand a command line that clears the place, for messages
 * @param temporaryDirectory a private directory for files that are passed to child processes
 * @param recordDirectory where is remembered what was installed when, between builds
 * @param constraints files that are passed to the installer as they are
 * @param variables set for the installer and whatever else runs in the environment
 * @param timeout how long one installation may take; {@code null} for no limit
 */
public record EnvironmentRequest(
        Path location,
        boolean chosen,
        boolean reclaim,
        List<Path> untouchable,
        Ownership.Builder builder,
        Duration patience,
        String clearCommand,
        Path temporaryDirectory,
        Path recordDirectory,
        List<Path> constraints,
        Map<String, String> variables,
        @Nullable Duration timeout) {

    public EnvironmentRequest {
        untouchable = List.copyOf(untouchable);
        constraints = List.copyOf(constraints);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
