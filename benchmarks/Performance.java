import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is promised about times and memory, measured, and whether it is kept. */
final class Performance implements Comparison {

    static final String NAME = "performance";

    private static final List<String> PARTS =
            List.of("wheel", "build", "cold", "extension", "reactor", "heap", "provisioned", "jvm");

    private final Options options;
    private final Machine machine;

    Performance(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        for (String part : options.only()) {
            if (!PARTS.contains(part)) {
                throw Options.wrong("there is no part called " + part + "; there are " + String.join(", ", PARTS));
            }
        }
        Tools tools = Tools.install(machine, options.python());
        double load = machine.load();
        Map<String, List<String>> measured = new LinkedHashMap<>();
        for (String part : options.only().isEmpty() ? PARTS : options.only()) {
            measured.put(part, part(part, tools).rows(machine, options.repetitions()));
            // So that they are not lost if a later part fails.
            measured.get(part).forEach(machine::say);
        }
        String circumstances = circumstances(load);
        PartTable before = PartTable.read(options.only().isEmpty() ? "" : old());
        return before.rows().isEmpty()
                ? new PartTable(measured, facts(tools, circumstances)).text(PARTS)
                : again(before, measured, tools, circumstances);
    }

    /** The table that stands in the output, with what was measured now in its place. */
    private String again(PartTable before, Map<String, List<String>> measured, Tools tools, String circumstances)
            throws IOException, InterruptedException, Failure {
        Map<String, List<String>> rows = new LinkedHashMap<>(before.rows());
        List<String> facts = new ArrayList<>(before.facts());
        for (String part : measured.keySet()) {
            String again = "- `" + part + "` again: ";
            facts.removeIf(line -> line.startsWith(again));
            facts.add(again + options.repetitions() + " repetitions, "
                    + tools.plugin().describe() + ", " + circumstances);
        }
        rows.putAll(measured);
        return new PartTable(rows, facts).text(PARTS);
    }

    private static Part part(String name, Tools tools) throws IOException, InterruptedException, Failure {
        return switch (name) {
            case "wheel" -> new ProjectParts(tools).wheel();
            case "build" -> new ProjectParts(tools).build();
            case "cold" -> new ProjectParts(tools).cold();
            case "extension" -> new ProjectParts(tools).extension();
            case "reactor" -> new ReactorParts(tools).reactor();
            case "heap" -> new ReactorParts(tools).heap();
            case "provisioned" -> new SettingParts(tools).provisioned();
            case "jvm" -> new SettingParts(tools).jvm();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What stands where the report will go to. */
    private String old() throws IOException {
        return options.output().isPresent() ? Page.get(NAME, options.output().get()) : "";
    }

    private List<String> facts(Tools tools, String circumstances) throws IOException, InterruptedException, Failure {
        List<String> facts = new ArrayList<>();
        facts.add(String.format(
                Locale.ROOT,
                "Median (least–most) of %d interleaved repetitions, after one that was not measured.",
                options.repetitions()));
        facts.add("");
        tools.describe().forEach(tool -> facts.add("- " + tool));
        facts.add("- " + circumstances);
        return facts;
    }

    private String circumstances(double loadBefore) {
        String load = String.format(Locale.ROOT, ", load %.1f before and %.1f after", loadBefore, machine.load());
        boolean kept = Files.exists(machine.target("pip-cache"));
        return Machine.describe()
                + load
                + (kept ? "" : "; pip's cache has stayed empty, so pip has downloaded each time");
    }
}
