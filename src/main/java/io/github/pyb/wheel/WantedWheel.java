package io.github.pyb.wheel;

import io.github.pyb.packaging.ProjectName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A wheel that is to be installed.
 *
 * @param path where it is; under which name does not count
 * @param hashes hexadecimal digits of SHA-256, of which it has to have one
 * @param name the project that it is a distribution of
 * @param version its version
 * @param address the address that it was asked for by, if it was not asked for by name and version
 * @param requested whether it was asked for at all, not only needed by something else
 * @param verified whether somebody has found just now that it has its one hash
 */
public record WantedWheel(
        Path path,
        Set<String> hashes,
        ProjectName name,
        String version,
        Optional<String> address,
        boolean requested,
        boolean verified) {

    public WantedWheel {
        hashes = Set.copyOf(hashes);
    }

    /** One that was asked for, and is still to be verified. */
    public WantedWheel(Path path, Set<String> hashes, ProjectName name, String version, Optional<String> address) {
        this(path, hashes, name, version, address, true, false);
    }
}
