package io.github.pyb.store;

import io.github.pyb.fs.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32C;

/** Writes a pack of what has changed in a tree. The file is nobody's business until it is finished. */
public final class TreePackWriter implements AutoCloseable {

    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Path root;
    private final Placing placing;
    private final byte[] place;
    private final CRC32C checksum = new CRC32C();
    private final List<TreeEntry> entries = new ArrayList<>();
    private final byte[] block = new byte[BLOCK];
    private long position;

    /**
     * @param file what is written; must not exist
     * @param root the tree's directory
     */
    TreePackWriter(Path file, Path root, Placing placing) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        this.root = root;
        this.placing = placing;
        this.place = placing.place().orElse("").getBytes(StandardCharsets.UTF_8);
    }

    Path file() {
        return file;
    }

    /**
     * Adds what has changed.
     *
     * @throws Unstorable if there is something among it that could not be made again from a pack
     */
    public void add(TreeSnapshot.Changes changes) throws IOException, Unstorable {
        for (String path : changes.gone()) {
            checkName(path);
            entries.add(new TreeEntry.Gone(path));
        }
        for (String path : changes.present()) {
            checkName(path);
            add(path, false);
        }
    }

    /** Adds what was made of the files that were added before. Those may have got other times since, and are not added again. */
    public void addDerived(TreeSnapshot.Changes changes) throws IOException, Unstorable {
        Set<String> added = new HashSet<>();
        entries.forEach(entry -> added.add(entry.path()));
        for (String path : changes.present()) {
            checkName(path);
            if (!added.contains(path)) {
                add(path, true);
            }
        }
    }

    private void add(String path, boolean derived) throws IOException, Unstorable {
        Path entry = root.resolve(path);
        BasicFileAttributes attributes =
                Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            entries.add(new TreeEntry.Directory(path));
        } else if (attributes.isSymbolicLink()) {
            entries.add(new TreeEntry.Link(path, target(entry)));
        } else if (attributes.isRegularFile()) {
            addFile(path, entry, attributes, derived);
        } else {
            throw new Unstorable(path + " is neither a file nor a directory nor a link");
        }
    }

    private String target(Path link) throws IOException, Unstorable {
        String target = Files.readSymbolicLink(link).toString();
        if (placing.place().filter(target::contains).isPresent()) {
            throw new Unstorable(link + " is a link that names the place it is at");
        }
        return target;
    }

    private void addFile(String path, Path entry, BasicFileAttributes attributes, boolean derived)
            throws IOException, Unstorable {
        long start = position;
        boolean placed = false;
        Sum sum;
        if (!derived && placing.mayBePlaced(path)) {
            byte[] content = Files.readAllBytes(entry);
            byte[] stored = placing.portable(path, content);
            placed = !Arrays.equals(content, stored);
            sum = new Sum();
            sum.update(stored, 0, stored.length);
            write(stored, stored.length);
        } else {
            sum = copy(path, entry, derived);
        }
        entries.add(new TreeEntry.File(
                path,
                Files.isExecutable(entry),
                placed,
                derived,
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                position - start,
                sum.hash(),
                sum.checksum(),
                start));
    }

    /** Copies a file, and sees to it that it does not name its place. What was compiled does, and nobody minds. */
    private Sum copy(String path, Path entry, boolean derived) throws IOException, Unstorable {
        Sum sum = new Sum();
        int carried = 0;
        try (InputStream in = Files.newInputStream(entry)) {
            while (true) {
                int length = in.readNBytes(block, carried, block.length - carried);
                if (length == 0) {
                    return sum;
                }
                sum.update(block, carried, length);
                channelWrite(ByteBuffer.wrap(block, carried, length));
                int end = carried + length;
                if (!derived && namesPlace(end)) {
                    throw new Unstorable(path + " names the place it is at");
                }
                // The place may begin at the end of one block and end in the next.
                carried = Math.min(end, Math.max(0, place.length - 1));
                System.arraycopy(block, end - carried, block, 0, carried);
            }
        }
    }

    private boolean namesPlace(int length) {
        return place.length > 0
                && new String(block, 0, length, StandardCharsets.ISO_8859_1)
                        .contains(new String(place, StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] bytes, int length) throws IOException {
        channelWrite(ByteBuffer.wrap(bytes, 0, length));
    }

    private void channelWrite(ByteBuffer bytes) throws IOException {
        checksum.update(bytes.duplicate());
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Writes what comes at the end of a pack.
     *
     * @param id the name under which it will be found
     */
    void finish(TreeManifest manifest, String id) throws IOException {
        long start = position;
        byte[] bytes = manifest.encode();
        write(bytes, bytes.length);
        long sum = TreePack.closed(checksum, start, id);
        channelWrite(ByteBuffer.allocate(TreePack.FOOTER_LENGTH)
                .putLong(start)
                .putLong(sum)
                .putLong(TreePack.SIGN)
                .flip());
        channel.close();
    }

    /**
     * The manifest of what was added so far.
     *
     * @param times when the files were modified
     */
    public TreeManifest manifest(String parent, Map<String, String> facts, ToLongFunction<TreeEntry.File> times) {
        List<TreeEntry> timed = new ArrayList<>();
        for (TreeEntry entry : entries) {
            timed.add(entry instanceof TreeEntry.File file ? file.at(times.applyAsLong(file)) : entry);
        }
        return new TreeManifest(parent, facts, timed);
    }

    /** Ends the writing; what was not finished is removed, now or when the store is next tidied up. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It has a name that nobody looks for.
            return;
        }
    }

    private static void checkName(String path) throws Unstorable {
        if (!TreeManifest.isWithin(path)) {
            throw new Unstorable("another system could not name " + path.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /** Hash and checksum of one file. */
    private static final class Sum {

        private final MessageDigest digest = Sha256.digest();
        private final CRC32C crc = new CRC32C();

        void update(byte[] bytes, int start, int length) {
            digest.update(bytes, start, length);
            crc.update(bytes, start, length);
        }

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }

        int checksum() {
            return (int) crc.getValue();
        }
    }
}
