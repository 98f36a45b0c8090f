import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long this plugin takes beside PyPA build and uv, on the same projects. */
final class FrontendTimes implements Comparison {

    private final Options options;
    private final Machine machine;

    FrontendTimes(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        Python python = Python.find(machine, options.python());
        List<Tool> tools = tools(python);
        List<Project> projects = Project.all(machine);
        Results results = new Results();
        double load = machine.load();
        for (int repetition = 0; repetition <= options.repetitions(); repetition++) {
            machine.say(repetition == 0 ? "warming up" : "repetition " + repetition + " of " + options.repetitions());
            for (Project project : projects) {
                // Each repetition begins with another tool, so that none always runs in the wake of the same other one.
                for (int i = 0; i < tools.size(); i++) {
                    Tool tool = tools.get((i + repetition) % tools.size());
                    Map<String, Double> seconds = tool.build(project);
                    if (repetition > 0) {
                        seconds.forEach((measure, value) -> results.add(project.name(), measure, value));
                    }
                }
            }
        }
        return results.table() + "\n" + facts(python, tools, load);
    }

    private List<Tool> tools(Python python) throws IOException, InterruptedException, Failure {
        List<Tool> tools = new ArrayList<>();
        tools.add(Plugin.install(machine, python));
        tools.add(PypaBuild.install(machine, python, PypaBuild.RELEASE));
        Uv.install(machine, python, Uv.RELEASE).ifPresent(tools::add);
        return tools;
    }

    private String facts(Python python, List<Tool> tools, double loadBefore)
            throws IOException, InterruptedException, Failure {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Seconds: median (least–most) of %d interleaved repetitions, after one that was not measured.",
                options.repetitions()));
        lines.add("");
        for (Tool tool : tools) {
            lines.add("- " + tool.describe());
        }
        lines.add("- " + python.describe());
        lines.add(String.format(
                Locale.ROOT, "- %s, load %.1f before and %.1f after", Machine.describe(), loadBefore, machine.load()));
        return String.join("\n", lines) + "\n";
    }
}
