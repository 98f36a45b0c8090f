package io.github.pyb.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A tree in one file: the contents of its files one after the other, then the manifest, then {@link #FOOTER_LENGTH a
 * footer}. One file is read much faster than the many that it stands for, and is there or is not.
 *
 * <p>The whole of it is verified when it is opened, before anything of it is used.
 */
public final class TreePack implements AutoCloseable {

    /** At the end: where the manifest begins, a checksum of everything, and the sign of this format. */
    static final int FOOTER_LENGTH = 3 * Long.BYTES;

    /** To be changed with the format. */
    static final long SIGN = 0x70796274726565_03L;

    private static final int BLOCK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final Verified verified;

    private TreePack(Path path, FileChannel channel, Verified verified) {
        this.path = path;
        this.channel = channel;
        this.verified = verified;
    }

    private record Verified(TreeManifest manifest, long checksum) {}

    /**
     * Opens a pack.
     *
     * @throws Damaged if it is not what was written
     */
    static TreePack open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            TreePack pack = new TreePack(path, channel, verified(channel, id(path)));
            channel = null;
            return pack;
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    public TreeManifest manifest() {
        return verified.manifest();
    }

    /** What distinguishes this pack from all others, also from one of the same tree with other times. */
    public String edition() {
        return id() + "-" + Long.toHexString(verified.checksum());
    }

    /** The name of the file without its ending, by which it is found. */
    public String id() {
        return id(path);
    }

    private static String id(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - TreeStore.PACK.length());
    }

    /** Reads a part of a file into a buffer, which is made ready for being read. */
    void read(TreeEntry.File file, long offset, ByteBuffer buffer) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), file.size() - offset));
        readFully(channel, buffer, file.position() + offset);
        buffer.flip();
    }

    /** All that is stored of a file. */
    byte[] content(TreeEntry.File file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
        readFully(channel, content, file.position());
        return content.array();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read.
            return;
        }
    }

    private static Verified verified(FileChannel channel, String id) throws IOException {
        long end = channel.size() - FOOTER_LENGTH;
        if (end < 0) {
            throw new Damaged("it is too short");
        }
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_LENGTH);
        readFully(channel, footer, end);
        footer.flip();
        long manifestStart = footer.getLong();
        long checksum = footer.getLong();
        if (footer.getLong() != SIGN) {
            throw new Damaged("it is cut off, or has another format");
        }
        if (checksum != checksum(channel, end, manifestStart, id)) {
            throw new Damaged("its checksum is another one");
        }
        if (manifestStart < 0 || manifestStart > end) {
            throw new Damaged("its manifest begins nowhere");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - manifestStart));
        readFully(channel, bytes, manifestStart);
        return new Verified(checked(TreeManifest.decode(bytes.flip()), manifestStart), checksum);
    }

    private static TreeManifest checked(TreeManifest manifest, long end) throws Damaged {
        for (TreeEntry entry : manifest.entries()) {
            if (entry instanceof TreeEntry.File file
                    && (file.size() < 0 || file.position() < 0 || file.position() > end - file.size())) {
                throw new Damaged("it has nothing of " + file.path());
            }
        }
        return manifest;
    }

    private static long checksum(FileChannel channel, long end, long manifestStart, String id) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer block = ByteBuffer.allocateDirect((int) Math.min(BLOCK, Math.max(1, end)));
        for (long position = 0; position < end; position += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), end - position));
            readFully(channel, block, position);
            checksum.update(block.flip());
        }
        return closed(checksum, manifestStart, id);
    }

    /**
     * The checksum after all the bytes before the footer. Where the manifest begins counts as the last of them, and then the
     * name: a whole pack in the place of another one is damage as well.
     */
    static long closed(CRC32C checksum, long manifestStart, String id) {
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(manifestStart).flip());
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        for (long at = position; buffer.hasRemaining(); ) {
            int length = channel.read(buffer, at);
            if (length < 0) {
                throw new Damaged("it ends too early");
            }
            at += length;
        }
    }
}
