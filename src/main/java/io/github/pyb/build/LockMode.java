package io.github.pyb.build;

/** Whether what is installed has to be what a lock file says. */
public enum LockMode {
    /** There has to be a lock file, and nothing else is installed. */
    ENFORCE,
    /** A lock file that is there is used; for what it does not cover there is a warning. */
    PREFER,
    /** A lock file is not even read. */
    IGNORE
}
