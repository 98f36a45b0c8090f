package io.github.pyb.process;

import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from what was there before, without reading it.
 *
 * @param text where links lead to, size, times and identity; or that there is nothing
 * @param changed when it changed last, as far as the file system knows
 */
record FileState(String text, Instant changed) {

    /** The state of a file or a directory; of a link the state of what it leads to. */
    static FileState of(Path path) {
        try {
            return of(path, path.toRealPath());
        } catch (IOException e) {
            // Whoever comes later may find something here, or be let in.
            return new FileState("absent: " + MachineProblem.reasonAlone(e), Instant.MIN);
        }
    }

    private static FileState of(Path path, Path real) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            // Nobody can set the time of change: neither an archive that is unpacked nor a copy that keeps times.
            Map<String, Object> unix = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino");
            return of(real, unix.get("size"), unix.get("lastModifiedTime"), unix.get("ctime"), unix.get("ino"));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
        FileTime modified = basic.lastModifiedTime();
        FileTime created = basic.creationTime();
        FileTime changed = modified.compareTo(created) > 0 ? modified : created;
        return of(real, basic.size(), modified, changed, basic.fileKey());
    }

    private static FileState of(
            Path real,
            @Nullable Object size,
            @Nullable Object modified,
            @Nullable Object changed,
            @Nullable Object identity) {
        FileTime change = (FileTime) Objects.requireNonNull(changed, "changed");
        long stamp = ((FileTime) Objects.requireNonNull(modified, "modified")).to(TimeUnit.NANOSECONDS);
        return new FileState(
                String.join(
                        " ",
                        real.toString(),
                        String.valueOf(size),
                        Long.toString(stamp),
                        Long.toString(change.to(TimeUnit.NANOSECONDS)),
                        String.valueOf(identity)),
                change.toInstant());
    }
}
