package io.github.pyb.env;

/** The programs that can install build requirements. */
public enum InstallerKind {
    PIP,
    UV
}
