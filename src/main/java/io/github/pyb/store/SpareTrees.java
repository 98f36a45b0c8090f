package io.github.pyb.store;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trees that somebody has worked with and does not need any more. They are moved here instead of being removed, and
 * moved out again for whoever needs the same: to move a tree, and to look at all its files, is much less work than to
 * remove and to make that many files, on some file systems by far. What comes out of here is in whatever condition it was
 * left in, and has to be {@linkplain Reconciliation put right}.
 */
public final class SpareTrees {

    private static final String SPARES = "spares";

    /** How the names begin of trees that are being moved. */
    private static final String MOVING = ".moving-";

    /** Which tree it was, how large, and a name that no other has. What is called otherwise was not put there by us. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]+-(?<size>[0-9]{1,18})-[0-9a-f-]+");

    private static final int MOST = 16;

    /** The part of the store's size that spare trees may take, all together; one may take half of that. */
    private static final int PART = 4;

    /** Whoever began to move a tree so long ago was killed. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final TreeStore store;

    public SpareTrees(TreeStore store) {
        this.store = store;
    }

    private record Spare(Path path, FileTime time, long size) {}

    /**
     * Moves everything out of a directory.
     *
     * @param id which tree it once was
     * @param spared the name of an entry of the directory that stays
     */
    public void park(String id, Path root, String spared) {
        long size = store.size(id);
        Optional<Path> spares = Reconciliation.isPossible() ? store.prepared(SPARES) : Optional.empty();
        if (spares.isEmpty() || size > store.limit() / PART / 2) {
            return;
        }
        Path moving = spares.get().resolve(MOVING + UUID.randomUUID());
        try {
            Files.createDirectory(moving);
            if (moveContent(root, moving, spared)) {
                String name = id + "-" + size + "-" + UUID.randomUUID();
                Files.move(moving, spares.get().resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(moving);
            }
            tidy(spares.get());
        } catch (IOException e) {
            // Another file system, for instance. Whatever is left is removed by others, as it would be without us.
            remove(moving);
        }
    }

    /**
     * Moves a tree into a directory.
     *
     * @return whether there was one; if not, what is there now has to be removed
     */
    public boolean take(String id, Path root) throws IOException {
        Path spares = store.place(SPARES);
        if (!store.isUsable() || !Files.isDirectory(spares)) {
            return false;
        }
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(spares, id + "-*")) {
            for (Path candidate : candidates) {
                Path taken = spares.resolve(MOVING + UUID.randomUUID());
                if (isMine(candidate, taken)) {
                    moveContent(taken, root, "");
                    Files.delete(taken);
                    return true;
                }
            }
        }
        return false;
    }

    /** Only one of all who try can rename it. */
    private static boolean isMine(Path candidate, Path taken) throws IOException {
        try {
            Files.move(candidate, taken, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean moveContent(Path from, Path to, String spared) throws IOException {
        boolean moved = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(spared)) {
                    Files.move(entry, to.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                    moved = true;
                }
            }
        }
        return moved;
    }

    private void tidy(Path spares) throws IOException {
        List<Spare> all = new ArrayList<>();
        Instant abandoned = Instant.now().minus(PATIENCE);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(spares)) {
            for (Path entry : entries) {
                FileTime time = time(entry);
                String name = entry.getFileName().toString();
                Matcher spare = NAME.matcher(name);
                if (spare.matches()) {
                    all.add(new Spare(entry, time, Long.parseLong(spare.group("size"))));
                } else if (name.startsWith(MOVING) && time.toInstant().isBefore(abandoned)) {
                    remove(entry);
                }
            }
        }
        all.sort(Comparator.comparing(Spare::time).reversed());
        long size = 0;
        for (int i = 0; i < all.size(); i++) {
            size += all.get(i).size();
            if (i >= MOST || size > store.limit() / PART) {
                discard(spares, all.get(i).path());
            }
        }
    }

    private void discard(Path spares, Path spare) throws IOException {
        Path taken = spares.resolve(MOVING + UUID.randomUUID());
        if (isMine(spare, taken)) {
            remove(taken);
        }
    }

    /** What stays costs room, and is no reason for a build to fail that has succeeded. */
    private void remove(Path tree) {
        try {
            TreeRemoval.remove(tree);
        } catch (MachineProblem e) {
            store.tell(e);
        }
    }

    private static FileTime time(Path entry) throws IOException {
        try {
            return Files.getLastModifiedTime(entry);
        } catch (NoSuchFileException e) {
            // Somebody has just taken it.
            return FileTime.from(Instant.now());
        }
    }
}
