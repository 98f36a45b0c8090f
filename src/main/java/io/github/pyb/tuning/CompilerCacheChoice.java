package io.github.pyb.tuning;

/** Which compiler cache the user wants to build with. */
public enum CompilerCacheChoice {
    /** None of ours; one that the user has set up by himself works as ever. */
    NONE,
    /** The one that is there and fits, if there is one. */
    AUTO,
    CCACHE,
    SCCACHE
}
