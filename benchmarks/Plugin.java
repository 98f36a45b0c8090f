import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This plugin. */
record Plugin(Machine machine, Python python, String maven) implements Tool {

    static final String PROCESS = "`mvn pyb:wheel`";
    static final String GOAL = "`pyb:wheel`";

    /** Builds it, and installs it into a local repository of its own. */
    static Plugin install(Machine machine, Python python) throws IOException, InterruptedException, Failure {
        Plugin plugin = new Plugin(machine, python, maven(machine));
        machine.say("building the plugin; the first time Maven downloads what that needs");
        machine.runOrFail(
                machine.project(),
                plugin.command(List.of("-q", "-DskipTests", "install")),
                "the plugin cannot be built and installed");
        return plugin;
    }

    private static String maven(Machine machine) throws InterruptedException {
        String maven = Machine.windows() ? "mvn.cmd" : "mvn";
        try {
            machine.run(machine.project(), List.of(maven, "--version"));
            return maven;
        } catch (IOException e) {
            return machine.project()
                    .resolve(Machine.windows() ? "mvnw.cmd" : "mvnw")
                    .toString();
        }
    }

    /** A command that runs one goal, for a project whose POM says nothing of it. */
    List<String> goal(String goal, String... options) throws IOException, Failure {
        List<String> command = command(List.of("io.github.pyb:pyb-maven-plugin:" + version(machine) + ":" + goal));
        command.add("-Dpyb.python=" + python.executable());
        command.add("-Dpyb.store=" + machine.target("store"));
        command.addAll(List.of(options));
        return command;
    }

    /** What the POM of the plugin says. */
    static String version(Machine machine) throws IOException, Failure {
        Matcher version = Pattern.compile("<artifactId>pyb-maven-plugin</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(machine.project().resolve("pom.xml")));
        if (!version.find()) {
            throw new Failure("the version of the plugin does not stand in its POM");
        }
        return version.group(1);
    }

    /** A command of Maven with the repository that the plugin is in. */
    List<String> command(List<String> words) {
        List<String> command =
                new ArrayList<>(List.of(maven, "-B", "-Dmaven.repo.local=" + machine.target("repository")));
        command.addAll(words);
        return command;
    }

    @Override
    public Map<String, Double> build(Project project) throws IOException, InterruptedException, Failure {
        GoalTime time = Goal.of(this, "wheel").run(project.checkout(machine, "pyb"));
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put(GOAL, time.goal());
        seconds.put(PROCESS, time.process());
        return seconds;
    }

    /** Builds everything that can be built of a checkout. */
    Outcome buildAll(Side side, Path checkout) throws IOException, InterruptedException, Failure {
        Path wheel = built(side, checkout, "wheel");
        Path both = built(side, checkout, "build");
        return new Outcome(
                checkout,
                side.home(),
                Outcome.only(wheel, ".whl"),
                Outcome.only(both, ".tar.gz"),
                Outcome.only(both, ".whl"));
    }

    private Path built(Side side, Path checkout, String goal) throws IOException, InterruptedException, Failure {
        List<String> words = new ArrayList<>(List.of(
                maven,
                "-B",
                "pyb:" + goal,
                "-Dpyb.python=" + python.executable(),
                "-Dpyb.store=" + side.home().resolve("store")));
        Path repository = machine.target("repository");
        if (side.isAnotherUser()) {
            // Everything that Maven needs was downloaded for the first side.
            repository = side.home().resolve("repository");
            if (!Files.exists(repository)) {
                Machine.copy(machine.target("repository"), repository);
            }
        }
        words.add("-Dmaven.repo.local=" + repository);
        Path results = side.results("pyb", checkout, goal);
        words.add("-Dpyb.outputDirectory=" + results);
        side.run(checkout, words);
        return results;
    }

    @Override
    public String describe() throws IOException, InterruptedException, Failure {
        String version =
                machine
                        .runOrFail(machine.project(), List.of(maven, "--version"), "Maven has no version")
                        .lines()
                        .stream()
                        .map(Line::text)
                        .filter(line -> line.startsWith("Apache Maven"))
                        .findFirst()
                        .orElse("Apache Maven");
        return "pyb-maven-plugin " + revision() + " in " + version.replaceFirst(" \\(.*", "");
    }

    private String revision() throws InterruptedException {
        try {
            Ended git = machine.run(machine.project(), List.of("git", "describe", "--always", "--dirty"));
            return git.exitCode() == 0 ? "at " + git.text() : "of an unknown revision";
        } catch (IOException e) {
            return "of an unknown revision";
        }
    }
}
