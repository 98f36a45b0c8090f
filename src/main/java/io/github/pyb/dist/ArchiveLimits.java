package io.github.pyb.dist;

/**
 * How much an archive may hold. Far beyond what any known project needs, far below what a disk does not survive.
 *
 * @param members number of members, counting the directories that are only named by what lies in them
 * @param bytes bytes of the archive without compression, counting each copy that a hard link makes
 * @param ratio how many times the size of the archive that may be, once it is larger than a few megabytes
 * @param characters characters of all names together, which we keep in memory
 * @param pathLength characters of a path
 * @param depth components of a path
 */
record ArchiveLimits(int members, long bytes, int ratio, int characters, int pathLength, int depth) {

    static ArchiveLimits normal() {
        return new ArchiveLimits(200_000, 8L * 1024 * 1024 * 1024, 500, 32 * 1024 * 1024, 1024, 64);
    }
}
