package io.github.pyb.dist;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file (RFC 1952) that has one part and nothing after it. The JDK's own stream also takes several
 * parts, and whatever comes after the last one; other readers stop at other places, and would see another archive.
 */
final class GzipInput extends InputStream {

    private static final int BUFFER = 64 * 1024;

    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0b1110_0000;

    private final InputStream compressed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private boolean finished;

    /** @param compressed closed together with this stream */
    GzipInput(InputStream compressed) throws IOException {
        this.compressed = new BufferedInputStream(compressed, BUFFER);
        try {
            readHeader();
        } catch (EOFException e) {
            throw RefusedArchive.damaged("its gzip header ends too early");
        }
    }

    private void readHeader() throws IOException {
        if (compressed.read() != 0x1f || compressed.read() != 0x8b || compressed.read() != 8) {
            throw RefusedArchive.damaged("it is not compressed by gzip");
        }
        int flags = (int) number(compressed, 1);
        if ((flags & RESERVED) != 0) {
            throw RefusedArchive.damaged("its gzip header has flags that have no meaning");
        }
        // Time, level and system of whoever compressed it.
        compressed.skipNBytes(6);
        if ((flags & EXTRA) != 0) {
            compressed.skipNBytes(number(compressed, 2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            compressed.skipNBytes(2);
        }
    }

    private void skipText() throws IOException {
        while (number(compressed, 1) != 0) {
            // The text has no meaning for us.
        }
    }

    private static long number(InputStream stream, int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int value = stream.read();
            if (value < 0) {
                throw new EOFException();
            }
            number |= (long) value << (8 * i);
        }
        return number;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!finished) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                readTrailer();
                finished = true;
            } else {
                fill();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws RefusedArchive {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw RefusedArchive.damaged("its compressed data is damaged");
        }
    }

    private void fill() throws IOException {
        filled = compressed.read(buffer);
        if (filled < 0) {
            throw RefusedArchive.damaged("its compressed data ends too early");
        }
        inflater.setInput(buffer, 0, filled);
    }

    /** Checksum and size of the content, then the end of the file. */
    private void readTrailer() throws IOException {
        int left = inflater.getRemaining();
        InputStream rest = new SequenceInputStream(new ByteArrayInputStream(buffer, filled - left, left), compressed);
        try {
            long size = inflater.getBytesWritten() & 0xffff_ffffL;
            if (number(rest, 4) != checksum.getValue() || number(rest, 4) != size) {
                throw RefusedArchive.damaged("its content does not have the checksum that it should have");
            }
        } catch (EOFException e) {
            throw RefusedArchive.damaged("its compressed data ends too early");
        }
        if (rest.read() >= 0) {
            throw RefusedArchive.hostile("there is something after the end of its compressed data");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        compressed.close();
    }
}
