package io.github.pyb.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that are texts: their first line names the program that runs them. */
public final class Scripts {

    private Scripts() {}

    /** Whether a program is one of them, wherever links lead. */
    public static boolean isScript(Path executable) throws IOException {
        try (InputStream stream = Files.newInputStream(executable)) {
            byte[] start = stream.readNBytes(2);
            return start.length == 2 && start[0] == '#' && start[1] == '!';
        }
    }
}
