import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a compiler cache finds again in the second build of the same sources, with this plugin and with PyPA build. */
final class CompilerCacheHits implements Comparison {

    private static final String CCACHE = "ccache";
    private static final String SCCACHE = "sccache";

    private final Options options;
    private final Machine machine;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    CompilerCacheHits(Options options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    /** A way to build, with a cache that begins empty. */
    @FunctionalInterface
    private interface Way {
        Hits build(NativeProject project, Path cache) throws IOException, InterruptedException, Failure;
    }

    @Override
    public String run() throws IOException, InterruptedException, Failure {
        Python python = Python.find(machine, options.python());
        Plugin plugin = Plugin.install(machine, python);
        PypaBuild peer = PypaBuild.install(machine, python, PypaBuild.RELEASE);
        ways.put("`pyb:wheel`", (project, cache) -> plugin(plugin, "wheel", project, cache));
        ways.put("`pyb:build`", (project, cache) -> plugin(plugin, "build", project, cache));
        Path fixed = machine.target("env-dir");
        ways.put("`build --wheel`", (project, cache) -> peer(peer, project, cache, "--wheel"));
        ways.put("`build`", (project, cache) -> peer(peer, project, cache));
        ways.put(
                "`build --wheel --env-dir`",
                (project, cache) -> peer(peer, project, cache, "--wheel", "--env-dir", fixed.toString()));
        ways.put("`build --env-dir`", (project, cache) -> peer(peer, project, cache, "--env-dir", fixed.toString()));
        List<String> rows = new ArrayList<>();
        rows.add("| backend and project | " + String.join(" | ", ways.keySet()) + " |");
        rows.add("|---|" + "--:|".repeat(ways.size()));
        for (NativeProject project : NativeProject.all()) {
            rows.add(row(project));
        }
        return String.join("\n", rows) + "\n\n" + facts(python, plugin, peer);
    }

    private String row(NativeProject project) throws IOException, InterruptedException, Failure {
        List<String> cells = new ArrayList<>(List.of(project.name()));
        String missing = project.isRust() ? missing(SCCACHE, "cargo") : missing(CCACHE);
        for (Map.Entry<String, Way> way : ways.entrySet()) {
            cells.add(
                    missing.isEmpty()
                            ? secondBuild(project, way.getKey(), way.getValue()).toString()
                            : missing);
        }
        return "| " + String.join(" | ", cells) + " |";
    }

    private Hits secondBuild(NativeProject project, String name, Way way)
            throws IOException, InterruptedException, Failure {
        Path cache = machine.target("cache");
        Machine.remove(cache);
        Files.createDirectories(cache);
        way.build(project, cache);
        Hits second = way.build(project, cache);
        machine.say(project.name() + ", " + name + ": " + second);
        return second;
    }

    private String missing(String... programs) throws InterruptedException {
        for (String program : programs) {
            try {
                machine.run(machine.project(), List.of(program, "--version"));
            } catch (IOException e) {
                return "no " + program + " here";
            }
        }
        return "";
    }

    private Hits plugin(Plugin plugin, String goal, NativeProject project, Path cache)
            throws IOException, InterruptedException, Failure {
        Path directory = project.checkout(machine, "pyb");
        String name = project.isRust() ? SCCACHE : CCACHE;
        List<String> command = plugin.goal(goal, "-Dpyb.compilerCache=" + name);
        Hits said = Hits.ofPlugin(succeeded(machine.run(directory, command, variables(project, cache)), command));
        if (project.isRust()) {
            return said;
        }
        Path log = directory.resolve("target/pyb/compiler-cache/ccache-statistics.txt");
        if (!said.equals(Hits.ofCcache(log, true))) {
            throw new Failure("the plugin says " + said + ", ccache says " + Hits.ofCcache(log, true));
        }
        return Hits.ofCcache(log, false);
    }

    private Hits peer(PypaBuild peer, NativeProject project, Path cache, String... more)
            throws IOException, InterruptedException, Failure {
        Path directory = project.checkout(machine, "build");
        Map<String, String> variables = variables(project, cache);
        variables.putAll(project.cacheByHand());
        List<String> command = peer.command(more);
        if (project.isRust()) {
            return withServer(directory, command, variables);
        }
        Path log = cache.resolve("statistics-of-the-benchmark");
        Files.deleteIfExists(log);
        variables.put("CCACHE_STATSLOG", log.toString());
        succeeded(machine.run(directory, command, variables), command);
        return Hits.ofCcache(log, false);
    }

    private Hits withServer(Path directory, List<String> command, Map<String, String> variables)
            throws IOException, InterruptedException, Failure {
        variables.put("SCCACHE_SERVER_PORT", freePort());
        List<String> start = List.of(SCCACHE, "--start-server");
        succeeded(machine.run(directory, start, variables), start);
        try {
            succeeded(machine.run(directory, command, variables), command);
            return Hits.ofSccache(machine.run(directory, List.of(SCCACHE, "--show-stats"), variables)
                    .text());
        } finally {
            machine.run(directory, List.of(SCCACHE, "--stop-server"), variables);
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static Map<String, String> variables(NativeProject project, Path cache) {
        Map<String, String> variables = new LinkedHashMap<>(project.flags());
        variables.put("CCACHE_DIR", cache.toString());
        variables.put("SCCACHE_DIR", cache.toString());
        return variables;
    }

    private static Ended succeeded(Ended ended, List<String> command) throws Failure {
        if (ended.exitCode() != 0) {
            throw new Failure("failed: " + String.join(" ", command) + "\n" + ended.text());
        }
        return ended;
    }

    private String facts(Python python, Plugin plugin, PypaBuild peer)
            throws IOException, InterruptedException, Failure {
        List<String> lines = new ArrayList<>();
        for (String tool : List.of(plugin.describe(), peer.describe(), python.describe())) {
            lines.add("- " + tool);
        }
        for (String program : List.of(CCACHE, SCCACHE, "gcc", "cmake", "cargo")) {
            lines.add("- "
                    + (missing(program).isEmpty()
                            ? machine.run(machine.project(), List.of(program, "--version"))
                                    .lines()
                                    .get(0)
                                    .text()
                            : "no " + program));
        }
        return String.join("\n", lines) + "\n";
    }
}
