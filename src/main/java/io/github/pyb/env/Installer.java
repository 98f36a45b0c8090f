package io.github.pyb.env;

import io.github.pyb.lock.LockedPackage;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Installs requirements into one environment. */
sealed interface Installer permits PipInstaller, UvInstaller {

    /** The program's name. */
    String name();

    /**
     * What else than its configuration decides what it installs: which of its releases it is, for instance.
     *
     * @throws UserProblem if there is none
     */
    String identity() throws UserProblem, MachineProblem, InterruptedException;

    /**
     * Finds out what could not be installed offline into an environment with nothing in it, which need not be there.
     *
     * @return those requirements of which it is certain
     */
    List<String> missing(List<String> requirements) throws UserProblem, MachineProblem, InterruptedException;

    /** The same for what is settled. */
    List<Pin> missingOfLocked(List<Pin> pins) throws UserProblem, MachineProblem, InterruptedException;

    /**
     * Installs requirements and what they need.
     *
     * @param fresh whether this is the first installation into the environment; then nothing that is visible from
     *     elsewhere counts as installed
     * @throws UserProblem if that fails
     */
    void install(List<String> requirements, boolean fresh) throws UserProblem, MachineProblem, InterruptedException;

    /**
     * Installs exactly these distributions, and nothing that they need. Only wheels with one of the hashes are unpacked.
     *
     * @throws UserProblem if one of them cannot be had, or is another one
     */
    void installLocked(List<Pin> pins, boolean fresh) throws UserProblem, MachineProblem, InterruptedException;

    /**
     * Finds out which wheels requirements and what they need come to in an empty environment. Installs nothing.
     *
     * @param constraints a file of constraints besides those of the user
     * @return the packages, sorted by name; of local files the address begins with {@code file:}
     * @throws UserProblem if that fails, or if something is no wheel
     */
    List<LockedPackage> resolve(List<String> requirements, Optional<Path> constraints)
            throws UserProblem, MachineProblem, InterruptedException;
}
