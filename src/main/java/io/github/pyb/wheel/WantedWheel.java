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
 */
public record WantedWheel(Path path, Set<String> hashes, ProjectName name, String version, Optional<String> address) {

    public WantedWheel {
        hashes = Set.copyOf(hashes);
    }
}
