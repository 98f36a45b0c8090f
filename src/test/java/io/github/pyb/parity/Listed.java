package io.github.pyb.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the comparison knows beforehand: files beside this class. */
final class Listed {

    private Listed() {}

    /** The published source distributions that both frontends build. */
    static List<Sdist> sdists() {
        return lines("sdists.txt").stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Sdist::parse)
                .toList();
    }

    static KnownDifferences knownDifferences() {
        return KnownDifferences.parse(lines("known-differences.txt"));
    }

    private static List<String> lines(String file) {
        try (InputStream stream = Objects.requireNonNull(Listed.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
