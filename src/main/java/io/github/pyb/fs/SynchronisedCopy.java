package io.github.pyb.fs;

import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a copy of a source tree up to date. Contents are compared byte by byte, never by time stamp:
 *
 * <ul>
 *   <li>a file whose content is the same keeps the copy's time stamp, so that build tools see it as unchanged;
 *   <li>a file whose content changed gets a new time stamp, even if the original's did not move or went back;
 *   <li>what vanished from the original vanishes from the copy, and so does what a backend wrote into the copy.
 * </ul>
 *
 * <p>In a copy that is made anew, files have the time stamps of the originals, because some projects rely on their
 * order (a generated source must not be older than what it was generated from). For the same reason files that change
 * together get new time stamps in the order of the originals' ones.
 *
 * <p>Links within the tree are links in the copy. A link that leads out of the tree, or to something that is not
 * copied, would lead elsewhere from the copy; what it points to is copied in its place.
 */
public final class SynchronisedCopy {

    /** Directories of version control systems; a file of that name is a pointer to such a directory. */
    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".hg", ".svn", ".bzr", ".jj", "_darcs", "CVS");

    /** What Python tools keep for themselves; it is made anew when it is needed. */
    private static final Set<String> CACHES =
            Set.of("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox", ".eggs");

    /** Marks a virtual environment (PEP 405), which is no source. */
    private static final String VIRTUAL_ENVIRONMENT = "pyvenv.cfg";

    /**
     * What was done.
     *
     * @param written files that are new or changed
     * @param kept files that were the same
     * @param removed entries that the original does not have
     */
    public record Outcome(int written, int kept, int removed) {}

    private static final CopyOption[] ORIGINAL_TIMES = {StandardCopyOption.COPY_ATTRIBUTES};
    private static final CopyOption[] TIME_OF_COPYING = {};

    private record Written(Path file, FileTime originalTime) {}

    private final Path source;
    private final Path target;
    private final Set<Path> excluded;
    private final boolean whole;
    private final boolean fresh;
    private final List<Written> written = new ArrayList<>();
    private final Set<Path> openDirectories = new HashSet<>();
    private int kept;
    private int removed;

    private SynchronisedCopy(Path source, Path target, Set<Path> excluded, boolean whole, boolean fresh) {
        this.source = source;
        this.target = target;
        this.excluded = excluded;
        this.whole = whole;
        this.fresh = fresh;
    }

    /**
     * Makes the target equal to a source tree that people work in: without version control and without what tools have
     * left in it.
     *
     * @param source an existing directory
     * @param target a directory of ours; created if it is missing
     * @param excluded directories that are not part of the source although they stand in it
     */
    public static Outcome synchronise(Path source, Path target, Set<Path> excluded)
            throws MachineProblem, InterruptedException {
        return synchronise(source, target, excluded, false);
    }

    /**
     * Makes the target equal to a directory, whatever that holds.
     *
     * @param source an existing directory
     * @param target a directory of ours; created if it is missing
     */
    public static Outcome mirror(Path source, Path target) throws MachineProblem, InterruptedException {
        return synchronise(source, target, Set.of(), true);
    }

    private static Outcome synchronise(Path source, Path target, Set<Path> excluded, boolean whole)
            throws MachineProblem, InterruptedException {
        try {
            boolean fresh = Files.notExists(target);
            Files.createDirectories(target);
            Set<Path> realExcluded = new HashSet<>();
            for (Path path : excluded) {
                realExcluded.add(real(path));
            }
            realExcluded.add(target.toRealPath());
            SynchronisedCopy copy =
                    new SynchronisedCopy(source.toRealPath(), target.toRealPath(), realExcluded, whole, fresh);
            copy.directory(copy.source, copy.target);
            copy.stamp();
            return new Outcome(copy.written.size(), copy.kept, copy.removed);
        } catch (IOException e) {
            throw MachineProblem.of("cannot copy the source tree", source, e);
        }
    }

    /** Whether a directory of that name belongs to a version control system. */
    public static boolean isVersionControl(String name) {
        return VERSION_CONTROL.contains(name);
    }

    /** Whether a directory is one that no source tree consists of: version control, or a virtual environment. */
    static boolean isNeverSource(Path directory) {
        return isVersionControl(directory.getFileName().toString()) || isVirtualEnvironment(directory);
    }

    /** Whether a directory of that name holds what Python tools keep for themselves. */
    static boolean isCache(String name) {
        return CACHES.contains(name);
    }

    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private void directory(Path from, Path to) throws IOException, MachineProblem, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("copying the source tree");
        }
        if (!openDirectories.add(from.toRealPath())) {
            // A link to one of its own parents; what it leads to is in the copy already.
            return;
        }
        List<Path> originals = entries(from);
        Set<String> names = new HashSet<>();
        originals.forEach(entry -> names.add(entry.getFileName().toString()));
        // First of all: where upper and lower case are the same, it may be the one to be written, in another spelling.
        for (Path entry : entries(to)) {
            if (!names.contains(entry.getFileName().toString())) {
                TreeRemoval.remove(entry);
                removed++;
            }
        }
        for (Path entry : originals) {
            Path counterpart = to.resolve(entry.getFileName().toString());
            if (!entryIfThere(entry, counterpart) && Files.exists(counterpart, LinkOption.NOFOLLOW_LINKS)) {
                TreeRemoval.remove(counterpart);
                removed++;
            }
        }
        openDirectories.remove(from.toRealPath());
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    /** What vanishes while it is looked at, because another build works beside this one, was never there. */
    private boolean entryIfThere(Path from, Path to) throws IOException, MachineProblem, InterruptedException {
        try {
            return entry(from, to);
        } catch (NoSuchFileException e) {
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return false;
        }
    }

    /** @return whether the entry has a counterpart in the copy */
    private boolean entry(Path from, Path to) throws IOException, MachineProblem, InterruptedException {
        String name = from.getFileName().toString();
        if (!whole && VERSION_CONTROL.contains(name)) {
            return false;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(from, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            Optional<Path> link = linkWithin(from);
            if (link.isPresent()) {
                link(link.get(), to);
                return true;
            }
            attributes = Files.readAttributes(from, BasicFileAttributes.class);
        }
        if (attributes.isDirectory()) {
            if (isLeftOutHere(from)) {
                return false;
            }
            makeDirectory(to);
            directory(from, to);
            return true;
        }
        if (attributes.isRegularFile()) {
            file(from, to, attributes);
            return true;
        }
        // Sockets, pipes and devices are no source.
        return false;
    }

    private boolean isLeftOutHere(Path directory) throws IOException {
        boolean residue = isCache(directory.getFileName().toString()) || isVirtualEnvironment(directory);
        return excluded.contains(directory.toRealPath()) || (!whole && residue);
    }

    private static boolean isVirtualEnvironment(Path directory) {
        return Files.isRegularFile(directory.resolve(VIRTUAL_ENVIRONMENT));
    }

    /**
     * What the counterpart of a link should point to, if it is to be a link: the same text where that stays within the
     * copy, and for links to nowhere.
     */
    private Optional<Path> linkWithin(Path from) throws IOException {
        Path text = Files.readSymbolicLink(from);
        Path pointee;
        try {
            pointee = from.toRealPath();
        } catch (NoSuchFileException e) {
            return Optional.of(text);
        }
        boolean copied = pointee.startsWith(source) && !isLeftOut(pointee);
        // A link through a directory outside may come back in; only the plain case keeps its meaning in the copy.
        boolean plain =
                !text.isAbsolute() && from.resolveSibling(text).normalize().startsWith(source);
        return copied && plain ? Optional.of(text) : Optional.empty();
    }

    private boolean isLeftOut(Path inSource) throws IOException {
        for (Path path = inSource; path != null && !path.equals(source); path = path.getParent()) {
            boolean versionControl = VERSION_CONTROL.contains(path.getFileName().toString());
            if ((!whole && versionControl) || isLeftOutHere(path)) {
                return true;
            }
        }
        return false;
    }

    private void link(Path text, Path to) throws IOException, MachineProblem {
        if (Files.isSymbolicLink(to) && Files.readSymbolicLink(to).equals(text)) {
            kept++;
            return;
        }
        TreeRemoval.remove(to);
        Files.createSymbolicLink(to, text);
    }

    private static void makeDirectory(Path to) throws IOException, MachineProblem {
        if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            TreeRemoval.remove(to);
            Files.createDirectory(to);
        }
    }

    private void file(Path from, Path to, BasicFileAttributes attributes) throws IOException, MachineProblem {
        if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(from, to) < 0) {
            kept++;
        } else {
            TreeRemoval.remove(to);
            // A changed file must never have an old time stamp, not even if we are killed before it gets its final one.
            Files.copy(from, to, fresh ? ORIGINAL_TIMES : TIME_OF_COPYING);
            written.add(new Written(to, attributes.lastModifiedTime()));
        }
        if (whole) {
            CopiedPermissions.asTheyAre(from, to);
        } else {
            CopiedPermissions.asInAnyCheckout(from, to);
        }
    }

    private void stamp() throws IOException {
        Instant now = Instant.now();
        written.sort((one, other) -> one.originalTime().compareTo(other.originalTime()));
        int rank = -1;
        FileTime previous = null;
        for (Written file : written) {
            if (fresh) {
                // A time stamp of tomorrow would make a build tool believe for a day that the file has just changed.
                Instant original = file.originalTime().toInstant();
                Files.setLastModifiedTime(file.file(), FileTime.from(original.isAfter(now) ? now : original));
                continue;
            }
            if (!file.originalTime().equals(previous)) {
                rank++;
                previous = file.originalTime();
            }
            Files.setLastModifiedTime(file.file(), FileTime.from(now.plus(rank, ChronoUnit.MICROS)));
        }
    }
}
