package io.github.pyb.store;

import io.github.pyb.fs.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pack says about itself.
 *
 * @param parent the tree that this one is laid over; empty if it is laid over nothing
 * @param facts what whoever stored it wants to know of it later
 * @param entries in the order of their paths
 */
public record TreeManifest(String parent, Map<String, String> facts, List<TreeEntry> entries) {

    private static final int DIRECTORY = 'd';
    private static final int FILE = 'f';
    private static final int LINK = 'l';
    private static final int GONE = 'g';

    private static final int EXECUTABLE = 1;
    private static final int PLACED = 2;
    private static final int DERIVED = 4;

    public TreeManifest {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        entries = entries.stream().sorted(Comparator.comparing(TreeEntry::path)).toList();
    }

    /** The same for equal trees over equal trees, whenever and wherever they were made. */
    public String identity() {
        MessageDigest digest = Sha256.digest();
        line(digest, "over " + parent);
        facts.forEach((key, value) -> line(digest, "fact " + key + " " + value));
        for (TreeEntry entry : entries) {
            if (entry instanceof TreeEntry.Directory) {
                line(digest, "directory " + entry.path());
            } else if (entry instanceof TreeEntry.Link link) {
                line(digest, "link " + link.path() + " to " + link.target());
            } else if (entry instanceof TreeEntry.Gone) {
                line(digest, "gone " + entry.path());
            } else if (entry instanceof TreeEntry.File file && !file.derived()) {
                line(digest, "file " + file.path() + " " + file.executable() + file.placed() + " " + file.hash());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The files among the entries. */
    public List<TreeEntry.File> files() {
        return entries.stream()
                .filter(TreeEntry.File.class::isInstance)
                .map(TreeEntry.File.class::cast)
                .toList();
    }

    private static void line(MessageDigest digest, String text) {
        digest.update((text + "\0\n").getBytes(StandardCharsets.UTF_8));
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(parent, out);
            out.writeInt(facts.size());
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                text(fact.getKey(), out);
                text(fact.getValue(), out);
            }
            out.writeInt(entries.size());
            for (TreeEntry entry : entries) {
                encode(entry, out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void encode(TreeEntry entry, DataOutputStream out) throws IOException {
        if (entry instanceof TreeEntry.File file) {
            out.writeByte(FILE);
            text(file.path(), out);
            out.writeByte((file.executable() ? EXECUTABLE : 0)
                    | (file.placed() ? PLACED : 0)
                    | (file.derived() ? DERIVED : 0));
            out.writeLong(file.time());
            out.writeLong(file.size());
            text(file.hash(), out);
            out.writeInt(file.checksum());
            out.writeLong(file.position());
        } else if (entry instanceof TreeEntry.Link link) {
            out.writeByte(LINK);
            text(link.path(), out);
            text(link.target(), out);
        } else {
            out.writeByte(entry instanceof TreeEntry.Directory ? DIRECTORY : GONE);
            text(entry.path(), out);
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The manifest that some bytes encode. */
    static TreeManifest decode(ByteBuffer in) throws Damaged {
        try {
            String parent = text(in);
            Map<String, String> facts = new TreeMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                facts.put(text(in), text(in));
            }
            List<TreeEntry> entries = new ArrayList<>();
            for (int left = in.getInt(); left > 0; left--) {
                entries.add(entry(in));
            }
            return new TreeManifest(parent, facts, entries);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new Damaged("its manifest ends too early");
        }
    }

    private static TreeEntry entry(ByteBuffer in) throws Damaged {
        int kind = in.get();
        String path = text(in);
        if (!isWithin(path)) {
            throw new Damaged("it has an entry that does not belong to a tree: " + path);
        }
        return switch (kind) {
            case DIRECTORY -> new TreeEntry.Directory(path);
            case LINK -> new TreeEntry.Link(path, text(in));
            case GONE -> new TreeEntry.Gone(path);
            case FILE -> file(path, in);
            default -> throw new Damaged("it has an entry of no known kind: " + path);
        };
    }

    private static TreeEntry.File file(String path, ByteBuffer in) {
        int flags = in.get();
        return new TreeEntry.File(
                path,
                (flags & EXECUTABLE) != 0,
                (flags & PLACED) != 0,
                (flags & DERIVED) != 0,
                in.getLong(),
                in.getLong(),
                text(in),
                in.getInt(),
                in.getLong());
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether a path leads to something below the root of its tree, and means the same on every system. */
    static boolean isWithin(String path) {
        int nameStart = 0;
        for (int i = 0; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c == '\\' || c < ' ') {
                return false;
            }
            if (c == '/') {
                String name = i - nameStart > 2 ? "" : path.substring(nameStart, i);
                if (i == nameStart || name.equals(".") || name.equals("..")) {
                    return false;
                }
                nameStart = i + 1;
            }
        }
        return true;
    }
}
