package io.github.pyb.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** What is permitted with the copy of a file. The copy is ours, so its owner can always read and write. */
final class CopiedPermissions {

    private static final Set<PosixFilePermission> FILE = Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
    private static final Set<PosixFilePermission> PROGRAM = Set.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));

    private CopiedPermissions() {}

    /** Everything else is as with the original. */
    static void asTheyAre(Path from, Path to) throws IOException {
        Set<PosixFilePermission> wanted = new HashSet<>(of(from));
        wanted.add(PosixFilePermission.OWNER_READ);
        wanted.add(PosixFilePermission.OWNER_WRITE);
        set(to, wanted);
    }

    /**
     * Who may execute is the original's to say, all else is as git has it under the usual umask: backends pack files with
     * the permissions that they find, and those must not depend on who has checked out. Who may look at the copy is still
     * decided by the directories that it stands in.
     */
    static void asInAnyCheckout(Path from, Path to) throws IOException {
        set(to, of(from).contains(PosixFilePermission.OWNER_EXECUTE) ? PROGRAM : FILE);
    }

    /** Empty where there is nothing of the kind. */
    private static Set<PosixFilePermission> of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? Set.of() : view.readAttributes().permissions();
    }

    private static void set(Path file, Set<PosixFilePermission> wanted) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(wanted)) {
            view.setPermissions(wanted);
        }
    }
}
