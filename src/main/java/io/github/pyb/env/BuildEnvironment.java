package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Where hooks run: an interpreter, and what is installed for it. */
public sealed interface BuildEnvironment permits IsolatedEnvironment, OwnEnvironment {

    /** The interpreter that runs the hooks. */
    Path python();

    /** How what the hooks see differs from what Maven sees. */
    EnvironmentChanges changes();

    /**
     * Sees to it that requirements are installed.
     *
     * @throws UserProblem if they cannot be had
     */
    void install(Collection<String> requirements) throws UserProblem, MachineProblem, InterruptedException;

    /** The versions that the direct requirements were resolved to, by name; unmet markers leave some of them out. */
    Map<ProjectName, String> resolvedVersions() throws MachineProblem;

    /** Since when the oldest answer to the question is known what requirements stand for; {@code MAX} if nobody asked. */
    default Instant asOf() {
        return Instant.MAX;
    }

    /** To be called before it is removed: the next one like it may profit from what is there. */
    default void retire() {
        // As a rule, nobody does.
    }

    /** The versions of everything that is installed. */
    Map<ProjectName, String> installed() throws MachineProblem;
}
