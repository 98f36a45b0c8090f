import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a cache knew what the compiler would have made. */
record Hits(long hits, long misses) {

    private static final Pattern OURS =
            Pattern.compile("Compiler cache \\S+: (\\d+) hits?\\b.*, (\\d+) miss(?:es)?\\b.*");

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

    /** What ccache wrote down, call by call. */
    static Hits ofCcache(Path log) throws IOException, Failure {
        if (!Files.exists(log)) {
            throw new Failure("ccache was not called, or is older than 4.4");
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return new Hits(
                lines.stream()
                        .filter(line -> line.matches("(direct|preprocessed)_cache_hit"))
                        .count(),
                lines.stream().filter(line -> line.equals("cache_miss")).count());
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
