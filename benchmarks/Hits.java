import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a cache knew what the compiler would have made. */
record Hits(long hits, long misses) {

    private static final Pattern OURS =
            Pattern.compile("Compiler cache \\S+: (\\d+) hits?\\b.*, (\\d+) miss(?:es)?\\b.*");

    /** Sources of CMake's own, and those that it writes into the build directory. */
    private static final Pattern CHECK = Pattern.compile("/cmake[^/]*/Modules/|/CMakeFiles/");

    /** What this plugin says. */
    static Hits ofPlugin(Ended ended) throws Failure {
        for (Line line : ended.lines()) {
            Matcher matcher = OURS.matcher(line.text());
            if (matcher.find()) {
                return new Hits(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
            }
        }
        throw new Failure("the plugin does not say how often the cache was hit\n" + ended.text());
    }

    /**
     * What ccache wrote down, call by call.
     *
     * @param checks whether checks count that CMake makes to find out about the compiler
     */
    static Hits ofCcache(Path log, boolean checks) throws IOException, Failure {
        if (!Files.exists(log)) {
            throw new Failure("ccache was not called, or is older than 4.4");
        }
        long hits = 0;
        long misses = 0;
        boolean counted = true;
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("# ")) {
                counted = checks || !CHECK.matcher(line).find();
            } else if (counted && line.matches("(direct|preprocessed)_cache_hit")) {
                hits++;
            } else if (counted && line.equals("cache_miss")) {
                misses++;
            }
        }
        return new Hits(hits, misses);
    }

    /** What the server of sccache answers, in words. */
    static Hits ofSccache(String statistics) throws Failure {
        return new Hits(sccache("Cache hits", statistics), sccache("Cache misses", statistics));
    }

    private static long sccache(String what, String statistics) throws Failure {
        Matcher matcher = Pattern.compile("^" + what + "\\s+(\\d+)\\s*$", Pattern.MULTILINE)
                .matcher(statistics);
        if (!matcher.find()) {
            throw new Failure("sccache does not say how many " + what + "\n" + statistics);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public String toString() {
        long all = hits + misses;
        return all == 0 ? "nothing compiled" : Math.floorDiv(100 * hits, all) + " % (" + hits + "/" + all + ")";
    }
}
