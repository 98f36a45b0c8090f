package io.github.pyb.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives byte by byte, also such as no tool would write. */
public final class TarBuilder {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    /** An archive that is one of a source distribution: it has a directory with a {@code PKG-INFO} in it. */
    public static TarBuilder sdist() {
        return new TarBuilder()
                .directory("pkg-1.0/")
                .file("pkg-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n");
    }

    /** A header whose every byte can be set. */
    public static final class Header {
        private final byte[] block = new byte[BLOCK];
        private byte[] content = {};

        private Header(String name, char type) {
            text(0, name).text(100, "0000644\0").text(108, "0000000\0").text(116, "0000000\0");
            size(0).text(136, "13000000000\0").text(257, "ustar\00000");
            block[156] = (byte) type;
        }

        /** Sets a field, as it is. */
        public Header text(int offset, String text) {
            return bytes(offset, text.getBytes(StandardCharsets.UTF_8));
        }

        public Header bytes(int offset, byte... bytes) {
            System.arraycopy(bytes, 0, block, offset, bytes.length);
            return this;
        }

        public Header link(String target) {
            return text(157, target);
        }

        public Header size(long size) {
            return text(124, String.format("%011o\0", size));
        }

        public Header mode(int mode) {
            return text(100, String.format("%07o\0", mode));
        }

        /** Gives the member a content, and the header its size. */
        public Header content(byte[] bytes) {
            content = bytes.clone();
            return size(bytes.length);
        }

        public Header content(String text) {
            return content(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The header with its checksum. */
        private byte[] sealed() {
            Arrays.fill(block, 148, 156, (byte) ' ');
            int sum = 0;
            for (byte value : block) {
                sum += value & 0xff;
            }
            text(148, String.format("%06o\0 ", sum));
            return block;
        }
    }

    public static Header header(String name, char type) {
        return new Header(name, type);
    }

    public TarBuilder add(Header header) {
        raw(header.sealed());
        raw(header.content);
        return raw(new byte[(BLOCK - header.content.length % BLOCK) % BLOCK]);
    }

    public TarBuilder raw(byte... bytes) {
        archive.writeBytes(bytes);
        return this;
    }

    public TarBuilder file(String name, String content) {
        return add(header(name, '0').content(content));
    }

    public TarBuilder directory(String name) {
        return add(header(name, '5').mode(0755));
    }

    public TarBuilder symbolicLink(String name, String target) {
        return add(header(name, '2').link(target));
    }

    public TarBuilder hardLink(String name, String target) {
        return add(header(name, '1').link(target));
    }

    /** A pax header for the next member: keys and values in turn. */
    public TarBuilder pax(String... keysAndValues) {
        return add(header("PaxHeader", 'x').content(records(keysAndValues)));
    }

    /** A pax header for all members that follow. */
    public TarBuilder globalPax(String... keysAndValues) {
        return add(header("pax_global_header", 'g').content(records(keysAndValues)));
    }

    public TarBuilder longName(String name) {
        return add(header("././@LongLink", 'L').content(name + "\0"));
    }

    public TarBuilder longLink(String target) {
        return add(header("././@LongLink", 'K').content(target + "\0"));
    }

    private static byte[] records(String... keysAndValues) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            byte[] record =
                    (" " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n").getBytes(StandardCharsets.UTF_8);
            int length = record.length + 1;
            while (Integer.toString(length).length() + record.length != length) {
                length++;
            }
            records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
            records.writeBytes(record);
        }
        return records.toByteArray();
    }

    /** The archive without the blocks at its end. */
    public byte[] unfinished() {
        return archive.toByteArray();
    }

    public byte[] finished() {
        return Arrays.copyOf(archive.toByteArray(), archive.size() + 2 * BLOCK);
    }

    public Path writeTo(Path file) {
        return write(file, gzip(finished()));
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    public static Path write(Path file, byte... bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
