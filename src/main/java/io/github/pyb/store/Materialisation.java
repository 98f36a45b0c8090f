package io.github.pyb.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Writes a tree from its pack. Every file is a new one of its own, with the rights that whoever builds gives to new files;
 * nothing that happens to it reaches the store.
 */
public final class Materialisation {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path root;
    private final Placing placing;
    private final ToLongFunction<TreeEntry.File> times;

    /**
     * @param root where the tree is to stand, an existing directory
     * @param times when a file there was modified, in nanoseconds since 1970
     */
    public Materialisation(Path root, Placing placing, ToLongFunction<TreeEntry.File> times) {
        this.root = root;
        this.placing = placing;
        this.times = times;
    }

    /** Writes what a pack has. A directory that is there stays; any other entry of the same name is replaced. */
    public void write(TreePack pack) throws IOException, InterruptedException {
        write(pack, entry -> true);
    }

    /** The same with some of the entries. */
    void write(TreePack pack, Predicate<TreeEntry> wanted) throws IOException, InterruptedException {
        List<TreeEntry> entries = pack.manifest().entries();
        List<TreeEntry.File> files = new ArrayList<>();
        List<TreeEntry.File> placed = new ArrayList<>();
        try {
            removeGone(entries);
            for (TreeEntry entry : entries) {
                if (entry instanceof TreeEntry.File file && file.placed()) {
                    placed.add(file);
                } else if (wanted.test(entry)) {
                    if (entry instanceof TreeEntry.Directory) {
                        makeDirectory(root.resolve(entry.path()));
                    } else if (entry instanceof TreeEntry.Link link) {
                        makeLink(root.resolve(link.path()), Path.of(link.target()));
                    } else if (entry instanceof TreeEntry.File file) {
                        files.add(file);
                    }
                }
            }
            ManyFiles.forEach(files, (file, buffer) -> copy(pack, file, buffer));
            for (TreeEntry.File file : placed) {
                // Asked for all of them, because what is in one may depend on what is in those before.
                byte[] content = placing.placed(file.path(), pack.content(file));
                if (wanted.test(file)) {
                    writeContent(file, ByteBuffer.wrap(content));
                }
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        }
    }

    /** Backwards, so that directories come after what is in them. */
    private void removeGone(List<TreeEntry> entries) throws IOException {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i) instanceof TreeEntry.Gone gone) {
                removeGone(root.resolve(gone.path()));
            }
        }
    }

    private static void removeGone(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // Something else has been put there since; that is not ours to remove.
            return;
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(directory);
                Files.createDirectory(directory);
            }
        }
    }

    private static void makeLink(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
                Files.delete(link);
                Files.createSymbolicLink(link, target);
            }
        }
    }

    private void copy(TreePack pack, TreeEntry.File file, ByteBuffer buffer) throws IOException {
        try (FileChannel channel = create(file)) {
            for (long offset = 0; offset < file.size(); offset += buffer.limit()) {
                pack.read(file, offset, buffer);
                write(buffer, channel);
            }
        }
        setTime(file);
    }

    private void writeContent(TreeEntry.File file, ByteBuffer content) throws IOException {
        try (FileChannel channel = create(file)) {
            write(content, channel);
        }
        setTime(file);
    }

    private static void write(ByteBuffer bytes, FileChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A new file: what is behind the name now, be it a link out of the tree, is never written to. */
    private FileChannel create(TreeEntry.File file) throws IOException {
        Path path = root.resolve(file.path());
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try {
            return FileChannel.open(path, options, mode(file));
        } catch (FileAlreadyExistsException e) {
            Files.delete(path);
            return FileChannel.open(path, options, mode(file));
        }
    }

    private static FileAttribute<?>[] mode(TreeEntry.File file) {
        // The system takes away from it what it takes away from all new files (umask).
        return POSIX && file.executable()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
                }
                : new FileAttribute<?>[0];
    }

    private void setTime(TreeEntry.File file) throws IOException {
        FileTime time = FileTime.from(times.applyAsLong(file), TimeUnit.NANOSECONDS);
        // Both times, so that the system is not asked first for the one that stays.
        Files.getFileAttributeView(root.resolve(file.path()), BasicFileAttributeView.class)
                .setTimes(time, time, null);
    }

    static InterruptedException interrupted(ClosedByInterruptException cause) {
        // The exception takes the place of the flag.
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("writing the environment");
        interrupted.initCause(cause);
        return interrupted;
    }
}
