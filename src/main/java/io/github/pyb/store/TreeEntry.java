package io.github.pyb.store;

/** One entry of a tree. Paths are relative to its root, with slashes between the names. */
public sealed interface TreeEntry {

    String path();

    record Directory(String path) implements TreeEntry {}

    /**
     * A file.
     *
     * @param executable whether it can be run
     * @param placed whether its content names the place of the tree, so that it is another one at each place
     * @param derived whether it was made of other files of the tree, and so does not count when trees are compared
     * @param time when it was last modified, in nanoseconds since 1970
     * @param size the length of what is stored of it
     * @param hash the SHA-256 of what is stored of it, in hexadecimal digits
     * @param checksum the CRC-32C of the same, by which damage is found more quickly
     * @param position where in its pack that begins
     */
    record File(
            String path,
            boolean executable,
            boolean placed,
            boolean derived,
            long time,
            long size,
            String hash,
            int checksum,
            long position)
            implements TreeEntry {

        /** The same, modified at another time. */
        File at(long otherTime) {
            return new File(path, executable, placed, derived, otherTime, size, hash, checksum, position);
        }
    }

    record Link(String path, String target) implements TreeEntry {}

    /** An entry of the tree below this one that is no longer there. */
    record Gone(String path) implements TreeEntry {}
}
