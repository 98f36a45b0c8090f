import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the same sources give the same bytes when somebody else builds them, elsewhere and later. */
final class Reproducibility implements Comparison {

    /** What stands for the time of the build, in the POM and for PyPA build. */
    private static final Instant TIMESTAMP = Instant.parse("2025-01-02T03:04:05Z");

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>io.github.pyb.benchmarks</groupId>
              <artifactId>reproducible</artifactId>
              <version>1.0</version>
              <packaging>pom</packaging>
              <properties>
                <project.build.outputTimestamp>%s</project.build.outputTimestamp>
              </properties>
              <build>
                <plugins>
                  <plugin>
                    <groupId>io.github.pyb</groupId>
                    <artifactId>pyb-maven-plugin</artifactId>
                    <version>0.1.0-SNAPSHOT</version>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    private final Options options;
    private final Machine machine;

    Reproducibility(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        if (Machine.windows()) {
            throw new Failure("who builds, and with which umask, can be changed on POSIX systems only");
        }
        Python python = Python.find(machine, options.python());
        Plugin plugin = Plugin.install(machine, python);
        PypaBuild peer = PypaBuild.install(machine, python, PypaBuild.RELEASE);
        // As the sides are: of an earlier run nothing is left.
        Machine.remove(machine.target("reproducibility"));
        Side usual = Side.usual(machine);
        List<List<String>> programs = List.of(List.of(python.executable().toString(), "-c", ""));
        Side other = Side.other(machine, "quite/another-place", programs);
        Side otherWithCargo = other;
        List<Project> projects = new ArrayList<>(Project.ofEveryBackend(machine));
        Map<String, String> left = new LinkedHashMap<>();
        if (!has("cargo")) {
            projects.removeIf(Reproducibility::needsCargo);
            left.put("maturin", "not built, because there is no Cargo");
        } else if (other.isAnotherUser()) {
            programs = List.of(programs.get(0), List.of("cargo", "--version"));
            otherWithCargo = Side.other(machine, "quite/another-place-with-cargo", programs);
        }
        Map<String, List<Outcome>> first = build(projects, usual, usual, plugin, peer);
        Map<String, List<Outcome>> second = build(projects, other, otherWithCargo, plugin, peer);
        return table(python, first, second, left) + "\n" + facts(plugin, peer, python, other, otherWithCargo);
    }

    private boolean has(String program) throws InterruptedException {
        try {
            return machine.run(machine.project(), List.of(program, "--version")).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean needsCargo(Project project) {
        return project.name().startsWith("maturin");
    }

    /** For each project what this plugin has built, and what PyPA build has. */
    private Map<String, List<Outcome>> build(
            List<Project> projects, Side side, Side sideWithCargo, Plugin plugin, PypaBuild peer)
            throws IOException, InterruptedException, Failure {
        Map<String, List<Outcome>> built = new LinkedHashMap<>();
        for (Project project : projects) {
            Side chosen = needsCargo(project) ? sideWithCargo : side;
            machine.say(project.name() + ", " + machine.project().relativize(chosen.place()));
            Path origin = project.repository(machine, POM.formatted(TIMESTAMP));
            Outcome ours = plugin.buildAll(chosen, chosen.checkout(origin, "pyb"));
            Outcome peers = peer.buildAll(chosen, chosen.checkout(origin, "build"), TIMESTAMP);
            built.put(project.name(), List.of(ours, peers));
        }
        return built;
    }

    private String table(
            Python python,
            Map<String, List<Outcome>> first,
            Map<String, List<Outcome>> second,
            Map<String, String> left)
            throws IOException, InterruptedException, Failure {
        List<String> rows = new ArrayList<>(List.of("| backend | | this plugin | PyPA build |", "|---|---|---|---|"));
        for (Map.Entry<String, List<Outcome>> entry : first.entrySet()) {
            List<Outcome> ours =
                    List.of(entry.getValue().get(0), second.get(entry.getKey()).get(0));
            List<Outcome> peers =
                    List.of(entry.getValue().get(1), second.get(entry.getKey()).get(1));
            for (int i = 0; i < Outcome.NAMES.size(); i++) {
                rows.add("| " + (i == 0 ? entry.getKey() : "") + " | " + Outcome.NAMES.get(i) + " | "
                        + verdict(python, ours, i) + " | " + verdict(python, peers, i) + " |");
            }
        }
        left.forEach((name, why) -> rows.add("| " + name + " | | " + why + " | |"));
        return String.join("\n", rows) + "\n";
    }

    private String verdict(Python python, List<Outcome> two, int file)
            throws IOException, InterruptedException, Failure {
        List<String> command = new ArrayList<>(List.of(
                python.executable().toString(),
                machine.project().resolve("benchmarks/first_difference.py").toString()));
        two.forEach(outcome -> command.add(outcome.files().get(file).toString()));
        two.forEach(outcome -> command.add("the checkout=" + outcome.checkout()));
        two.forEach(outcome -> command.add("the home directory=" + outcome.home()));
        return machine.runOrFail(machine.project(), command, "the files cannot be compared")
                .text();
    }

    private String facts(Plugin plugin, PypaBuild peer, Python python, Side other, Side otherWithCargo)
            throws IOException, InterruptedException, Failure {
        String user = !other.isAnotherUser()
                ? "the same user with another home directory (another user could not run the interpreter)"
                : otherWithCargo.isAnotherUser() || !has("cargo")
                        ? "another user"
                        : "another user (for maturin the same one with another home directory, because Cargo is only his)";
        return String.join(
                        "\n",
                        "Two clones of one commit, in directories with other names, built some minutes apart by " + user
                                + "; umask 022 and 077, TZ UTC and Pacific/Auckland, LC_ALL C.UTF-8 and C, time stamps of"
                                + " now and of " + Side.LONG_AGO + ".",
                        "",
                        "- " + plugin.describe() + ", with `project.build.outputTimestamp` " + TIMESTAMP,
                        "- " + peer.describe() + ", with the same moment as `SOURCE_DATE_EPOCH`",
                        "- " + python.describe(),
                        "- " + System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                + "\n";
    }
}
