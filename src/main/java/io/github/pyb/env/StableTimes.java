package io.github.pyb.env;

import io.github.pyb.fs.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives files that are installed again, with the same content and at the same place, the time stamps that they had
 * before. Installers give every file the time of its installation; to ninja and make each build would then look as if all
 * headers in the environment had changed. What did change keeps its new time stamp.
 *
 * <p>Contents are compared by the hashes that an installed distribution records (RECORD, PEP 376); what they were last
 * time is remembered in a file outside of the environment.
 */
final class StableTimes {

    /** A line of RECORD: path, hash, size; the path is quoted if it has a comma in it. */
    private static final Pattern RECORD_LINE =
            Pattern.compile("(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,\"]*)),(?<hash>[^,]+),[0-9]*");

    private record Stamp(String hash, long nanoseconds) {}

    private final Set<Path> directories;
    private final Path memory;

    /**
     * @param directories where distributions are installed
     * @param memory the file that remembers
     */
    StableTimes(Set<Path> directories, Path memory) {
        this.directories = directories;
        this.memory = memory;
    }

    /** To be called after each installation. */
    void apply() throws IOException {
        Map<String, Stamp> before = read();
        Map<String, Stamp> now = new TreeMap<>();
        for (Path directory : directories) {
            for (Path record : records(directory)) {
                apply(directory, record, before, now);
            }
        }
        write(now);
    }

    private static List<Path> records(Path directory) throws IOException {
        List<Path> records = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.dist-info")) {
            stream.forEach(metadata -> records.add(metadata.resolve("RECORD")));
        } catch (NoSuchFileException e) {
            // Nothing was installed there.
            return records;
        }
        return records;
    }

    private static void apply(Path directory, Path record, Map<String, Stamp> before, Map<String, Stamp> now)
            throws IOException {
        if (!Files.exists(record)) {
            return;
        }
        for (String line : Files.readAllLines(record)) {
            Matcher matcher = RECORD_LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            String quoted = matcher.group("quoted");
            String name = quoted == null ? matcher.group("plain") : quoted.replace("\"\"", "\"");
            Path file = directory.resolve(name).normalize();
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                String hash = matcher.group("hash");
                Stamp old = before.get(file.toString());
                if (old != null && old.hash().equals(hash)) {
                    Files.setLastModifiedTime(file, FileTime.from(old.nanoseconds(), TimeUnit.NANOSECONDS));
                }
                now.put(
                        file.toString(),
                        new Stamp(hash, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS)));
            }
        }
    }

    private Map<String, Stamp> read() throws IOException {
        Map<String, Stamp> stamps = new HashMap<>();
        if (!Files.exists(memory)) {
            return stamps;
        }
        for (String line : Files.readAllLines(memory, StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ", 3);
            // A line that is damaged costs a new time stamp, no more.
            if (fields.length == 3 && fields[0].matches("[0-9]{1,19}")) {
                stamps.put(fields[2], new Stamp(fields[1], Long.parseLong(fields[0])));
            }
        }
        return stamps;
    }

    private void write(Map<String, Stamp> stamps) throws IOException {
        StringBuilder text = new StringBuilder();
        stamps.forEach((file, stamp) -> text.append(stamp.nanoseconds())
                .append(' ')
                .append(stamp.hash())
                .append(' ')
                .append(file)
                .append('\n'));
        Files.createDirectories(memory.toAbsolutePath().getParent());
        AtomicFiles.write(memory, text.toString());
    }
}
