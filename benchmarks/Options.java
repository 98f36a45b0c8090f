import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was asked for on the command line.
 *
 * @param comparison what is compared
 * @param only the parts of it that were asked for; none for all
 */
record Options(String comparison, int repetitions, Optional<Path> output, String python, List<String> only) {

    private static final String USAGE =
            "usage: benchmarks/run [times|compiler-caches|early-classes|incremental|performance|reproducibility] [--repetitions NUMBER]"
                    + " [--output FILE] [--python COMMAND] [--only PART,...]";

    static Options parse(String[] arguments) throws Failure {
        Map<String, String> given = new TreeMap<>();
        boolean named = arguments.length > 0 && !arguments[0].startsWith("-");
        for (int i = named ? 1 : 0; i < arguments.length; i += 2) {
            if (!List.of("--repetitions", "--output", "--python", "--only").contains(arguments[i])
                    || i + 1 == arguments.length) {
                throw wrong("not understood: " + arguments[i]);
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        String repetitions = given.getOrDefault("--repetitions", "7");
        if (!repetitions.matches("[1-9]\\d{0,3}")) {
            throw wrong("not a number of repetitions: " + repetitions);
        }
        String comparison = named ? arguments[0] : "times";
        if (given.containsKey("--only") && !comparison.equals("performance")) {
            throw wrong(comparison + " has no parts");
        }
        return new Options(
                comparison,
                Integer.parseInt(repetitions),
                Optional.ofNullable(given.get("--output")).map(Path::of),
                given.getOrDefault("--python", ""),
                given.containsKey("--only") ? List.of(given.get("--only").split(",")) : List.of());
    }

    static Failure wrong(String what) {
        return new Failure(what + "\n" + USAGE);
    }
}
