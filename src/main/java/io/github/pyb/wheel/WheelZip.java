package io.github.pyb.wheel;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The zip archive of a wheel, open from the moment that its hash was verified until all of it is unpacked. Reads what build
 * backends write, with the mode of each member, which {@link java.util.zip.ZipFile} does not tell; whatever readers of zip archives
 * could take for different things is refused.
 */
final class WheelZip implements Closeable {

    private static final int END_SIZE = 22;
    private static final int END = 0x06054b50;
    private static final int ENTRY_SIZE = 46;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL_SIZE = 30;
    private static final int LOCAL = 0x04034b50;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;
    private static final int ZIP64 = 0x0001;
    private static final int OTHER_NAME = 0x7075;
    private static final int MAX_DIRECTORY = 64 << 20;
    private static final long MAX_CONTENT = 4L << 30;

    private final RandomAccessFile file;
    private final byte[] in = new byte[1 << 16];
    private final byte[] out = new byte[1 << 16];
    private final Inflater inflater = new Inflater(true);
    private String hash = "";
    private List<Member> members = List.of();

    private WheelZip(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * A file in the archive.
     *
     * @param name its path, with slashes
     * @param mode type and permissions as Unix has them; 0 if it is not known
     * @param position where its local header is
     */
    record Member(String name, int mode, int method, long checksum, long compressed, long size, long position) {

        /** Whether it is a file that somebody may execute. */
        boolean executable() {
            return (mode & 0170000) == 0100000 && (mode & 0111) != 0;
        }
    }

    /**
     * Opens an archive.
     *
     * @param hashes hexadecimal digits of SHA-256; it has to have one of them
     * @param verified whether somebody has found just now that it has the first of them, or that does not count
     */
    static WheelZip open(Path path, Set<String> hashes, boolean verified) throws IOException, Uncertain {
        WheelZip zip = new WheelZip(new RandomAccessFile(path.toFile(), "r"));
        boolean accepted = false;
        try {
            zip.hash = verified ? hashes.stream().findFirst().orElse("") : zip.computeHash();
            if (!verified && !hashes.contains(zip.hash)) {
                throw new Uncertain(path.getFileName() + " has another hash");
            }
            zip.readDirectory();
            accepted = true;
            return zip;
        } finally {
            if (!accepted) {
                zip.close();
            }
        }
    }

    /** Its hash, which was verified: hexadecimal digits of SHA-256. */
    String hash() {
        return hash;
    }

    /** All files, in the order of the archive. */
    List<Member> members() {
        return members;
    }

    private String computeHash() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            file.seek(0);
            for (int count = file.read(in); count >= 0; count = file.read(in)) {
                digest.update(in, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The directory of the archive has to lie between its members and its end, with nothing before, between or behind. */
    private void readDirectory() throws IOException, Uncertain {
        long endPosition = file.length() - END_SIZE;
        ByteBuffer end = read(endPosition, END_SIZE);
        int count = end.getShort(10) & 0xffff;
        long size = end.getInt(12) & 0xffffffffL;
        long start = end.getInt(16) & 0xffffffffL;
        if (end.getInt(0) != END || start + size != endPosition || size > MAX_DIRECTORY || count == 0xffff) {
            throw new Uncertain("its zip archive has an unusual end");
        }
        ByteBuffer directory = read(start, (int) size);
        List<Member> found = new ArrayList<>(count);
        Set<String> names = new HashSet<>(count * 2);
        long total = 0;
        while (directory.hasRemaining()) {
            Member member = member(directory);
            total += member.size();
            if (!names.add(member.name())) {
                throw new Uncertain(member.name() + " is in the archive twice");
            }
            if (!member.name().endsWith("/")) {
                found.add(member);
            }
        }
        if (names.size() != count || total > MAX_CONTENT) {
            throw new Uncertain("its zip archive is damaged, or too large");
        }
        members = found;
    }

    private static Member member(ByteBuffer directory) throws Uncertain {
        int start = directory.position();
        if (directory.remaining() < ENTRY_SIZE || directory.getInt(start) != ENTRY) {
            throw new Uncertain("the directory of its zip archive is damaged");
        }
        int nameLength = directory.getShort(start + 28) & 0xffff;
        int extraLength = directory.getShort(start + 30) & 0xffff;
        int length = ENTRY_SIZE + nameLength + extraLength + (directory.getShort(start + 32) & 0xffff);
        if (directory.remaining() < length) {
            throw new Uncertain("the directory of its zip archive is damaged");
        }
        String name = text(directory, start + ENTRY_SIZE, nameLength);
        checkName(name);
        int method = directory.getShort(start + 10);
        int mode = directory.getInt(start + 38) >>> 16;
        int type = mode & 0170000;
        boolean directoryName = name.endsWith("/");
        if ((directory.getShort(start + 8) & ENCRYPTED) != 0
                || (method != STORED && method != DEFLATED)
                || (type != 0 && type != (directoryName ? 0040000 : 0100000))
                || hasOddExtra(directory, start + ENTRY_SIZE + nameLength, extraLength)) {
            throw new Uncertain(name + " is stored in an unusual way");
        }
        directory.position(start + length);
        return new Member(
                name,
                mode,
                method,
                directory.getInt(start + 16) & 0xffffffffL,
                directory.getInt(start + 20) & 0xffffffffL,
                directory.getInt(start + 24) & 0xffffffffL,
                directory.getInt(start + 42) & 0xffffffffL);
    }

    /** Only names that mean the same everywhere: relative, below where they are unpacked, and in ASCII. */
    private static void checkName(String name) throws Uncertain {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : '/';
            if (c < ' ' || c > '~' || c == '\\') {
                throw new Uncertain("the archive has a member with an unusual character in its name");
            }
            if (c == '/') {
                boolean last = i == name.length() && start > 0;
                String part = name.substring(start, i);
                if (part.equals(".") || part.equals("..") || (part.isEmpty() && !last)) {
                    throw new Uncertain("the archive has a member with an unusual name: " + name);
                }
                start = i + 1;
            }
        }
    }

    /** Whether something is said there that counts more than what is said elsewhere. */
    private static boolean hasOddExtra(ByteBuffer directory, int start, int length) {
        int position = start;
        while (position + 4 <= start + length) {
            int id = directory.getShort(position) & 0xffff;
            if (id == ZIP64 || id == OTHER_NAME) {
                return true;
            }
            position += 4 + (directory.getShort(position + 2) & 0xffff);
        }
        return false;
    }

    /** The whole content of a member that is known to be small. */
    byte[] read(Member member, int limit) throws IOException, Uncertain {
        if (member.size() > limit) {
            throw new Uncertain(member.name() + " is too large");
        }
        byte[] content = new byte[(int) member.size()];
        ByteBuffer buffer = ByteBuffer.wrap(content);
        copy(member, new OutputStream() {
            @Override
            public void write(int value) {
                buffer.put((byte) value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                buffer.put(bytes, offset, length);
            }
        });
        return content;
    }

    /** Writes the content of a member, and sees whether it is as long, and has the checksum, that it should have. */
    void copy(Member member, OutputStream to) throws IOException, Uncertain {
        ByteBuffer header = read(member.position(), LOCAL_SIZE + member.name().length());
        boolean same = header.getInt(0) == LOCAL
                && (header.getShort(26) & 0xffff) == member.name().length()
                && text(header, LOCAL_SIZE, member.name().length()).equals(member.name());
        if (!same) {
            throw damaged(member);
        }
        file.seek(member.position() + header.limit() + (header.getShort(28) & 0xffff));
        CRC32 checksum = new CRC32();
        long left = member.method() == STORED ? copyStored(member, to, checksum) : copyInflated(member, to, checksum);
        if (left != 0 || checksum.getValue() != member.checksum()) {
            throw damaged(member);
        }
    }

    private long copyStored(Member member, OutputStream to, CRC32 checksum) throws IOException, Uncertain {
        long left = member.size();
        if (left != member.compressed()) {
            throw damaged(member);
        }
        while (left > 0) {
            int count = (int) Math.min(left, in.length);
            file.readFully(in, 0, count);
            checksum.update(in, 0, count);
            to.write(in, 0, count);
            left -= count;
        }
        return left;
    }

    private long copyInflated(Member member, OutputStream to, CRC32 checksum) throws IOException, Uncertain {
        long unread = member.compressed();
        long left = member.size();
        inflater.reset();
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int count = (int) Math.min(unread, in.length);
                    if (count == 0) {
                        throw damaged(member);
                    }
                    file.readFully(in, 0, count);
                    inflater.setInput(in, 0, count);
                    unread -= count;
                }
                int count = inflater.inflate(out);
                left -= count;
                if (left < 0 || inflater.needsDictionary()) {
                    throw damaged(member);
                }
                checksum.update(out, 0, count);
                to.write(out, 0, count);
            }
        } catch (DataFormatException e) {
            throw new Uncertain(member.name() + " is damaged in the archive", e);
        }
        return left;
    }

    private static String text(ByteBuffer buffer, int position, int length) {
        byte[] bytes = new byte[length];
        buffer.get(position, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Uncertain damaged(Member member) {
        return new Uncertain(member.name() + " is damaged in the archive");
    }

    private ByteBuffer read(long position, int length) throws IOException, Uncertain {
        if (position < 0 || position + length > file.length()) {
            throw new Uncertain("its zip archive is damaged");
        }
        byte[] bytes = new byte[length];
        file.seek(position);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
