package io.github.pyb.env;

import io.github.pyb.fs.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A place for an environment, and what may be done to get it.
 *
 * @param path where the environment is to stand, absolute
 * @param chosen whether the user named the place; at a place of our own choice an environment that an earlier build left
 *     is in nobody's way
 * @param reclaim whether an environment that an earlier build left at a chosen place may be cleared away
 * @param untouchable directories that must never become an environment, nor anything above them: the module's base
 *     directory and the source tree
 * @param builder who we are
 * @param patience how long to wait for another build that uses the place
 * @param clearCommand a command line that clears the place, for messages
 */
public record LocationRequest(
        Path path,
        boolean chosen,
        boolean reclaim,
        List<Path> untouchable,
        Ownership.Builder builder,
        Duration patience,
        String clearCommand) {

    public LocationRequest {
        untouchable = List.copyOf(untouchable);
    }
}
