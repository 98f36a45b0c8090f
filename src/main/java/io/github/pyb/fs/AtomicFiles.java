package io.github.pyb.fs;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that are either whole or not there: written beside their place and renamed. */
public final class AtomicFiles {

    private AtomicFiles() {}

    /** Writes a text file, in UTF-8, in place of an older one of that name. */
    public static void write(Path file, String text) throws IOException {
        Path staging = staging(file);
        try {
            Files.writeString(staging, text);
            moveInto(staging, file);
        } finally {
            Files.deleteIfExists(staging);
        }
    }

    /**
     * Moves a finished file into a directory, which is created if need be, under its own name. An older file of that
     * name is replaced in one step, also across file systems.
     *
     * @return the file in its new place
     */
    public static Path publish(Path file, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path target = directory.resolve(file.getFileName().toString());
        try {
            moveInto(file, target);
        } catch (AtomicMoveNotSupportedException e) {
            // Another file system: copy beside the target first, so that the last step is a rename all the same.
            Path staging = staging(target);
            try {
                Files.copy(file, staging, StandardCopyOption.COPY_ATTRIBUTES);
                moveInto(staging, target);
            } finally {
                Files.deleteIfExists(staging);
            }
            Files.delete(file);
        }
        return target;
    }

    /** Copies a file over an older one, unless that has the same content: then it stays, with its time stamp. */
    public static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(from, to) < 0) {
            return;
        }
        Path staging = staging(to);
        try {
            Files.copy(from, staging);
            moveInto(staging, to);
        } finally {
            Files.deleteIfExists(staging);
        }
    }

    private static void moveInto(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path staging(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    }
}
