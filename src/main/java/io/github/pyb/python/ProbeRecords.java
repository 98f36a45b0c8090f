package io.github.pyb.python;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What interpreters have answered to earlier builds of a user, with the state of everything that an answer depends on.
 * One small file for each; whoever writes one writes it whole, and none is trusted further than its states hold.
 */
final class ProbeRecords {

    /** More interpreters than anybody has; beyond that, and after that time, records are of interpreters that are gone. */
    private static final int LIMIT = 100;

    private static final Duration LIFE = Duration.ofDays(90);

    private final Path directory;

    /** @param directory made when the first record is written */
    ProbeRecords(Path directory) {
        this.directory = directory;
    }

    /** There is no record, or it does not hold any more; the message is the reason. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String reason) {
            super(reason);
        }
    }

    /** The answer of an executable, if nothing that it depends on has changed. */
    String recall(String key, Path executable) throws Unknown {
        try {
            Map<?, ?> entry = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(file(key))), "nothing");
            if (!executable.toString().equals(entry.get("executable"))) {
                throw new Unknown("the record is of another one");
            }
            for (Map.Entry<?, ?> state :
                    ((Map<?, ?>) Objects.requireNonNull(entry.get("states"), "states")).entrySet()) {
                if (!FileState.of(Path.of((String) state.getKey())).text().equals(state.getValue())) {
                    throw new Unknown(state.getKey() + " has changed");
                }
            }
            return (String) Objects.requireNonNull(entry.get("answer"), "answer");
        } catch (NoSuchFileException e) {
            throw new Unknown("it has not been asked before");
        } catch (IOException
                | Json.InvalidJson
                | IllegalArgumentException
                | ClassCastException
                | NullPointerException e) {
            throw new Unknown("its record cannot be read: " + e);
        }
    }

    void remember(String key, Path executable, String answer, Map<Path, FileState> states) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        states.forEach((path, state) -> texts.put(path.toString(), state.text()));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("executable", executable.toString());
        entry.put("answer", answer);
        entry.put("states", texts);
        Files.createDirectories(directory);
        AtomicFiles.write(file(key), Json.write(entry));
        forget();
    }

    private Path file(String key) {
        return directory.resolve(key + ".json");
    }

    /** Removes what is old or too much, and what builds have left behind that were killed while they wrote. */
    private void forget() throws IOException {
        record Aged(Path file, FileTime written) {}
        List<Aged> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.exists(file)) {
                    records.add(new Aged(file, Files.getLastModifiedTime(file)));
                }
            }
        }
        records.sort(Comparator.comparing(Aged::written).reversed());
        FileTime oldest = FileTime.from(Instant.now().minus(LIFE));
        for (int i = 0; i < records.size(); i++) {
            if (i >= LIMIT || records.get(i).written().compareTo(oldest) < 0) {
                Files.deleteIfExists(records.get(i).file());
            }
        }
    }
}
