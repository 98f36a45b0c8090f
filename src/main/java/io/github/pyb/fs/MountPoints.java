package io.github.pyb.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether another file system is mounted on a directory. Linux lists its mounts, bind mounts of the same device
 * among them; elsewhere a mount shows by a device number that differs from the parent's.
 */
final class MountPoints {

    private final Path mountinfo;

    /** Where file systems are mounted, once somebody has asked; most of what is removed is no directory. */
    private @Nullable Set<String> listed;

    private boolean complete;

    private MountPoints(Path mountinfo) {
        this.mountinfo = mountinfo;
    }

    static MountPoints current() {
        return read(Path.of("/proc/self/mountinfo"));
    }

    /** The mounts that a file in the format of Linux' {@code mountinfo} lists (proc(5)). */
    static MountPoints read(Path mountinfo) {
        return new MountPoints(mountinfo);
    }

    /** @param directory an existing directory, given by its real path */
    boolean isMountPoint(Path directory) {
        Set<String> mounts = listed();
        if (complete) {
            return mounts.contains(directory.toString());
        }
        Path parent = directory.getParent();
        if (parent == null) {
            return true;
        }
        try {
            Object device = Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
            return !device.equals(Files.getAttribute(parent, "unix:dev", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Windows: mounted volumes are reparse points, which removal does not enter anyway.
            return false;
        }
    }

    private Set<String> listed() {
        if (listed != null) {
            return listed;
        }
        Set<String> mounts = new HashSet<>();
        try {
            for (String line : Files.readAllLines(mountinfo)) {
                String[] fields = line.split(" ", -1);
                if (fields.length > 4) {
                    mounts.add(unescape(fields[4]));
                }
            }
            complete = true;
        } catch (IOException e) {
            complete = false;
        }
        listed = mounts;
        return mounts;
    }

    /** Blanks and backslashes are written as three octal digits after a backslash. */
    private static String unescape(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                plain.write(Integer.parseInt(new String(bytes, i + 1, 3, StandardCharsets.US_ASCII), 8));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
