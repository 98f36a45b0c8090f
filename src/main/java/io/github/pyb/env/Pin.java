package io.github.pyb.env;

import io.github.pyb.packaging.ProjectName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A distribution of which it is settled what is installed, down to the bytes.
 *
 * @param name the project
 * @param version its version
 * @param address where it is, if it does not come from an index
 * @param hashes the files that will do, as {@code sha256:...}; one of them is installed
 * @param files what is known of these files; empty if nothing is
 */
public record Pin(
        ProjectName name, String version, Optional<String> address, SortedSet<String> hashes, List<PinnedFile> files) {

    public Pin {
        hashes = Collections.unmodifiableSortedSet(new TreeSet<>(hashes));
        files = List.copyOf(files);
    }

    public Pin(ProjectName name, String version, Optional<String> address, SortedSet<String> hashes) {
        this(name, version, address, hashes, List.of());
    }

    /** How installers want to be told. */
    String line() {
        return requirement() + hashes.stream().map(hash -> " --hash=" + hash).collect(Collectors.joining());
    }

    /** The same without hashes. */
    String requirement() {
        return address.map(place -> name + " @ " + place).orElse(name + "==" + version);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
