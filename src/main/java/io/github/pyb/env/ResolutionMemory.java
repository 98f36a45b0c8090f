package io.github.pyb.env;

import io.github.pyb.fs.FileMutex;
import io.github.pyb.fs.Waiting;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.store.Notes;
import io.github.pyb.store.TreeStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Remembers what requirements were resolved to, so that within the update policy nobody has to be asked again. */
final class ResolutionMemory {

    private static final String LOCKS = "locks";

    /** Some thousands of resolutions. */
    private static final long LIMIT = 4 << 20;

    private final TreeStore store;
    private final Notes notes;
    private final StoreSettings settings;
    private final InstantSource clock;
    private final BuildLog log;

    ResolutionMemory(TreeStore store, StoreSettings settings, InstantSource clock, BuildLog log) {
        this.store = store;
        this.notes = new Notes(store, "resolutions", LIMIT, log);
        this.settings = settings;
        this.clock = clock;
        this.log = log;
    }

    /** Something that is not done by two at a time. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, UserProblem, MachineProblem, InterruptedException;
    }

    /**
     * What requirements were resolved to, if that is still good.
     *
     * @param key stands for the requirements and everything that decides what they are resolved to
     */
    Optional<Resolution> recall(String key) {
        return recallAny(key)
                .filter(resolution -> !resolution.time().isBefore(settings.staleBefore())
                        // From the future: somebody's clock was wrong.
                        && !resolution.time().isAfter(clock.instant()));
    }

    /** The same, however old it is. */
    Optional<Resolution> recallAny(String key) {
        return notes.read(key).flatMap(ResolutionMemory::parse);
    }

    /** The same for what is locked, for requirements that may change unnoticed, and where only the installer sees that. */
    Optional<Resolution> recall(RequirementsKey key, Changeable policy) {
        if (key.isLocked()) {
            return recallAny(key.text());
        }
        Optional<Resolution> fixed = key.changeable().isEmpty() ? recall(key.text()) : Optional.empty();
        return fixed.isPresent() || policy != Changeable.TAKEN ? fixed : recall(key.lastText());
    }

    /** Remembers what requirements were resolved to. */
    void remember(String key, Resolution resolution) {
        Map<String, Object> members = new TreeMap<>();
        members.put("environment", resolution.environment());
        members.put("time", resolution.time().toString());
        members.put("distributions", resolution.distributions());
        notes.write(key, Json.write(members) + "\n");
    }

    /** Resolves requirements while nobody else does it; waits for those who do, for as long as is reasonable. */
    void inTurn(String key, Work resolving) throws IOException, UserProblem, MachineProblem, InterruptedException {
        Optional<FileMutex> turn = turn(key);
        try {
            resolving.run();
        } finally {
            if (turn.isPresent()) {
                turn.get().close();
            }
        }
    }

    private Optional<FileMutex> turn(String key) throws InterruptedException {
        Optional<Path> locks = store.prepared(LOCKS);
        if (locks.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A few locks for all keys: two keys that share one only wait for each other.
            return Optional.of(FileMutex.acquire(
                    locks.get().resolve(key.substring(0, 2)),
                    new Waiting(
                            settings.patience(),
                            notice -> log.info("Waiting for another build, which resolves build requirements"))));
        } catch (IOException e) {
            store.giveUp(e);
        } catch (UserProblem e) {
            log.debug(e.explanation().what());
        }
        return Optional.empty();
    }

    private static Optional<Resolution> parse(String text) {
        try {
            Map<?, ?> members = (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
            Map<String, String> distributions = new TreeMap<>();
            ((Map<?, ?>) Objects.requireNonNull(members.get("distributions")))
                    .forEach((name, version) -> distributions.put(text(name), text(version)));
            return Optional.of(new Resolution(
                    text(members.get("environment")), Instant.parse(text(members.get("time"))), distributions));
        } catch (Json.InvalidJson | ClassCastException | NullPointerException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable Object value) {
        return (String) Objects.requireNonNull(value);
    }
}
