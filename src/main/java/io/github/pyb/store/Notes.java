package io.github.pyb.store;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.fs.Sha256;
import io.github.pyb.log.BuildLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Short texts that builds leave for later ones: each is whole or not there, and none is believed that was changed since. */
public final class Notes {

    private final TreeStore store;
    private final String name;
    private final long limit;
    private final BuildLog log;

    /**
     * @param name that of their directory in the store
     * @param limit how many bytes they may take together; the oldest go first
     */
    public Notes(TreeStore store, String name, long limit, BuildLog log) {
        this.store = store;
        this.name = name;
        this.limit = limit;
        this.log = log;
    }

    /** The text that was left under a key, if there is one. */
    public Optional<String> read(String key) {
        if (!store.isReadable()) {
            return Optional.empty();
        }
        Path file = file(store.place(name), key);
        try {
            String[] parts = Files.readString(file).split("\n", 2);
            if (parts.length == 2 && parts[0].equals(Sha256.ofText(parts[1]))) {
                return Optional.of(parts[1]);
            }
            log.debug(file + " is damaged");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.debug(file + " cannot be read: " + e);
        }
        return Optional.empty();
    }

    /** Leaves a text, in place of an older one. */
    public void write(String key, String text) {
        Optional<Path> directory = store.prepared(name);
        if (directory.isEmpty()) {
            return;
        }
        Path file = file(directory.get(), key);
        try {
            AtomicFiles.write(file, Sha256.ofText(text) + "\n" + text);
            new Eviction(directory.get(), limit).run(file);
        } catch (IOException e) {
            store.giveUp(e);
        }
    }

    private static Path file(Path directory, String key) {
        return directory.resolve(key + ".json");
    }
}
