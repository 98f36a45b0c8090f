package io.github.pyb.toml;

import io.github.pyb.fs.Sha256;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Masking;
import io.github.pyb.store.Notes;
import io.github.pyb.store.TreeStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what the files of earlier builds say, by their content. To load and start a TOML parser takes a fresh JVM
 * longer than everything else that comes before the hooks; to load JSON, which others need anyway, takes a tenth of that.
 */
final class DocumentMemory {

    /** To be raised when values are made of TOML in another way. */
    private static final String FORMAT = "1\n";

    /** Some thousands of files. */
    private static final long LIMIT = 8 << 20;

    /** A larger file would drive out too many others. */
    private static final int LARGEST = 1 << 20;

    private final Optional<Notes> notes;

    private DocumentMemory(Optional<Notes> notes) {
        this.notes = notes;
    }

    static DocumentMemory none() {
        return new DocumentMemory(Optional.empty());
    }

    /**
     * @param store where, for all builds of a user
     * @param size how many bytes the store may take; 0 for remembering nothing
     */
    static DocumentMemory within(Path store, long size, BuildLog log) {
        return new DocumentMemory(
                Optional.of(new Notes(TreeStore.ofMinorUse(store, size, log), "documents", LIMIT, log)));
    }

    /** The values of a text that was read before. */
    Optional<Map<String, Object>> recall(String text) {
        return notes.flatMap(kept -> kept.read(key(text))).flatMap(DocumentMemory::parse);
    }

    /** Except a text with a password in it: the store outlives the checkout, and goes to other machines. */
    void remember(String text, Map<String, Object> values) {
        if (text.length() <= LARGEST && Masking.mask(text).equals(text)) {
            notes.ifPresent(kept -> kept.write(key(text), Json.write(values)));
        }
    }

    private static Optional<Map<String, Object>> parse(String note) {
        try {
            return Json.parse(note) instanceof Map<?, ?> values
                    ? Optional.of(PlainValues.of(values))
                    : Optional.empty();
        } catch (Json.InvalidJson e) {
            return Optional.empty();
        }
    }

    private static String key(String text) {
        return Sha256.ofText(FORMAT + text);
    }
}
