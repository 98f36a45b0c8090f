package io.github.pyb.lock;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
}
