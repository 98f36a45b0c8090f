import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How a process ended. */
record Ended(int exitCode, double seconds, List<Line> lines) {

    String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** The time between the first line of one kind and the first one of another kind after it. */
    Optional<Double> between(Predicate<String> first, Predicate<String> last) {
        Optional<Line> start =
                lines.stream().filter(line -> first.test(line.text())).findFirst();
        return start.flatMap(line -> lines.stream()
                .filter(later -> later.nanos() >= line.nanos() && last.test(later.text()))
                .findFirst()
                .map(end -> (end.nanos() - line.nanos()) / 1e9));
    }
}
