import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How long one project takes. */
final class ProjectParts {

    private static final String GOAL = "`pyb:wheel`";
    private static final String PEER = "`python -m build --wheel`";
    private static final String LOCKED = " locked";

    private final Tools tools;

    ProjectParts(Tools tools) {
        this.tools = tools;
    }

    /** Wheels of pure projects, with everything in the store. */
    Part wheel() throws IOException {
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        List<ProjectRuns> projects = pure();
        Optional<Uv> uv = tools.uv();
        for (ProjectRuns project : projects) {
            runs.add(project.goal("wheel"));
            runs.add(project.peer("--wheel"));
            uv.ifPresent(tool -> runs.add(project.uv(tool)));
            bars.add(project.ratio(GOAL + " / " + PEER, ProjectRuns.GOAL, ProjectRuns.PEER, 0.35));
        }
        uv.ifPresent(tool -> projects.forEach(project ->
                bars.add(project.ratio(GOAL + " / `uv build --wheel`", ProjectRuns.GOAL, ProjectRuns.UV, 0.9))));
        ProjectRuns setuptools = projects.get(projects.size() - 1);
        bars.add(setuptools.ratio("whole `mvn pyb:wheel` / " + PEER, ProjectRuns.PROCESS, ProjectRuns.PEER, 1.0));
        projects.forEach(project -> bars.add(project.own(GOAL + " less the backend's hooks", 100)));
        runs.add(setuptools.idle());
        bars.add(Bar.milliseconds(
                "`clean:clean`, which finds nothing to clean",
                setuptools.project().name() + ProjectRuns.IDLE_MILLISECONDS,
                Bar.NONE));
        return new Part("wheel", runs, bars);
    }

    /** Source distributions, and wheels of those. */
    Part build() throws IOException {
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (ProjectRuns project : pure()) {
            runs.add(project.goal("build"));
            runs.add(project.peer());
            bars.add(project.ratio("`pyb:build` / `python -m build`", ProjectRuns.GOAL, ProjectRuns.PEER, 0.35));
        }
        return new Part("build", runs, bars);
    }

    /**
     * The first wheel of all: no environment is in the store, but what is to be downloaded is in the installers' caches, and
     * locked wheels where the plugin keeps them.
     */
    Part cold() throws IOException, InterruptedException, Failure {
        List<Part.Run> runs = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        Path store = tools.machine().target("empty-store");
        Path downloads = tools.machine().target("downloads");
        Goal lock = Goal.of(tools.plugin(), "lock").keepingIn(downloads);
        for (ProjectRuns project : pure()) {
            Part.Run goal = project.goal(Goal.of(tools.plugin(), "wheel").keepingIn(store), "");
            runs.add(samples -> {
                Machine.remove(store);
                goal.once(samples);
            });
            ProjectRuns locked = new ProjectRuns(tools, project.project().locked(lock));
            Part.Run withLock = locked.goal(Goal.of(tools.plugin(), "wheel").keepingIn(downloads), LOCKED);
            runs.add(samples -> {
                Machine.removeAllBut(Set.of("environments"), downloads);
                Machine.removeAllBut(Set.of("wheels", "CACHEDIR.TAG"), downloads.resolve("environments"));
                withLock.once(samples);
            });
            runs.add(project.peer("--wheel"));
            bars.add(project.ratio(GOAL + " with an empty store / " + PEER, ProjectRuns.GOAL, ProjectRuns.PEER, 1.0));
            bars.add(project.ratio(
                    GOAL + " with a lock file and only its wheels in the store / " + PEER,
                    LOCKED + ProjectRuns.GOAL,
                    ProjectRuns.PEER,
                    1.0));
        }
        return new Part("cold", runs, bars);
    }

    /** A wheel with large build requirements. */
    Part extension() throws IOException, Failure {
        ProjectRuns project = new ProjectRuns(tools, Project.numpyAndCython(tools.machine()));
        return new Part(
                "extension",
                List.of(project.goal("wheel"), project.peer("--wheel")),
                List.of(project.ratio(GOAL + " / " + PEER, ProjectRuns.GOAL, ProjectRuns.PEER, 0.5)));
    }

    private List<ProjectRuns> pure() throws IOException {
        return Project.pure(tools.machine()).stream()
                .map(project -> new ProjectRuns(tools, project))
                .toList();
    }
}
