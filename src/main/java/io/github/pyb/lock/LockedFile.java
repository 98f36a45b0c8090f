package io.github.pyb.lock;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A wheel that may be installed.
 *
 * @param name its file name
 * @param url where it was when it was locked, without credentials, if that was a server
 * @param path where it was, relative to the lock file and with slashes, if that was below the lock file's directory
 * @param hashes of its content: hexadecimal digits by algorithm; at least one
 */
public record LockedFile(String name, Optional<String> url, Optional<String> path, SortedMap<String, String> hashes) {

    /** The algorithms that installers take; others prove too little. */
    static final List<String> ALGORITHMS = List.of("sha256", "sha384", "sha512");

    public LockedFile {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    }

    public LockedFile(String name, Optional<String> url, Optional<String> path, Map<String, String> hashes) {
        this(name, url, path, new TreeMap<>(hashes));
    }

    // Written out, because for a record's own a JVM makes code first, which takes long.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockedFile file
                && name.equals(file.name)
                && url.equals(file.url)
                && path.equals(file.path)
                && hashes.equals(file.hashes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, url, path, hashes);
    }
}
