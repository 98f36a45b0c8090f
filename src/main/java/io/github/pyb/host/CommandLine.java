package io.github.pyb.host;

import java.util.List;
import java.util.regex.Pattern;

/** Writes commands down the way a user can paste them into a shell. Nothing of ours is ever run through a shell. */
public final class CommandLine {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern PLAIN_ON_WINDOWS = Pattern.compile("[A-Za-z0-9_@+=:,./\\\\-]+");

    private CommandLine() {}

    public static String quote(Host host, List<String> words) {
        return String.join(" ", words.stream().map(word -> quote(host, word)).toList());
    }

    /** One word, quoted if the host's shell would otherwise change it. */
    public static String quote(Host host, String word) {
        return host.isWindows() ? windows(word) : posix(word);
    }

    /** For a POSIX shell: everything within single quotes is taken literally. */
    public static String posix(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * For a batch file of Windows: double quotes, inner ones doubled, and per cent signs doubled because they stand for
     * variables even within quotes.
     */
    public static String windows(String word) {
        if (PLAIN_ON_WINDOWS.matcher(word).matches()) {
            return word;
        }
        return "\"" + word.replace("\"", "\"\"").replace("%", "%%") + "\"";
    }
}
