package io.github.pyb.dist;

/**
 * A member of an archive that has been checked.
 *
 * @param entry what the archive says
 * @param path where it goes, from the root of the archive
 * @param target for a symbolic link the text of the link, for a hard link the path of the file that it is a copy of; empty
 *     for others
 */
record Member(ArchiveEntry entry, String path, String target) {

    ArchiveEntry.Kind kind() {
        return entry.kind();
    }

    /** Whether it will be a regular file once it is unpacked. */
    boolean becomesFile() {
        return kind() == ArchiveEntry.Kind.FILE || kind() == ArchiveEntry.Kind.HARD_LINK;
    }
}
