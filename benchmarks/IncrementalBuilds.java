import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many files are compiled again when one of forty has changed, with this plugin, with PyPA build and with uv. */
final class IncrementalBuilds implements Comparison {

    private final Options options;
    private final Machine machine;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    IncrementalBuilds(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    /** A way to build what has been checked out. */
    @FunctionalInterface
    private interface Way {
        List<String> command() throws IOException, Failure;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        Python python = Python.find(machine, options.python());
        Plugin plugin = Plugin.install(machine, python);
        PypaBuild peer = PypaBuild.install(machine, python, PypaBuild.RELEASE);
        Optional<Uv> uv = Uv.install(machine, python, Uv.RELEASE).map(Uv.class::cast);
        ways.put("`pyb:wheel`", () -> plugin.goal("wheel"));
        ways.put("`pyb:build`", () -> plugin.goal("build"));
        addPeer(peer);
        if (uv.isPresent()) {
            ways.put("`uv build --wheel`", () -> uv.get().command("--wheel"));
            ways.put("`uv build`", () -> uv.get().command());
        }
        List<ManyUnits> projects = ManyUnits.all();
        List<String> rows = new ArrayList<>();
        rows.add("| | "
                + String.join(" | ", projects.stream().map(ManyUnits::name).toList()) + " |");
        rows.add("|---|" + "--:|".repeat(projects.size()));
        for (Map.Entry<String, Way> way : ways.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(way.getKey()));
            for (ManyUnits project : projects) {
                cells.add(secondBuild(project, way.getKey(), way.getValue()));
            }
            rows.add("| " + String.join(" | ", cells) + " |");
        }
        List<String> facts = new ArrayList<>(List.of(plugin.describe(), peer.describe()));
        uv.ifPresent(tool -> facts.add(tool.describe()));
        facts.add(python.describe());
        for (String program : List.of("gcc", "cmake", "ninja")) {
            facts.add(program + " " + version(program));
        }
        return String.join("\n", rows) + "\n\n- " + String.join("\n- ", facts) + "\n";
    }

    /** By itself, and with everything fixed by hand that it has options for. */
    private void addPeer(PypaBuild peer) {
        String environment = machine.target("incremental").resolve("env").toString();
        String sdist = machine.target("incremental").resolve("sdist").toString();
        String objects = "build-dir=" + machine.target("incremental").resolve("objects");
        ways.put("`build --wheel`", () -> peer.command("--wheel"));
        ways.put("`build`", () -> peer.command());
        ways.put("`build --wheel --env-dir`", () -> peer.command("--wheel", "--env-dir", environment));
        ways.put("`build --env-dir`", () -> peer.command("--env-dir", environment));
        ways.put(
                "`build --wheel --env-dir -C build-dir`",
                () -> peer.command("--wheel", "--env-dir", environment, "-C", objects));
        ways.put(
                "`build --env-dir --sdist-extract-dir -C build-dir`",
                () -> peer.command("--env-dir", environment, "--sdist-extract-dir", sdist, "-C", objects));
    }

    private String secondBuild(ManyUnits project, String name, Way way)
            throws IOException, InterruptedException, Failure {
        Machine.remove(machine.target("incremental"));
        Path checkout = project.checkout(machine, "incremental");
        List<String> command = way.command();
        int first = compiled(checkout, command);
        if (first != ManyUnits.count()) {
            throw new Failure("the first build by " + name + " has compiled " + first + " files of " + project.name());
        }
        project.change(machine, checkout);
        int second = compiled(checkout, command);
        machine.say(project.name() + ", " + name + ": " + second);
        return Integer.toString(second);
    }

    private int compiled(Path checkout, List<String> command) throws IOException, InterruptedException, Failure {
        return ManyUnits.compiled(
                        machine.runOrFail(checkout, command, "a build has failed: " + String.join(" ", command)))
                .size();
    }

    private String version(String program) throws InterruptedException {
        try {
            return machine.run(machine.project(), List.of(program, "--version"))
                    .lines()
                    .get(0)
                    .text()
                    .replaceFirst("^\\D*\\) ", "")
                    .replaceFirst("^cmake version ", "");
        } catch (IOException e) {
            return "of the build requirements";
        }
    }
}
