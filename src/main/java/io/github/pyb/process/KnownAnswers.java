package io.github.pyb.process;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.Trust;
import io.github.pyb.json.Json;
import io.github.pyb.problem.MachineProblem;
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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What programs have answered to earlier builds of a user, with the state of every file that an answer depends on, so that
 * they need not be started again. One small file for each; whoever writes one writes it whole, and none is trusted further
 * than its states hold.
 */
public final class KnownAnswers {

    /** More programs than anybody has; beyond that, and after that time, records are of those that are gone. */
    private static final int LIMIT = 100;

    private static final Duration LIFE = Duration.ofDays(90);

    private final Path directory;

    /** @param directory made when the first record is written */
    public KnownAnswers(Path directory) {
        this.directory = directory;
    }

    /** There is no record, or it does not hold any more; the message is the reason. */
    public static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param reason goes after a colon */
        public Unknown(String reason) {
            super(reason);
        }
    }

    /**
     * The answer of an executable, if nothing that it depends on has changed.
     *
     * @param key what it is asked, and in which circumstances; part of a file's name
     */
    public String recall(String key, Path executable) throws Unknown {
        try {
            Optional<String> objection = Trust.objection(directory);
            if (objection.isPresent()) {
                throw new Unknown("the record in " + directory + " is not believed: " + objection.get());
            }
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

    /**
     * Writes down an answer.
     *
     * @param paths what it depends on besides the executable
     * @param asked when it was asked: what has changed since then is not what it speaks of
     * @return why it cannot be kept, if it cannot
     */
    public Optional<String> remember(String key, Path executable, String answer, List<Path> paths, Instant asked) {
        Map<Path, FileState> states = new LinkedHashMap<>();
        states.put(executable, FileState.of(executable));
        paths.forEach(path -> states.put(path, FileState.of(path)));
        for (Map.Entry<Path, FileState> state : states.entrySet()) {
            if (!state.getValue().changed().isBefore(asked)) {
                return Optional.of(state.getKey() + " changed while it was asked");
            }
        }
        try {
            write(key, executable, answer, states);
            forget();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("its answer cannot be written down: " + MachineProblem.reason(e));
        }
    }

    private void write(String key, Path executable, String answer, Map<Path, FileState> states) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        states.forEach((path, state) -> texts.put(path.toString(), state.text()));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("executable", executable.toString());
        entry.put("answer", answer);
        entry.put("states", texts);
        Trust.createDirectories(directory);
        AtomicFiles.write(file(key), Json.write(entry));
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
