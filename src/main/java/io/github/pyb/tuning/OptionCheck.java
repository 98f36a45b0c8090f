package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.problem.MachineProblem;

/** Asks the compilers that a build may come to use. */
@FunctionalInterface
public interface OptionCheck {

    /**
     * Whether all of them understand an option. May take as long as starting each of them.
     *
     * @param changes how the environment that they are looked for in differs from ours
     */
    boolean accept(String option, EnvironmentChanges changes) throws MachineProblem, InterruptedException;
}
