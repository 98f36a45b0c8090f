package io.github.pyb.dist;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One block that describes a member of a tar archive: fields at fixed places, as POSIX, GNU and V7 before them say. */
final class TarHeader {

    static final int BLOCK = 512;

    /** The largest size that fits into a header in the classic way; pax has a record for larger ones. */
    static final long MAX_OCTAL_SIZE = 077777777777L;

    private static final byte[] USTAR = "ustar\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] block;
    private final long mode;
    private final long size;
    private final long modified;

    /** @throws RefusedArchive if the block does not have the checksum that it says it has, or a number in it is none */
    TarHeader(byte[] block) throws RefusedArchive {
        this.block = block.clone();
        verifyChecksum();
        mode = number(100, 8, "the mode");
        size = number(124, 12, "the size");
        modified = number(136, 12, "the time stamp");
        // These mean nothing to us, but where one is no number some readers believe that the archive has ended.
        number(108, 8, "the owner");
        number(116, 8, "the group");
        number(329, 8, "the device");
        number(337, 8, "the device");
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    /** The member's name, which has two fields in POSIX archives and one in all others. */
    String name() throws RefusedArchive {
        String name = text(field(0, 100), "a name");
        byte[] prefix = field(345, 155);
        if (prefix.length == 0) {
            return name;
        }
        if (!Arrays.equals(block, 257, 257 + USTAR.length, USTAR, 0, USTAR.length)) {
            // GNU tar keeps other things there, which some readers take for the first part of the name all the same.
            throw RefusedArchive.hostile(name, "has a header that different tools read in different ways");
        }
        return text(prefix, "a name") + "/" + name;
    }

    String linkTarget() throws RefusedArchive {
        return text(field(157, 100), "the target of a link");
    }

    /** Permission bits and the three above them. */
    int mode() {
        return (int) (mode & 07777);
    }

    long size() throws RefusedArchive {
        if (size < 0) {
            throw RefusedArchive.damaged(name(), "has a negative size");
        }
        return size;
    }

    /** Seconds since 1970. */
    long modified() {
        return modified;
    }

    /** The sum of all bytes, with blanks in place of the sum; some writers took bytes for signed numbers. */
    private void verifyChecksum() throws RefusedArchive {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte value = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += value & 0xff;
            signed += value;
        }
        long wanted = number(148, 8, "the checksum");
        if (wanted != unsigned && wanted != signed) {
            throw RefusedArchive.damaged("the header of a member has a wrong checksum");
        }
    }

    /** Octal digits; or, after a first byte that is no digit, GNU's binary numbers for what is too large for them. */
    private long number(int offset, int length, String what) throws RefusedArchive {
        int first = block[offset] & 0xff;
        if (first == 0x80 || first == 0xff) {
            byte[] binary = Arrays.copyOfRange(block, offset, offset + length);
            binary[0] = (byte) (first == 0x80 ? 0 : 0xff);
            BigInteger value = new BigInteger(binary);
            if (value.bitLength() >= Long.SIZE) {
                throw RefusedArchive.damaged(what + " of a member is out of range");
            }
            return value.longValue();
        }
        String digits = new String(field(offset, length), StandardCharsets.ISO_8859_1).strip();
        if (!digits.matches("[0-7]*")) {
            throw RefusedArchive.damaged(what + " of a member is no number: " + RefusedArchive.quoted(digits));
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private byte[] field(int offset, int length) {
        return upToNul(Arrays.copyOfRange(block, offset, offset + length));
    }

    static byte[] upToNul(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }

    static String text(byte[] bytes, String what) throws RefusedArchive {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedArchive.damaged(what + " is not encoded in UTF-8: "
                    + RefusedArchive.quoted(new String(bytes, StandardCharsets.UTF_8)));
        }
    }
}
