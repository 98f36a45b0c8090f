package io.github.pyb.env;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What installs build requirements.
 *
 * @param kind which program
 * @param uvExecutable where uv is, if the user said so; absolute
 * @param offline whether nothing may be fetched from elsewhere
 */
public record InstallerChoice(InstallerKind kind, Optional<Path> uvExecutable, boolean offline) {

    /** The pip of the interpreter or of {@code ensurepip}. */
    public static InstallerChoice pip() {
        return new InstallerChoice(InstallerKind.PIP, Optional.empty(), false);
    }

    /** The uv that the variable {@code UV} names, or the first one on {@code PATH} that works. */
    public static InstallerChoice uv() {
        return new InstallerChoice(InstallerKind.UV, Optional.empty(), false);
    }
}
