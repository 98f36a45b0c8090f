package io.github.pyb.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The file {@code RECORD} of a wheel, which lists all others with hash and size (binary distribution format, PEP 427). */
final class RecordFile {

    /** Algorithms that are allowed, with the names that Java gives them. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512", "sha3_256", "SHA3-256");

    /**
     * A line.
     *
     * @param algorithm how the hash was made, as it stands there; empty if there is no hash
     * @param hash the hash, without padding
     * @param size the size, if one is given
     */
    record Line(String algorithm, String hash, OptionalLong size) {

        /** What Java calls the algorithm, if it is one that is allowed. */
        Optional<String> javaAlgorithm() {
            return Optional.ofNullable(ALGORITHMS.get(algorithm));
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** Reads the file, and notes what is no line of it. */
    static RecordFile read(byte[] content, Findings findings) {
        RecordFile record = new RecordFile();
        int number = 0;
        for (List<String> row : rows(new String(content, StandardCharsets.UTF_8))) {
            number++;
            Line line = row.size() == 3 ? line(row) : null;
            if (line == null) {
                findings.error("RECORD has a line that is not path, hash and size", "line " + number);
            } else if (record.lines.putIfAbsent(row.get(0), line) != null) {
                findings.error("RECORD lists a file twice", row.get(0));
            }
        }
        return record;
    }

    Map<String, Line> lines() {
        return lines;
    }

    private static @Nullable Line line(List<String> row) {
        String hash = row.get(1);
        int equals = hash.indexOf('=');
        String size = row.get(2);
        if (row.get(0).isEmpty() || (!hash.isEmpty() && equals < 0) || !size.matches("[0-9]{0,18}")) {
            return null;
        }
        return new Line(
                hash.isEmpty() ? "" : hash.substring(0, equals),
                hash.substring(equals + 1).replaceFirst("=+$", ""),
                size.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size)));
    }

    /** Comma-separated values: fields with commas stand in quotes, and quotes in those are doubled. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                row.add(field.toString());
                field.setLength(0);
            } else if (!quoted && (c == '\n' || c == '\r')) {
                end(row, field, rows);
                row = new ArrayList<>();
            } else {
                field.append(c);
            }
        }
        end(row, field, rows);
        return rows;
    }

    private static void end(List<String> row, StringBuilder field, List<List<String>> rows) {
        // An empty line is no row.
        if (!row.isEmpty() || field.length() > 0) {
            row.add(field.toString());
            rows.add(row);
        }
        field.setLength(0);
    }
}
