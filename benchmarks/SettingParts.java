import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one setting changes, with this plugin on both sides. */
final class SettingParts {

    private static final String JVM_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final String TUNED = " tuned";
    private static final String TUNED_COLD = " tuned, cold";

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

    /** What the plugin has to keep by itself, where the JVM has two options; and how much of the whole these take off. */
    Part jvm() throws IOException {
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        String goal = "`pyb:wheel` with `" + JVM_OPTIONS + "`";
        String peer = " / `python -m build --wheel`";
        Path store = machine.target("empty-store");
        for (Project project : Project.pure(machine)) {
            ProjectRuns builds = new ProjectRuns(tools, project);
            runs.add(builds.goal(wheel, ""));
            runs.add(builds.peer("--wheel"));
            runs.add(tuned(builds, wheel, TUNED));
            runs.add(samples -> {
                Machine.remove(store);
                tuned(builds, wheel.keepingIn(store), TUNED_COLD).once(samples);
            });
            bars.add(builds.ratio(goal + peer, TUNED + ProjectRuns.GOAL, ProjectRuns.PEER, 0.35));
            tools.uv().ifPresent(uv -> {
                runs.add(builds.uv(uv));
                bars.add(builds.ratio(goal + " / `uv build --wheel`", TUNED + ProjectRuns.GOAL, ProjectRuns.UV, 0.9));
            });
            bars.add(builds.ratio(
                    goal + " and an empty store" + peer, TUNED_COLD + ProjectRuns.GOAL, ProjectRuns.PEER, 1.0));
            bars.add(builds.ratio(
                    "whole `mvn pyb:wheel` with them / the same without",
                    TUNED + ProjectRuns.PROCESS,
                    ProjectRuns.PROCESS,
                    Bar.NONE));
        }
        return new Part("jvm", runs, bars);
    }

    private Part.Run tuned(ProjectRuns builds, Goal goal, String variant) {
        return samples -> {
            Path checkout = builds.project().checkout(machine, "pyb");
            Files.writeString(checkout.resolve(".mvn/jvm.config"), JVM_OPTIONS + "\n");
            builds.add(samples, variant, goal.run(checkout));
        };
    }
}
