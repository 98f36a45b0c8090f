package io.github.pyb.env;

/** When an environment stays in place after a build. */
public enum KeepPolicy {
    /** After a failure, as evidence. */
    FAILURE,
    ALWAYS,
    NEVER;

    /** Whether an environment is kept after a build that ended like this. */
    public boolean keeps(boolean failed) {
        return this == ALWAYS || (this == FAILURE && failed);
    }
}
