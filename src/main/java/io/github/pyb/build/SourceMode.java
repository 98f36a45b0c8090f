package io.github.pyb.build;

/** Where the backend sees the sources. */
public enum SourceMode {
    /** From a synchronised copy, unless the project has to be built where it is checked out. */
    AUTO,
    /** From a synchronised copy under the work directory. */
    COPY,
    /** From the user's own directory. */
    INPLACE
}
