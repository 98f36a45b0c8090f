import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that was measured, and what it comes to. */
final class Results {

    private static final List<String> OURS = List.of(Plugin.GOAL, Plugin.PROCESS);
    private static final List<String> PEERS = List.of(PypaBuild.PROCESS, Uv.PROCESS);

    /** Seconds by project and by what was measured. */
    private final Map<String, Map<String, Sample>> seconds = new LinkedHashMap<>();

    void add(String project, String measure, double value) {
        seconds.computeIfAbsent(project, name -> new LinkedHashMap<>())
                .computeIfAbsent(measure, name -> new Sample())
                .add(value);
    }

    /** One row for each project: what each tool took, and ours as a multiple of theirs. */
    String table() {
        Map<String, Sample> any = seconds.values().iterator().next();
        List<String> peers = PEERS.stream().filter(any::containsKey).toList();
        List<String> header = new ArrayList<>(List.of("project"));
        header.addAll(OURS);
        header.addAll(peers);
        peers.forEach(peer -> OURS.forEach(own -> header.add(own + " / " + peer)));
        List<String> rows = new ArrayList<>();
        rows.add(row(header));
        rows.add("|---|" + "--:|".repeat(header.size() - 1));
        seconds.forEach((project, measures) -> rows.add(row(cells(project, measures, peers))));
        return String.join("\n", rows) + "\n";
    }

    private static List<String> cells(String project, Map<String, Sample> measures, List<String> peers) {
        List<String> cells = new ArrayList<>(List.of(project));
        Stream.concat(OURS.stream(), peers.stream())
                .forEach(measure -> cells.add(measures.get(measure).spread("%.2f", "")));
        peers.forEach(peer -> OURS.forEach(own -> cells.add(String.format(
                Locale.ROOT,
                "%.2f",
                measures.get(own).median() / measures.get(peer).median()))));
        return cells;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
