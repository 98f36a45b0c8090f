package io.github.pyb.env;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.store.TreeEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives files that come to the same place again, with the same content, the time stamps that they had there before.
 * Installers give every file the time of its installation; to ninja and make each build would then look as if all
 * headers in the environment had changed. What did change gets a new time stamp, also if it comes from the store, where
 * it has an old one: otherwise nobody would compile again what includes it.
 *
 * <p>What was there last time, and when, is remembered in a file outside of the environment.
 */
final class StableTimes {

    /** How the first line begins; behind it are the names of stored trees that stood there with the times they have. */
    private static final String AS_STORED = "as stored:";

    /** Beyond that, files are forgotten that are no longer installed. */
    private static final int MOST = 50_000;

    private static final Pattern NUMBER = Pattern.compile("-?[0-8]?[0-9]{1,18}");

    private record Stamp(String hash, long nanoseconds) {}

    private final Set<Path> directories;
    private final Path memory;

    /** What was read, once it was. */
    private @Nullable Map<String, Stamp> before;

    private @Nullable List<String> firstLine;

    private final Map<String, Stamp> now = new TreeMap<>();
    private final Set<String> asStored = new LinkedHashSet<>();

    /**
     * @param directories where distributions are installed
     * @param memory the file that remembers
     */
    StableTimes(Set<Path> directories, Path memory) {
        this.directories = directories;
        this.memory = memory;
    }

    /** To be called when an installer has put something there that is not stored. */
    void apply() throws IOException {
        Map<String, Stamp> known = before();
        for (Path directory : directories) {
            for (Path record : records(directory)) {
                apply(directory, record, known);
            }
        }
        write();
    }

    /**
     * The times of files that an installer has put there just now, and that are about to be stored.
     *
     * @param root the environment's directory
     */
    ToLongFunction<TreeEntry.File> ofInstalled(Path root, List<TreeEntry.File> files) throws IOException {
        Map<String, Stamp> known = before();
        return remembered(root, files, file -> same(known, root, file, file.time()));
    }

    /**
     * The times of files that are about to be written there from the store.
     *
     * @param edition what distinguishes the stored tree from all others, and from itself with other times
     */
    ToLongFunction<TreeEntry.File> ofStored(String edition, Path root, List<TreeEntry.File> files) throws IOException {
        if (firstLine().contains(edition)) {
            asStored.add(edition);
            return TreeEntry.File::time;
        }
        Map<String, Stamp> known = before();
        Instant moment = Instant.now();
        long present = TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
        ToLongFunction<TreeEntry.File> times = file -> same(known, root, file, known.isEmpty() ? file.time() : present);
        if (files.stream().allMatch(file -> file.derived() || times.applyAsLong(file) == file.time())) {
            asStored.add(edition);
        }
        return remembered(root, files, times);
    }

    /** The time that the same content had; of what was compiled nothing depends on the time. */
    private static long same(Map<String, Stamp> known, Path root, TreeEntry.File file, long otherwise) {
        if (file.derived()) {
            return file.time();
        }
        Stamp old = known.get(key(root, file));
        return old != null && old.hash().equals(hash(file)) ? old.nanoseconds() : otherwise;
    }

    private ToLongFunction<TreeEntry.File> remembered(
            Path root, List<TreeEntry.File> files, ToLongFunction<TreeEntry.File> times) throws IOException {
        for (TreeEntry.File file : files) {
            if (!file.derived()) {
                now.put(key(root, file), new Stamp(hash(file), times.applyAsLong(file)));
            }
        }
        write();
        return times;
    }

    private static String key(Path root, TreeEntry.File file) {
        return root + "/" + file.path();
    }

    private static String hash(TreeEntry.File file) {
        return RecordFile.hash(HexFormat.of().parseHex(file.hash()));
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

    private void apply(Path directory, Path record, Map<String, Stamp> known) throws IOException {
        if (!Files.exists(record)) {
            return;
        }
        for (String line : Files.readAllLines(record)) {
            Matcher matcher = RecordFile.LINE.matcher(line);
            if (!matcher.matches() || matcher.group("hash").isEmpty()) {
                continue;
            }
            Path file = directory.resolve(RecordFile.pathIn(matcher)).normalize();
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                String hash = matcher.group("hash");
                Stamp old = known.get(file.toString());
                if (old != null && old.hash().equals(hash)) {
                    Files.setLastModifiedTime(file, FileTime.from(old.nanoseconds(), TimeUnit.NANOSECONDS));
                }
                now.put(
                        file.toString(),
                        new Stamp(hash, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS)));
            }
        }
    }

    private List<String> firstLine() throws IOException {
        if (firstLine == null) {
            firstLine = readFirstLine();
        }
        return firstLine;
    }

    /** Only the first line: as a rule, no more is needed. */
    private List<String> readFirstLine() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(memory, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            return line != null && line.startsWith(AS_STORED)
                    ? List.of(line.substring(AS_STORED.length()).split(" ", -1))
                    : List.of();
        } catch (NoSuchFileException | CharacterCodingException e) {
            return List.of();
        }
    }

    private Map<String, Stamp> before() throws IOException {
        if (before == null) {
            before = Files.exists(memory) ? read() : Map.of();
        }
        return before;
    }

    private Map<String, Stamp> read() throws IOException {
        Map<String, Stamp> stamps = new HashMap<>();
        // What is damaged costs new time stamps, no more.
        for (String line : new String(Files.readAllBytes(memory), StandardCharsets.UTF_8).split("\n", -1)) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3 && NUMBER.matcher(fields[0]).matches()) {
                stamps.put(fields[2], new Stamp(fields[1], Long.parseLong(fields[0])));
            }
        }
        return stamps;
    }

    private void write() throws IOException {
        Map<String, Stamp> all = new TreeMap<>(before());
        all.putAll(now);
        StringBuilder text = new StringBuilder(AS_STORED + String.join(" ", asStored) + "\n");
        (all.size() > MOST ? now : all)
                .forEach((file, stamp) -> text.append(stamp.nanoseconds())
                        .append(' ')
                        .append(stamp.hash())
                        .append(' ')
                        .append(file)
                        .append('\n'));
        Files.createDirectories(memory.toAbsolutePath().getParent());
        AtomicFiles.write(memory, text.toString());
    }
}
