package io.github.pyb.fs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Whether what is in a directory may be believed. What everybody can write to, anybody can have put there, and it would be
 * run. The same is true of what another user has made where everybody may make directories, as in {@code /tmp}.
 */
public final class Trust {

    /** What the administrator has laid out is for all users. */
    private static final int ROOT = 0;

    private static final Path OURSELVES = Path.of("/proc/self");

    private Trust() {}

    /** What speaks against a directory; nothing if it may be believed, or is not there. */
    public static Optional<String> objection(Path directory) throws IOException {
        if (!isPosix()) {
            return Optional.empty();
        }
        return objection(directory, Files.isDirectory(OURSELVES) ? Optional.of(owner(OURSELVES)) : Optional.empty());
    }

    /**
     * Makes a directory that is to be believed later, whatever the umask, and all that is missing above it. What is there
     * stays as it is.
     */
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(
                directory,
                isPosix()
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))
                        }
                        : new FileAttribute<?>[0]);
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** @param ourselves the number of the user that we run as, if it can be known */
    static Optional<String> objection(Path directory, Optional<Integer> ourselves) throws IOException {
        try {
            if (everybodyMayWriteTo(directory)) {
                return Optional.of("everybody may write to it");
            }
            if (ourselves.isPresent()) {
                // A link may have been laid by somebody else, and so may what it leads to.
                for (Path way : List.of(directory.toAbsolutePath().normalize(), directory.toRealPath())) {
                    Optional<Path> strange = strange(way, ourselves.get());
                    if (strange.isPresent()) {
                        return Optional.of(strange.get() + " belongs to another user, and everybody may write to "
                                + strange.get().getParent());
                    }
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The first directory on the way up that somebody else may have put there. */
    private static Optional<Path> strange(Path way, int ourselves) throws IOException {
        for (Path path = way; path.getParent() != null; path = path.getParent()) {
            int owner = owner(path);
            if (owner != ourselves && owner != ROOT && everybodyMayWriteTo(path.getParent())) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static int owner(Path path) throws IOException {
        LinkOption[] options =
                path.equals(OURSELVES) ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        return (Integer) Files.getAttribute(path, "unix:uid", options);
    }

    private static boolean everybodyMayWriteTo(Path directory) throws IOException {
        return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
    }
}
