package io.github.pyb.env;

import io.github.pyb.fs.Sha256;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an installed distribution records of its files (RECORD, PEP 376): one line for each with its path, its hash and its
 * size. The path is relative to the directory that the distribution is installed in, and quoted if it has a comma in it.
 *
 * @param path where the file is, within its environment
 * @param text its content
 */
record RecordFile(String path, String text) {

    static final Pattern LINE =
            Pattern.compile("(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,\"]*)),(?<hash>[^,]*),(?<size>[0-9]*)");

    private static final Pattern LINES = Pattern.compile("[^\r\n]+");

    /** The path in a line. */
    static String pathIn(Matcher line) {
        String quoted = line.group("quoted");
        return quoted == null ? line.group("plain") : quoted.replace("\"\"", "\"");
    }

    /** A hash in the form that RECORD has. */
    static String hash(byte[] sha256) {
        return "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    }

    /** What a line says of a file: its hash and its size. */
    static String fields(byte[] content) {
        return hash(Sha256.digest().digest(content)) + "," + content.length;
    }

    /**
     * The text with other hashes and sizes.
     *
     * @param fields what is said of the file with a path within the environment; {@code null} for what was said before
     */
    String with(Function<String, @Nullable String> fields) {
        // Installers differ in how they end lines; that stays as it is.
        return LINES.matcher(text).replaceAll(line -> Matcher.quoteReplacement(with(line.group(), fields)));
    }

    private String with(String line, Function<String, @Nullable String> fields) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !pathIn(matcher).startsWith("..")) {
            return line;
        }
        String file = Path.of(path, "..", "..", pathIn(matcher)).normalize().toString();
        String others = fields.apply(file);
        return others == null ? line : line.substring(0, matcher.start("hash")) + others;
    }
}
