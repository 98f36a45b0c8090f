package io.github.pyb.wheel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of what was installed ({@code RECORD}), made of that in the wheel: files that went elsewhere have other paths, those that
 * were changed have other hashes, and those that were made are new.
 */
final class InstalledRecord {

    /** The fields of each line that the wheel has, by the path in the wheel. */
    private final Map<String, String[]> lines;

    private final List<String[]> made = new ArrayList<>();

    private InstalledRecord(Map<String, String[]> lines) {
        this.lines = lines;
    }

    static InstalledRecord parse(byte[] content) throws Uncertain {
        Map<String, String[]> lines = new LinkedHashMap<>();
        String text = new String(content, StandardCharsets.UTF_8);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int last = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            String[] fields = fields(text.substring(start, last));
            if (lines.put(fields[0], fields) != null) {
                throw new Uncertain("its RECORD names " + fields[0] + " twice");
            }
            start = end + 1;
        }
        return new InstalledRecord(lines);
    }

    private static String[] fields(String line) throws Uncertain {
        String path;
        int end;
        if (line.startsWith("\"")) {
            end = line.indexOf("\",", 1) + 1;
            path = line.substring(1, Math.max(end - 1, 1));
        } else {
            end = line.indexOf(',');
            path = line.substring(0, Math.max(end, 0));
        }
        String[] rest = line.substring(Math.max(end, 0)).split(",", -1);
        boolean plain = isPlain(line) && path.indexOf('"') < 0;
        if (end <= 0 || rest.length != 3 || !plain || (rest[1] + rest[2]).indexOf('"') >= 0) {
            throw new Uncertain("its RECORD has an unusual line");
        }
        return new String[] {path, rest[1], rest[2]};
    }

    private static boolean isPlain(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** A file of the wheel is somewhere else than there. */
    void moved(String from, String to) {
        String[] line = lines.get(from);
        if (line == null) {
            made.add(new String[] {to, "", ""});
        } else {
            line[0] = to;
        }
    }

    /** A file of the wheel has another content than there. */
    void changed(String from, byte[] content) {
        String[] line = lines.get(from);
        // What the wheel does not list has no hash in the end either.
        if (line != null) {
            line[1] = hash(content);
            line[2] = String.valueOf(content.length);
        }
    }

    /** A file was made that the wheel does not have. */
    void made(String path, byte[] content) {
        made.add(new String[] {path, hash(content), String.valueOf(content.length)});
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] content() {
        List<String[]> all = new ArrayList<>(lines.values());
        all.addAll(made);
        Collections.sort(all, InstalledRecord::compare);
        StringBuilder text = new StringBuilder(all.size() * 100);
        for (String[] line : all) {
            boolean quoted = line[0].indexOf(',') >= 0;
            text.append(quoted ? "\"" + line[0] + "\"" : line[0])
                    .append(',')
                    .append(line[1])
                    .append(',')
                    .append(line[2])
                    .append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int compare(String[] one, String[] other) {
        int order = 0;
        for (int i = 0; i < one.length && order == 0; i++) {
            order = one[i].compareTo(other[i]);
        }
        return order;
    }
}
