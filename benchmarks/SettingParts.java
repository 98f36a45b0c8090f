import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one setting changes, with this plugin on both sides. */
final class SettingParts {

    private static final String JVM_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Tools tools;
    private final Machine machine;
    private final Goal wheel;

    SettingParts(Tools tools) {
        this.tools = tools;
        this.machine = tools.machine();
        this.wheel = Goal.of(tools.plugin(), "wheel");
    }

    /** The interpreter that Maven resolves, after its first use, and the machine's one with the same minor version. */
    Part provisioned() throws IOException {
        String interpreter = "maven:" + tools.python().minor();
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (Project project : Project.pure(machine)) {
            ProjectRuns builds = new ProjectRuns(tools, project);
            runs.add(builds.goal(wheel, ""));
            runs.add(builds.goal(wheel.with(interpreter), " provisioned"));
            bars.add(Bar.milliseconds(
                    "`pyb:wheel` with `" + interpreter + "` − the same with the machine's interpreter, "
                            + project.name(),
                    project.name() + " provisioned" + ProjectRuns.GOAL_MILLISECONDS,
                    project.name() + ProjectRuns.GOAL_MILLISECONDS,
                    50));
        }
        return new Part("provisioned", runs, bars);
    }

    /** Two options for the JVM; nothing that has to be met. */
    Part jvm() throws IOException {
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (Project project : Project.pure(machine)) {
            ProjectRuns builds = new ProjectRuns(tools, project);
            String tuned = " tuned";
            runs.add(builds.goal(wheel, ""));
            runs.add(builds.peer("--wheel"));
            runs.add(samples -> {
                Path checkout = project.checkout(machine, "pyb");
                Files.writeString(checkout.resolve(".mvn/jvm.config"), JVM_OPTIONS + "\n");
                builds.add(samples, tuned, wheel.run(checkout));
            });
            bars.add(builds.ratio(
                    "`pyb:wheel` with `" + JVM_OPTIONS + "` / `python -m build --wheel`",
                    tuned + ProjectRuns.GOAL,
                    ProjectRuns.PEER,
                    Bar.NONE));
            bars.add(builds.ratio(
                    "whole `mvn pyb:wheel` with them / the same without",
                    tuned + ProjectRuns.PROCESS,
                    ProjectRuns.PROCESS,
                    Bar.NONE));
        }
        return new Part("jvm", runs, bars);
    }
}
