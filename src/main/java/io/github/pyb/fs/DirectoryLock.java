package io.github.pyb.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that holds between the threads of a JVM, between JVMs, and between containers that share the file.
 *
 * <p>Between processes it is a lock of the operating system, so it is gone when its holder is, however that ended. Such
 * locks belong to the process: within one JVM they do not exclude, and on POSIX systems closing <em>any</em> channel to
 * the file gives them up. So a thread registers before it opens the file. The register has to be the same one for all
 * copies of this plugin that the JVM has loaded, which a static field is not; the table of system properties is.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String REGISTER = "io.github.pyb.lock:";

    /** Far behind the content: a locked region cannot be read by others on Windows. */
    private static final long POSITION = Long.MAX_VALUE - 1;

    /** Two different files that grow at the same moment are equally long by chance once in billions of times. */
    private static final int ROUNDS = 2;

    private static final int MAX_SIZE = 1 << 16;

    private final String key;
    private final String token;
    private final FileChannel channel;

    private DirectoryLock(String key, String token, FileChannel channel) {
        this.key = key;
        this.token = token;
        this.channel = channel;
    }

    /** Takes the lock if nobody has it and the file is still where it was when the lock was granted. */
    static Optional<DirectoryLock> tryAcquire(Path file) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            // Java would close the file, and call that a failure.
            throw new InterruptedException("taking the lock " + file);
        }
        String key;
        try {
            key = REGISTER
                    + Objects.requireNonNull(file.getParent()).toRealPath().resolve(file.getFileName());
        } catch (NoSuchFileException e) {
            // The directory went away with the build that held it.
            return Optional.empty();
        }
        String token = UUID.randomUUID().toString();
        if (System.getProperties().putIfAbsent(key, token) != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            acquired = lock(channel) != null && isStillThere(file, channel);
            return acquired ? Optional.of(new DirectoryLock(key, token, channel)) : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It went away just now.
            return Optional.empty();
        } finally {
            if (!acquired) {
                if (channel != null) {
                    channel.close();
                }
                System.getProperties().remove(key, token);
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            // This JVM has it under another name of the same directory.
            return null;
        }
    }

    /**
     * The holder before us may have removed the file; then our lock is one on a file that nobody else can find. The file
     * must not be opened a second time to find out: closing that would give the lock up. So its size is changed through
     * the channel, and looked at through the path.
     */
    private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            int size = ThreadLocalRandom.current().nextInt(1, MAX_SIZE);
            channel.truncate(0);
            channel.write(ByteBuffer.allocate(1), size - 1);
            if (Files.size(file) != size) {
                return false;
            }
        }
        channel.truncate(0);
        return true;
    }

    /** Gives the lock up. The file stays, unless it was removed while it was locked. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(key, token);
        }
    }
}
