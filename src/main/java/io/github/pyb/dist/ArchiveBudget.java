package io.github.pyb.dist;

import java.io.IOException;
import java.io.InputStream;

/** Counts what an archive costs while it is read, and ends the reading when that is more than the limits allow. */
final class ArchiveBudget {

    /** Small archives may be as dense as they like. */
    private static final long DENSE = 16L * 1024 * 1024;

    private final ArchiveLimits limits;
    private final long archiveSize;
    private int members;
    private long bytes;
    private long characters;

    /** @param archiveSize size of the compressed archive, against which its content is weighed */
    ArchiveBudget(ArchiveLimits limits, long archiveSize) {
        this.limits = limits;
        this.archiveSize = Math.max(1, archiveSize);
    }

    ArchiveLimits limits() {
        return limits;
    }

    void spendMember() throws RefusedArchive {
        members++;
        if (members > limits.members()) {
            throw RefusedArchive.tooLarge("it has more than " + limits.members() + " members");
        }
    }

    void spendName(String name) throws RefusedArchive {
        characters += name.length();
        if (characters > limits.characters()) {
            throw RefusedArchive.tooLarge(
                    "the names of its members have more than " + limits.characters() + " characters");
        }
    }

    void spendBytes(long count) throws RefusedArchive {
        bytes += count;
        if (bytes > limits.bytes()) {
            throw RefusedArchive.tooLarge("it holds more than " + limits.bytes() + " bytes");
        }
        if (bytes > DENSE && bytes / archiveSize >= limits.ratio()) {
            throw RefusedArchive.tooLarge("unpacked it is more than " + limits.ratio() + " times as large as packed");
        }
    }

    /** Refuses a member that says it is too large, before anything is read or left to be read. */
    void checkDeclared(String name, long size) throws RefusedArchive {
        if (size > limits.bytes() - bytes) {
            throw RefusedArchive.tooLarge(
                    name, "says that it has " + size + " bytes; an archive may hold " + limits.bytes());
        }
    }

    /** The same bytes, but each of them is paid for. */
    InputStream counting(InputStream stream) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = stream.read(buffer, offset, length);
                if (count > 0) {
                    spendBytes(count);
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }
}
