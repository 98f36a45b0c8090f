package io.github.pyb.build;

import io.github.pyb.fs.AtomicFiles;
import io.github.pyb.json.Json;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file in JSON for other programs to read: either whole or not there. */
final class JsonFile {

    private JsonFile() {}

    /** Writes the file in one step, and returns its text. */
    static String write(Path file, Map<String, ?> content) throws MachineProblem {
        String text = Json.write(content) + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFiles.write(file, text);
            return text;
        } catch (IOException e) {
            throw MachineProblem.of("cannot write the file", file, e);
        }
    }

    /** Removes what an earlier build has written. */
    static void remove(Path file) throws MachineProblem {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw MachineProblem.of("cannot remove the file of an earlier build", file, e);
        }
    }
}
