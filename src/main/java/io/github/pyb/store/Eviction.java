package io.github.pyb.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a directory of files below a size: what has the oldest time goes first. */
public final class Eviction {

    /** How the names of files end that are being written. */
    public static final String UNFINISHED = ".part";

    /** Whoever began to write a file so long ago was killed. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private record Candidate(Path file, FileTime time, long size) {}

    private final Path directory;
    private final long limit;

    public Eviction(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /**
     * Removes what is too much. Others may do the same at the same moment.
     *
     * @param spared the file that was just written
     * @return when the newest one of those was used that had to go; nothing if there was room
     */
    public Optional<Instant> run(Path spared) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        long size = 0;
        FileTime abandoned = FileTime.from(Instant.now().minus(PATIENCE));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Candidate candidate = candidate(file);
                if (candidate == null) {
                    continue;
                }
                if (!file.toString().endsWith(UNFINISHED)) {
                    size += candidate.size();
                    candidates.add(candidate);
                } else if (candidate.time().compareTo(abandoned) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
        candidates.sort(Comparator.comparing(Candidate::time));
        Optional<Instant> newest = Optional.empty();
        for (Candidate candidate : candidates) {
            if (size > limit && !candidate.file().equals(spared)) {
                Files.deleteIfExists(candidate.file());
                size -= candidate.size();
                newest = Optional.of(candidate.time().toInstant());
            }
        }
        return newest;
    }

    private static @Nullable Candidate candidate(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? new Candidate(file, attributes.lastModifiedTime(), attributes.size())
                    : null;
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
            return null;
        }
    }
}
