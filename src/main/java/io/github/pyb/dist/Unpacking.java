package io.github.pyb.dist;

import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the checked members of an archive into a directory, as the {@code data} filter of Python's {@code tarfile} does.
 * Makes every directory and file itself, and nothing through something that is there already; links come last, so nothing
 * is written through them either.
 */
final class Unpacking {

    /** How this system makes a symbolic link, if it can. */
    @FunctionalInterface
    interface Linking {
        void link(Path place, Path target) throws IOException;
    }

    private final Path root;
    private final Linking linking;
    private final Set<Path> made = new HashSet<>();
    private final Map<Path, FileTime> directoryTimes = new HashMap<>();
    private final Map<Path, Member> links = new LinkedHashMap<>();

    /**
     * Begins to unpack into a directory.
     *
     * @param directory an empty directory, which nobody else writes to
     */
    Unpacking(Path directory, Linking linking) throws MachineProblem {
        try {
            this.root = directory.toRealPath();
            requireEmpty(root);
        } catch (IOException e) {
            throw MachineProblem.of("cannot unpack into the directory", directory, e);
        }
        this.linking = linking;
        made.add(root);
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }

    /** The place of something that was unpacked. */
    Path resolve(String path) {
        return root.resolve(path);
    }

    /** Removes what was written, and says what could not be removed. */
    Explanation undo() {
        try {
            TreeRemoval.removeContent(root, Set.of());
            return Explanation.of("");
        } catch (MachineProblem e) {
            return e.explanation();
        }
    }

    void write(Member member, InputStream content) throws IOException {
        Path place = root.resolve(member.path());
        switch (member.kind()) {
            case DIRECTORY -> {
                makeDirectory(place);
                directoryTimes.put(place, FileTime.from(member.entry().modified()));
            }
            case FILE -> {
                makeDirectory(place.getParent());
                writeContent(content, place);
                complete(place, member.entry());
            }
            case HARD_LINK -> {
                // A copy: two files that change together would surprise whoever edits one.
                makeDirectory(place.getParent());
                Files.copy(root.resolve(member.target()), place, LinkOption.NOFOLLOW_LINKS);
                complete(place, member.entry());
            }
            case SYMBOLIC_LINK -> {
                makeDirectory(place.getParent());
                links.put(place, member);
            }
        }
    }

    /** Makes the links, and gives directories their times, which the making of other things has changed. */
    void finish(MemberTree tree) throws IOException {
        for (Map.Entry<Path, Member> link : links.entrySet()) {
            link(link.getKey(), link.getValue(), tree);
        }
        for (Map.Entry<Path, FileTime> directory : directoryTimes.entrySet()) {
            if (!directory.getKey().equals(root)) {
                setTime(directory.getKey(), directory.getValue());
            }
        }
    }

    private void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !made.contains(directory)) {
            makeDirectory(directory.getParent());
            Files.createDirectory(directory);
            made.add(directory);
        }
    }

    private static void writeContent(InputStream content, Path place) throws IOException {
        try (OutputStream file = Files.newOutputStream(
                place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            content.transferTo(file);
        }
    }

    /** Windows lets only some users make links. There a file takes the place of a link to it. */
    private void link(Path place, Member link, MemberTree tree) throws IOException {
        try {
            linking.link(place, place.getFileSystem().getPath(link.target()));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Optional<Member> end = tree.endOf(link);
            if (end.isEmpty() || !end.get().becomesFile()) {
                throw RefusedArchive.needsLinks(link.path(), e);
            }
            Files.copy(
                    root.resolve(end.get().path()),
                    place,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void complete(Path place, ArchiveEntry entry) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(permissions(entry.mode()));
        }
        setTime(place, FileTime.from(entry.modified()));
    }

    private static void setTime(Path place, FileTime time) throws IOException {
        Files.getFileAttributeView(place, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    /** The owner may read and write, others may not write, and whoever may execute is told by the owner. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            if ((mode & 0010) != 0) {
                permissions.add(PosixFilePermission.GROUP_EXECUTE);
            }
            if ((mode & 0001) != 0) {
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            }
        }
        if ((mode & 0040) != 0) {
            permissions.add(PosixFilePermission.GROUP_READ);
        }
        if ((mode & 0004) != 0) {
            permissions.add(PosixFilePermission.OTHERS_READ);
        }
        return permissions;
    }
}
