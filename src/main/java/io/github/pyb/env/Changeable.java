package io.github.pyb.env;

/**
 * What is done with requirements that may stand for something else some day without anybody noticing: an address without a
 * hash, a directory, a branch. As a rule what they stand for is found out in every build. A build without network cannot
 * do that, so it takes what was found out for it.
 */
public enum Changeable {
    /** They are resolved each time, and what comes of it is not kept. */
    RESOLVED,
    /** They are resolved each time, and what comes of it is kept for builds without network. */
    KEPT,
    /** What was kept is taken. */
    TAKEN
}
