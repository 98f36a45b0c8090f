package io.github.pyb.parity;

import io.github.pyb.testing.Pythons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Unpacks source distributions, by the rules that frontends use (PEP 721). */
final class Archive {

    private Archive() {}

    /** Unpacks into a directory that does not exist yet, and returns the one directory that is then in it. */
    static Path unpack(Path sdist, Path directory) throws IOException, InterruptedException {
        Files.createDirectory(directory);
        Process tar = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-m",
                        "tarfile",
                        "--filter",
                        "data",
                        "-e",
                        sdist.toString(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tar.waitFor() != 0) {
            throw new IOException("cannot unpack " + sdist + "\n" + output);
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> all = entries.toList();
            if (all.size() != 1) {
                throw new IOException("instead of one directory there are " + all + " in " + sdist);
            }
            return all.get(0);
        }
    }
}
