package io.github.pyb.store;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.fs.Trust;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A directory with packed trees, shared by all builds of a user. A pack is there completely or not at all, and is never
 * changed, so builds need not wait for each other. A store that cannot be used costs time and nothing else: whoever asks
 * it gets nothing, and the log says why, once.
 */
public final class TreeStore {

    static final String PACK = ".pack";

    /** Backup programs know by such a file what need not be kept; we know by it what is ours. */
    private static final String TAG = "CACHEDIR.TAG";

    private static final String TAG_CONTENT = """
            Signature: 8a477f597d28d172789f06886806bc55
            # Build environments, kept by pyb-maven-plugin. Can be removed whenever no build runs.
            """;

    /** Where packs are, and beside them what others keep here. */
    private static final String PACKS = "packs";

    /** A pack that is used again so soon is not marked as used again. */
    private static final Duration NEWS = Duration.ofHours(1);

    /** What was used so recently is likely to be used again. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final Path directory;
    private final long limit;
    private final BuildLog log;

    /** Told when the store has to be done without. */
    private final Consumer<String> complaints;

    private boolean usable;

    /**
     * @param directory created when something is stored
     * @param limit how many bytes all packs together may take; 0 for no store at all
     */
    public TreeStore(Path directory, long limit, BuildLog log) {
        this(directory, limit, log, log::warn);
    }

    private TreeStore(Path directory, long limit, BuildLog log, Consumer<String> complaints) {
        this.directory = directory;
        this.limit = limit;
        this.log = log;
        this.complaints = complaints;
        this.usable = limit > 0;
    }

    /** The same store for somebody without whom builds are slower only by moments: not worth a warning of its own. */
    public static TreeStore ofMinorUse(Path directory, long limit, BuildLog log) {
        return new TreeStore(directory, limit, log, log::debug);
    }

    /** Whether nothing was ever stored in a directory. */
    public static boolean isEmpty(Path directory) {
        return !Files.exists(directory.resolve(PACKS));
    }

    /** Whether it is of any use to ask it. */
    public boolean isUsable() {
        return usable;
    }

    /** Whether what is in it may be believed. */
    boolean isReadable() {
        return usable && isTrusted();
    }

    /**
     * Finds a tree, and verifies it. One that is damaged is removed.
     *
     * @param id the name under which it was stored
     */
    public Optional<TreePack> open(String id) {
        if (!isReadable()) {
            return Optional.empty();
        }
        Path pack = pack(id);
        try {
            TreePack opened = TreePack.open(pack);
            markAsUsed(pack);
            return Optional.of(opened);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (Damaged e) {
            log.warn("A stored environment is damaged (" + e.getMessage() + ") and is made anew: " + pack);
            discard(pack);
            return Optional.empty();
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    /** Begins to store what has changed in a directory; nothing if the store cannot be written. */
    public Optional<TreePackWriter> begin(Path root, Placing placing) {
        Optional<Path> packs = prepared(PACKS);
        if (packs.isEmpty()) {
            return Optional.empty();
        }
        Path unfinished = packs.get().resolve("." + UUID.randomUUID() + Eviction.UNFINISHED);
        try {
            return Optional.of(new TreePackWriter(unfinished, root, placing));
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    /**
     * Finishes what was begun, and removes what was not used for longest if there is not enough room.
     *
     * @return whether it is stored
     */
    public boolean publish(TreePackWriter writer, TreeManifest manifest, String id) {
        try {
            writer.finish(manifest, id);
            Files.move(writer.file(), pack(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            new Eviction(directory.resolve(PACKS), limit).run(pack(id)).ifPresent(this::warnOfCrowd);
            return true;
        } catch (IOException e) {
            giveUp(e);
            return false;
        }
    }

    /** Whoever counts on what was stored just now, because there will be no network, has to know that it is gone. */
    private void warnOfCrowd(Instant used) {
        if (used.isAfter(Instant.now().minus(RECENT))) {
            log.warn("The store of environments is full (" + (limit >> 20) + " MB) and has lost one that was used "
                    + Durations.ago(Duration.between(used, Instant.now()))
                    + "; storeSize (-Dpyb.store.size) makes it larger");
        }
    }

    /** How many bytes all packs together may take. */
    long limit() {
        return limit;
    }

    /** How many bytes a pack takes; more than all may if there is none. */
    long size(String id) {
        try {
            return Files.size(pack(id));
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The most that a single tree may take: one that would drive out all the others is not worth it. */
    public long largest() {
        return limit / 2;
    }

    /** A directory in the store for something else than trees, ready to be written to; nothing if it cannot be had. */
    public Optional<Path> prepared(String name) {
        if (!usable) {
            return Optional.empty();
        }
        try {
            if (!Files.exists(directory.resolve(TAG))) {
                Files.createDirectories(directory.toAbsolutePath().getParent());
                createDirectory(directory);
                refuseForeign();
                AtomicFiles.write(directory.resolve(TAG), TAG_CONTENT);
            }
            if (!isTrusted()) {
                return Optional.empty();
            }
            createDirectory(directory.resolve(name));
            return Optional.of(directory.resolve(name));
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    /** The same directory for somebody who only reads; it need not be there. */
    public Path place(String name) {
        return directory.resolve(name);
    }

    /** Goes on without the store, and says why. */
    public void giveUp(IOException why) {
        if (usable) {
            usable = false;
            String reason = MachineProblem.reason(why);
            complaints.accept("Environments are not stored: " + reason
                    // A full disk, for instance, does not say which one it is.
                    + (reason.contains(directory.toString()) ? "" : " (" + directory + ")"));
        }
    }

    /** Tells whoever debugs of what is wrong in the store, and in nobody's way. */
    void tell(MachineProblem problem) {
        log.debug(problem.explanation().text());
    }

    /**
     * Removes a store.
     *
     * @return whether there was one
     */
    public static boolean remove(Path directory) throws MachineProblem {
        try {
            if (!Files.readString(directory.resolve(TAG)).equals(TAG_CONTENT)) {
                return false;
            }
        } catch (IOException e) {
            // What carries no tag of ours is not ours.
            return false;
        }
        TreeRemoval.remove(directory);
        return true;
    }

    private Path pack(String id) {
        return directory.resolve(PACKS).resolve(id + PACK);
    }

    private boolean isTrusted() {
        try {
            Optional<String> objection = Trust.objection(directory);
            objection.ifPresent(reason -> giveUp(new FileSystemException(directory.toString(), null, reason)));
            return objection.isEmpty();
        } catch (IOException e) {
            giveUp(e);
            return false;
        }
    }

    /** A directory with something in it that we have not put there is not one that we may later remove. */
    private void refuseForeign() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, entry -> !isTag(entry))) {
            // Another build may have been faster: then it has written the tag before anything else.
            if (entries.iterator().hasNext() && !Files.exists(directory.resolve(TAG))) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }

    /** The tag, also one that another build is writing just now. */
    private static boolean isTag(Path entry) {
        return entry.getFileName().toString().contains(TAG);
    }

    private static void createDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(
                    path,
                    isPosix()
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void markAsUsed(Path pack) {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(pack, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(now.minus(NEWS))) {
                Files.setLastModifiedTime(pack, FileTime.from(now));
            }
        } catch (IOException e) {
            // A store that can only be read serves all the same.
            return;
        }
    }

    private void discard(Path pack) {
        try {
            Files.deleteIfExists(pack);
        } catch (IOException e) {
            giveUp(e);
        }
    }
}
