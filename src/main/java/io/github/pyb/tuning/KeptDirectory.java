package io.github.pyb.tuning;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Intermediate files of a build tool that knows itself what has to be made again, for the next build to find. Kept only
 * as long as nothing has changed that such tools do not watch, and only if the build that left them was not cut off.
 *
 * <p>What it was made with stands in a file, which is missing while a build is at work: whoever finds the directory
 * without it finds one of which nobody knows in what state it is. Values stand there as hashes, since some are secrets.
 */
public final class KeptDirectory {

    private static final String STATE = "made-with.txt";
    private static final int HASH_LENGTH = 16;

    private final Path path;
    private final Map<String, String> circumstances;
    private final BuildLog log;
    private final Map<String, String> now = new TreeMap<>();
    private boolean trusted;

    KeptDirectory(Path path, Map<String, String> circumstances, BuildLog log) {
        this.path = path;
        this.circumstances = circumstances;
        this.log = log;
    }

    /**
     * Makes the directory ready for a build: with what is in it, or else empty.
     *
     * @param more what the build depends on besides what is known already, by names that can be shown
     */
    public void open(Map<String, String> more) throws MachineProblem {
        circumstances.forEach((name, value) -> now.put(name, hash(value)));
        more.forEach((name, value) -> now.put(name, hash(value)));
        try {
            Optional<Map<String, String>> before = read();
            trusted = before.isPresent() && before.get().equals(now);
            if (trusted) {
                log.debug("intermediate files of the build before are in " + path);
            } else {
                startAfresh(before);
            }
            Files.createDirectories(path);
            Files.deleteIfExists(state());
        } catch (IOException e) {
            throw MachineProblem.of("cannot set up the directory for intermediate files", path, e);
        }
    }

    /**
     * Leaves the directory to the next build. After a failure that takes an earlier success: what a tool has found out
     * about the machine before it failed for the first time, it would not ask again when the machine has been mended.
     */
    public void close(boolean succeeded) throws MachineProblem {
        if (!succeeded && !trusted) {
            return;
        }
        StringBuilder text = new StringBuilder();
        now.forEach((name, value) -> text.append(value).append(' ').append(name).append('\n'));
        try {
            AtomicFiles.write(state(), text.toString());
        } catch (IOException e) {
            throw MachineProblem.of("cannot write down what the build was made with", state(), e);
        }
    }

    private void startAfresh(Optional<Map<String, String>> before) throws MachineProblem {
        if (!Files.exists(path)) {
            return;
        }
        log.info("The native build starts from scratch, because "
                + before.map(this::changed).orElse("the one before did not come to a good end"));
        TreeRemoval.removeContent(path, Set.of());
    }

    private String changed(Map<String, String> before) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> before.getOrDefault(name, "").equals(now.getOrDefault(name, "")));
        return "this has changed: " + String.join(", ", names);
    }

    private Path state() {
        return path.resolve(STATE);
    }

    private Optional<Map<String, String>> read() throws IOException {
        if (!Files.isRegularFile(state())) {
            return Optional.empty();
        }
        Map<String, String> before = new TreeMap<>();
        for (String line : Files.readAllLines(state(), StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ", 2);
            before.put(fields[fields.length - 1], fields[0]);
        }
        return Optional.of(before);
    }

    private static String hash(String value) {
        return Sha256.ofText(value).substring(0, HASH_LENGTH);
    }
}
