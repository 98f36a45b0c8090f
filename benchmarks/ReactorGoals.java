import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the goals of the single modules of a reactor took, by the lines in which Maven goes from one to the next. */
final class ReactorGoals {

    private static final Pattern BEGIN = Pattern.compile("--- .*:wheel \\(.* @ (module\\d+) ---");
    private static final Pattern END = Pattern.compile("-----< |Reactor Summary");

    private final Map<String, Double> seconds = new HashMap<>();

    /** @param ended a run in which one module is built after the other */
    ReactorGoals(Ended ended) throws Failure {
        Line begin = null;
        String module = "";
        for (Line line : ended.lines()) {
            Matcher begins = BEGIN.matcher(line.text());
            if (begins.find()) {
                begin = line;
                module = begins.group(1);
            } else if (begin != null && END.matcher(line.text()).find()) {
                seconds.put(module, (line.nanos() - begin.nanos()) / 1e9);
                begin = null;
            }
        }
        if (seconds.size() != Reactor.MODULES) {
            throw new Failure("Maven does not say when the goal of each module begins and ends\n" + ended.text());
        }
    }

    /** The median, in milliseconds, of what they took without the hooks of the backends; the first one loads all classes. */
    double ownAfterTheFirst(Path checkout) throws IOException, Failure {
        Sample own = new Sample();
        for (Path module : Reactor.modules(checkout).subList(1, Reactor.MODULES)) {
            double goal =
                    Objects.requireNonNull(seconds.get(module.getFileName().toString()));
            own.add((goal - Goal.hooks(module)) * 1e3);
        }
        return own.median();
    }
}
