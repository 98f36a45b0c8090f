package io.github.pyb.dist;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads tar archives strictly: POSIX pax and ustar, GNU tar, and V7 before them. Whatever different readers would take for
 * different members is refused.
 */
final class TarReader {

    private static final int BLOCK = TarHeader.BLOCK;

    /** Extended headers hold names; nobody needs more. */
    private static final int MAX_EXTENDED_HEADER = 1024 * 1024;

    private final InputStream stream;
    private final ArchiveBudget budget;
    private final byte[] block = new byte[BLOCK];
    private final InputStream content = new InputStream() {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return readContent(buffer, offset, length);
        }
    };
    private long remaining;
    private long padding;

    /**
     * @param stream the archive without compression; read to its very end, not closed
     * @param budget what the archive may cost
     */
    TarReader(InputStream stream, ArchiveBudget budget) {
        this.stream = stream;
        this.budget = budget;
    }

    /** The next member, or nothing at the end of the archive. What was not read of the one before is skipped. */
    Optional<ArchiveEntry> next() throws IOException {
        skip(remaining + padding);
        remaining = 0;
        padding = 0;
        ExtendedHeaders extended = new ExtendedHeaders();
        while (readBlock()) {
            TarHeader header = new TarHeader(block);
            switch (header.type()) {
                case 'x', 'X' -> extended.addPax(extension(header));
                case 'g' -> ExtendedHeaders.checkGlobal(extension(header));
                case 'L' -> extended.addLongName(extension(header));
                case 'K' -> extended.addLongLink(extension(header));
                default -> {
                    return Optional.of(member(header, extended));
                }
            }
        }
        if (!extended.isEmpty()) {
            throw RefusedArchive.damaged("it ends in the middle of a member");
        }
        return Optional.empty();
    }

    /** The content of the current member, until the next one is asked for. */
    InputStream content() {
        return content;
    }

    private int readContent(byte[] buffer, int offset, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int count = stream.read(buffer, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw RefusedArchive.damaged("it ends in the middle of a member");
        }
        remaining -= count;
        return count;
    }

    private ArchiveEntry member(TarHeader header, ExtendedHeaders extended) throws RefusedArchive {
        String name = extended.name(header);
        ArchiveEntry.Kind kind = kind(header, name);
        long size = extended.size(name, header);
        if (kind != ArchiveEntry.Kind.FILE && size != 0) {
            // Some readers skip that much, others do not.
            throw RefusedArchive.hostile(name, "is no file but has a size");
        }
        budget.checkDeclared(name, size);
        remaining = size;
        padding = padding(size);
        boolean isLink = kind == ArchiveEntry.Kind.SYMBOLIC_LINK || kind == ArchiveEntry.Kind.HARD_LINK;
        return new ArchiveEntry(
                name,
                kind,
                isLink ? extended.linkTarget(header) : "",
                size,
                header.mode(),
                extended.modified(name, header));
    }

    private static ArchiveEntry.Kind kind(TarHeader header, String name) throws RefusedArchive {
        return switch (header.type()) {
            case '\0' -> kindByName(name, header.name());
            case '0', '7' -> ArchiveEntry.Kind.FILE;
            case '1' -> ArchiveEntry.Kind.HARD_LINK;
            case '2' -> ArchiveEntry.Kind.SYMBOLIC_LINK;
            case '5' -> ArchiveEntry.Kind.DIRECTORY;
            case '3', '4' -> throw RefusedArchive.hostile(name, "is a device");
            case '6' -> throw RefusedArchive.hostile(name, "is a named pipe");
            case 'S' -> throw RefusedArchive.damaged(name, "is a sparse file, which is no way to store sources");
            default ->
                throw RefusedArchive.hostile(
                        name, String.format("is of a type that nobody knows (0x%02x)", (int) header.type()));
        };
    }

    /** Before there were types, a slash at the end of the name made a directory. */
    private static ArchiveEntry.Kind kindByName(String name, String nameInHeader) throws RefusedArchive {
        boolean directory = name.endsWith("/");
        if (directory != nameInHeader.endsWith("/")) {
            throw RefusedArchive.hostile(name, "is a directory by one of its names only");
        }
        return directory ? ArchiveEntry.Kind.DIRECTORY : ArchiveEntry.Kind.FILE;
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENDED_HEADER) {
            throw RefusedArchive.tooLarge("an extended header has more than " + MAX_EXTENDED_HEADER + " bytes");
        }
        byte[] padded = stream.readNBytes((int) (size + padding(size)));
        if (padded.length < size + padding(size)) {
            throw RefusedArchive.damaged("it ends in the middle of an extended header");
        }
        if (!isEmpty(padded, (int) size, padded.length)) {
            // Some readers do not stop where the header says that it ends.
            throw RefusedArchive.hostile("an extended header goes on after its end");
        }
        return Arrays.copyOf(padded, (int) size);
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    /**
     * Reads the next header. An archive ends with empty blocks; some writers forget them, which costs nothing, as the
     * compression tells whether something was cut off.
     *
     * @return whether there is one
     */
    private boolean readBlock() throws IOException {
        int count = stream.readNBytes(block, 0, BLOCK);
        if (count != 0 && count < BLOCK) {
            throw RefusedArchive.damaged("it ends in the middle of a header");
        }
        if (count == 0 || !isEmpty(block, 0, BLOCK)) {
            return count != 0;
        }
        // What comes now some readers see, and others do not.
        for (int more = stream.read(block); more >= 0; more = stream.read(block)) {
            if (!isEmpty(block, 0, more)) {
                throw RefusedArchive.hostile("there is something after the end of its members");
            }
        }
        return false;
    }

    private static boolean isEmpty(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void skip(long count) throws IOException {
        try {
            stream.skipNBytes(count);
        } catch (EOFException e) {
            throw RefusedArchive.damaged("it ends in the middle of a member");
        }
    }
}
