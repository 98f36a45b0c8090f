package io.github.pyb.env;

import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.util.List;

/** Installs requirements into one environment. */
sealed interface Installer permits PipInstaller, UvInstaller {

    /** The program's name. */
    String name();

    /**
     * What else than its configuration decides what it installs: which of its releases it is, for instance.
     *
     * @throws UserProblem if there is none
     */
    String identity() throws UserProblem;

    /**
     * Installs requirements and what they need.
     *
     * @param fresh whether this is the first installation into the environment; then nothing that is visible from
     *     elsewhere counts as installed
     * @throws UserProblem if that fails
     */
    void install(List<String> requirements, boolean fresh) throws UserProblem, MachineProblem, InterruptedException;
}
