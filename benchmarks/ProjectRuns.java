/** Builds of one project from a fresh checkout, each by one tool. Their samples have the name of the project in front. */
record ProjectRuns(Tools tools, Project project) {

    static final String GOAL = " goal";
    static final String PROCESS = " process";
    static final String PEER = " peer";
    static final String UV = " uv";

    /** In milliseconds. */
    static final String GOAL_MILLISECONDS = " goal in ms";

    /** In milliseconds. */
    static final String OWN_MILLISECONDS = " own in ms";

    /** In milliseconds. */
    static final String IDLE_MILLISECONDS = " idle in ms";

    /** @param variant what is added to the names of the samples */
    Part.Run goal(Goal goal, String variant) {
        return samples -> add(samples, variant, goal.run(project.checkout(tools.machine(), "pyb")));
    }

    /** The samples of one build by a goal. */
    void add(Samples samples, String variant, GoalTime time) {
        String name = project.name() + variant;
        samples.add(name + GOAL, time.goal());
        samples.add(name + GOAL_MILLISECONDS, time.goal() * 1e3);
        samples.add(name + OWN_MILLISECONDS, time.own() * 1e3);
        samples.add(name + PROCESS, time.process());
    }

    /** A goal of one of Maven's own plugins that finds nothing to do. */
    Part.Run idle() {
        return samples -> samples.add(
                project.name() + IDLE_MILLISECONDS,
                Goal.idle(tools.plugin(), project.checkout(tools.machine(), "pyb")) * 1e3);
    }

    Part.Run goal(String name) {
        return goal(Goal.of(tools.plugin(), name), "");
    }

    Part.Run peer(String... options) {
        return samples -> samples.add(project.name() + PEER, tools.peer().seconds(project, options));
    }

    Part.Run uv(Uv uv) {
        return samples -> samples.add(project.name() + UV, uv.seconds(project, "--wheel"));
    }

    /** A bar for what the goal or the process takes, as a multiple of what another tool takes. */
    Bar ratio(String measure, String ours, String theirs, double limit) {
        return Bar.ratio(measure + ", " + project.name(), project.name() + ours, project.name() + theirs, limit);
    }

    /** A bar for what the goal takes on its own account. */
    Bar own(String measure, double limit) {
        return Bar.milliseconds(measure + ", " + project.name(), project.name() + OWN_MILLISECONDS, limit);
    }
}
