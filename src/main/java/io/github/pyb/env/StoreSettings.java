package io.github.pyb.env;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How environments are kept for later builds.
 *
 * @param directory where, for all builds of a user
 * @param limit how many bytes they may take; 0 for keeping none
 * @param staleBefore requirements that were resolved before this moment are resolved anew
 * @param patience how long to wait for another build that resolves the same requirements
 * @param changeable what is done with requirements that are not to be kept as a rule
 */
public record StoreSettings(Path directory, long limit, Instant staleBefore, Duration patience, Changeable changeable) {

    public StoreSettings(Path directory, long limit, Instant staleBefore, Duration patience) {
        this(directory, limit, staleBefore, patience, Changeable.RESOLVED);
    }

    /** The part of the user's store that these settings are about. */
    public static Path within(Path store) {
        return store.resolve("environments");
    }

    /** Nothing is kept, and nothing that was kept is used. */
    public static StoreSettings none() {
        return new StoreSettings(Path.of("/nowhere"), 0, Instant.MIN, Duration.ZERO);
    }

    /** The same with another treatment of what may change. */
    public StoreSettings with(Changeable other) {
        return new StoreSettings(directory, limit, staleBefore, patience, other);
    }
}
