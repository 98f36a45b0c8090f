package io.github.pyb.parity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A wheel with everything in it that an installer can see.
 *
 * @param fileName its name, tags included
 * @param archive all its bytes
 * @param members what is in it, in the order of the archive
 */
record Wheel(String fileName, ByteBuffer archive, Map<String, Member> members) {

    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END_OF_DIRECTORY = 0x06054b50;
    private static final int END_SIZE = 22;

    /**
     * One member.
     *
     * @param content its bytes
     * @param attributes kind and permissions as the archive has them: what Unix calls the mode, and the bits of MS-DOS
     * @param time its time stamp as the archive has it
     * @param method how it is compressed
     */
    record Member(ByteBuffer content, int attributes, int time, int method) {}

    static Wheel read(Path file) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        // Java's own classes say nothing of the mode, so the directory of the archive is read here.
        ByteBuffer archive = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            archive.position(directory(archive));
            while (archive.getInt(archive.position()) == DIRECTORY_ENTRY) {
                int at = archive.position();
                int nameLength = archive.getShort(at + 28) & 0xffff;
                int rest = (archive.getShort(at + 30) & 0xffff) + (archive.getShort(at + 32) & 0xffff);
                String name = new String(archive.array(), at + 46, nameLength, StandardCharsets.UTF_8);
                members.put(
                        name,
                        new Member(
                                content(zip, name),
                                archive.getInt(at + 38),
                                archive.getInt(at + 12),
                                archive.getShort(at + 10)));
                archive.position(at + 46 + nameLength + rest);
            }
        }
        return new Wheel(file.getFileName().toString(), archive.rewind(), members);
    }

    private static ByteBuffer content(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        try (InputStream stream = zip.getInputStream(entry)) {
            return ByteBuffer.wrap(stream.readAllBytes());
        }
    }

    private static int directory(ByteBuffer archive) throws IOException {
        for (int at = archive.capacity() - END_SIZE; at >= 0; at--) {
            if (archive.getInt(at) == END_OF_DIRECTORY) {
                return archive.getInt(at + 16);
            }
        }
        throw new IOException("not a zip archive");
    }
}
