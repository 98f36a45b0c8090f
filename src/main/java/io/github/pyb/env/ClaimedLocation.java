package io.github.pyb.env;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import java.nio.file.Path;

/**
 * A place that is held for the environment of one build, until that is kept or removed; one of the two has to happen,
 * whatever else does.
 */
public final class ClaimedLocation {

    private final OwnedDirectory directory;
    private final BuildLog log;

    ClaimedLocation(OwnedDirectory directory, BuildLog log) {
        this.directory = directory;
        this.log = log;
    }

    /** The environment's directory. */
    public Path path() {
        return directory.path();
    }

    /** The name of this use of the place. */
    public String id() {
        return directory.id();
    }

    /** Removes the environment and stays in place, for another one. */
    public void clear() throws MachineProblem {
        directory.clear();
    }

    /** Leaves the environment, finished or not, for somebody to look at, and says why. */
    public void keep(String reason) throws MachineProblem {
        try {
            directory.keep(reason);
        } finally {
            directory.close();
        }
    }

    /**
     * Removes the environment, so that the place is as it was found. What cannot be removed is told; it stays marked as
     * ours, and the build is none the worse.
     */
    public void remove() {
        try {
            directory.removeAndClose();
        } catch (MachineProblem e) {
            e.explanation().text().lines().forEach(log::warn);
            log.warn("the next build that uses this place will try again");
        }
    }
}
