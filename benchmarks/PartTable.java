import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table in Markdown whose rows belong to parts.
 *
 * @param rows by part
 * @param facts the lines below it
 */
record PartTable(Map<String, List<String>> rows, List<String> facts) {

    private static final String HEADER = """
            | part | measured | ours | other | result | bar | met |
            |---|---|--:|--:|--:|--:|---|
            """;

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*");

    /** Takes one apart that stands somewhere. */
    static PartTable read(String text) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> facts = new ArrayList<>();
        for (String line : text.strip().lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.computeIfAbsent(row.group(1), part -> new ArrayList<>()).add(line);
            } else if (!HEADER.contains(line) || line.isEmpty() && !facts.isEmpty()) {
                facts.add(line);
            }
        }
        return new PartTable(rows, facts);
    }

    /** The table, with the parts in this order, and what stands below it. */
    String text(List<String> order) {
        StringBuilder text = new StringBuilder(HEADER);
        for (String part : order) {
            rows.getOrDefault(part, List.of()).forEach(row -> text.append(row).append('\n'));
        }
        return text.append('\n').append(String.join("\n", facts)).append('\n').toString();
    }
}
