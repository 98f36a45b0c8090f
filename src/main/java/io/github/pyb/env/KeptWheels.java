package io.github.pyb.env;

import io.github.pyb.fs.Sha256;
import io.github.pyb.store.Eviction;
import io.github.pyb.store.TreeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Wheels that were downloaded, kept beside the stored environments under the names of their hashes. A file is there as a whole or not at
 * all; whoever takes it verifies it. What was not used for longest goes when there is not enough room.
 */
final class KeptWheels {

    private static final String DIRECTORY = "wheels";

    /** Environments are of more use than what they are made from. */
    private static final int SHARE = 4;

    /** What is used again so soon is not marked again. */
    private static final Duration NEWS = Duration.ofHours(1);

    private final TreeStore store;
    private final long limit;

    /** @param limit how many bytes all that is stored may take */
    KeptWheels(TreeStore store, long limit) {
        this.store = store;
        this.limit = limit / SHARE;
    }

    /** The wheel with a hash, if it is here. */
    Optional<Path> find(String sha256) {
        Path file = file(sha256);
        if (store.isUsable()
                && Files.isRegularFile(file)
                && store.prepared(DIRECTORY).isPresent()) {
            markAsUsed(file);
            return Optional.of(file);
        }
        return Optional.empty();
    }

    private static void markAsUsed(Path file) {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(NEWS))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException e) {
            // One that belongs to somebody else serves all the same.
            return;
        }
    }

    /** A place for a wheel that is being downloaded; nothing if none can be kept. */
    Optional<Path> begin() {
        return store.prepared(DIRECTORY)
                .map(directory -> directory.resolve("." + UUID.randomUUID() + Eviction.UNFINISHED));
    }

    /**
     * Keeps what was downloaded.
     *
     * @return where it is now; nothing if it has another hash, then it is gone
     */
    Optional<Path> finish(Path unfinished, String sha256) throws IOException {
        if (!Sha256.of(unfinished).equals(sha256)) {
            Files.delete(unfinished);
            return Optional.empty();
        }
        Path file = file(sha256);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new Eviction(file.resolveSibling(""), limit).run(file);
        return Optional.of(file);
    }

    /** Removes those that have become damaged. */
    void removeDamaged(Collection<String> hashes) throws IOException {
        for (String sha256 : hashes) {
            Path file = file(sha256);
            if (Files.isRegularFile(file) && !Sha256.of(file).equals(sha256)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(String sha256) {
        return store.place(DIRECTORY).resolve(sha256 + ".whl");
    }
}
