package io.github.pyb.python;

/** Whether Maven resolves an interpreter. */
public enum Provision {
    /** If the machine has none that fits. */
    AUTO,
    /** Even if the machine has one. */
    ALWAYS,
    NEVER
}
