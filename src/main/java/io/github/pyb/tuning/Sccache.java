package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * sccache. It works through a server that counts; this one serves one build and no other. One that sccache starts by itself
 * would live on, with its temporary files in a directory that the build removes.
 */
final class Sccache implements CompilerCache {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Somebody else may take the port before the server does. */
    private static final int PORTS_TO_TRY = 3;

    private static final String PORT = "SCCACHE_SERVER_PORT";
    private static final String SOCKET = "SCCACHE_SERVER_UDS";
    private static final String IDLE = "SCCACHE_IDLE_TIMEOUT";
    private static final String RUST = "RUSTC_WRAPPER";

    private final CompilerCacheProgram program;
    private final Host host;
    private final ProcessRunner runner;
    private final BuildLog log;
    private final Path directory;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private EnvironmentChanges ours;
    private boolean running;

    /**
     * @param directory a directory of ours, the same for every build
     * @param changes how the environment of hooks differs from the host's
     */
    Sccache(
            CompilerCacheProgram program,
            Host host,
            ProcessRunner runner,
            BuildLog log,
            Path directory,
            EnvironmentChanges changes) {
        this.program = program;
        this.host = host;
        this.runner = runner;
        this.log = log;
        this.directory = directory;
        Compilers seen = new Compilers(host, changes);
        variables.put("SCCACHE_DIR", SccacheStorage.of(host, seen, directory).toString());
        if (seen.variable(IDLE).isEmpty()) {
            // Long enough for a backend that does something else in between; a killed Maven does not leave it for ever.
            variables.put(IDLE, "3600");
        }
        this.ours = changes;
    }

    /** Starts the server. */
    void start() throws MachineProblem, InterruptedException {
        List<String> said = List.of();
        for (int i = 0; i < PORTS_TO_TRY && !running; i++) {
            variables.put(PORT, Integer.toString(freePort()));
            ours = withServer(ours);
            ProcessResult result = call("--start-server");
            running = result.succeeded();
            said = result.tail();
        }
        if (!running) {
            throw new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of("the server of sccache does not start")
                            .where(program.executable())
                            .output(said)
                            .attempt("build without it: compilerCache (-Dpyb.compilerCache=none)"),
                    null);
        }
    }

    private static int freePort() throws MachineProblem {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw MachineProblem.of("cannot find a free port for the server of sccache", "localhost", e);
        }
    }

    /** A socket would be preferred to the port, and belong to another server. */
    private EnvironmentChanges withServer(EnvironmentChanges changes) {
        Map<String, String> set = new LinkedHashMap<>(changes.set());
        set.remove(SOCKET);
        return new EnvironmentChanges(changes.removed(), set).without(SOCKET).with(variables);
    }

    private ProcessResult call(String... options) throws MachineProblem, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.executable().toString()));
        command.addAll(List.of(options));
        return runner.run(new ProcessSpec(
                "sccache " + options[0], command, directory, ours, TIMEOUT, ProcessSpec.Output.ANSWER, List.of()));
    }

    /**
     * Never before a compiler that runs through it already: it fails then. So CMake under another backend takes it from
     * {@code CC}, as all others do.
     */
    @Override
    public EnvironmentChanges switchOn(EnvironmentChanges changes, CompilerCacheTarget target)
            throws MachineProblem, InterruptedException {
        EnvironmentChanges served = withServer(changes);
        Compilers compilers = new Compilers(host, changes);
        if (compilers.variable(RUST).isEmpty()
                && compilers.variable("CARGO_BUILD_" + RUST).isEmpty()) {
            served = served.with(RUST, program.executable().toString());
        }
        return switch (target.tool()) {
            case CMAKE -> CompilerLaunchers.forCMake(program, compilers, served);
            case MESON -> CompilerLaunchers.forMeson(program, compilers, served);
            case OTHER ->
                CompilerLaunchers.before(
                        program,
                        compilers,
                        served,
                        InterpreterCompilers.ask(target.python(), changes, runner, directory));
        };
    }

    @Override
    public CompilerCacheUse use() throws MachineProblem, InterruptedException {
        ProcessResult result = call("--show-stats", "--stats-format=json");
        String answer =
                result.tail().stream().dropWhile(line -> !line.startsWith("{")).collect(Collectors.joining("\n"));
        try {
            if (result.succeeded()
                    && Json.parse(answer) instanceof Map<?, ?> statistics
                    && statistics.get("stats") instanceof Map<?, ?> counters
                    && counters.containsKey("cache_hits")) {
                return CompilerCacheUse.counted(program, counts(counters));
            }
        } catch (Json.InvalidJson e) {
            log.debug("the statistics of sccache are no JSON: " + e.getMessage());
        }
        return CompilerCacheUse.uncounted(program, "sccache does not tell");
    }

    private static CompilerCacheCounts counts(Map<?, ?> counters) {
        return new CompilerCacheCounts(
                byLanguage(counters.get("cache_hits")),
                Optional.empty(),
                byLanguage(counters.get("cache_misses")),
                number(counters.get("requests_not_cacheable"))
                        + number(counters.get("non_cacheable_compilations"))
                        + number(counters.get("requests_unsupported_compiler")));
    }

    private static long byLanguage(@Nullable Object counter) {
        return counter instanceof Map<?, ?> parts && parts.get("counts") instanceof Map<?, ?> languages
                ? languages.values().stream().mapToLong(Sccache::number).sum()
                : 0;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Stops the server. After a failure it may be gone already, with all else that the build has started. */
    @Override
    public void close() {
        if (!running) {
            return;
        }
        running = false;
        try {
            if (!call("--stop-server").succeeded()) {
                // Not reachable, which is no proof that it is gone.
                runner.killLeftovers();
            }
        } catch (MachineProblem e) {
            log.debug("the server of sccache was not told to stop: "
                    + e.explanation().what());
        } catch (InterruptedException e) {
            log.debug("the server of sccache was not told to stop");
            Thread.currentThread().interrupt();
        }
    }
}
