package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A machine with compilers, compiler caches and an interpreter that are none, and nothing else. */
final class FakeMachine implements AutoCloseable {

    final RecordingLog log = new RecordingLog();
    final Map<String, String> variables = new TreeMap<>();
    Host.Family family = Host.Family.LINUX;
    final Path directory;
    final Path work;
    private final Path bin;
    private final Transcript transcript;
    private final ProcessRunner runner;

    FakeMachine(Path directory) throws Exception {
        this.directory = directory;
        this.work = directory.resolve("work/compiler-cache");
        this.bin = directory.resolve("bin");
        variables.put("PATH", bin.toString());
        variables.put("HOME", directory.resolve("home").toString());
        transcript = Transcript.open(directory.resolve("build.log"));
        runner = new ProcessRunner(new Host(), log, transcript, Cancellation.NONE);
        interpreterBuiltWith("gcc -pthread", "g++ -pthread");
    }

    Path bin(String name) {
        return bin.resolve(name);
    }

    void compilers(String... names) {
        for (String name : names) {
            FakeProgram.at(bin(name));
        }
    }

    /** A ccache that writes statistics as if it had what was asked for, and no compiler behind it. */
    FakeProgram ccache(String version, String... counters) {
        return FakeProgram.saying(
                "ccache version " + version,
                bin("ccache"),
                "printf '%s\\n' '# source.c' " + String.join(" ", counters) + " >> \"$CCACHE_STATSLOG\"");
    }

    /** An sccache with a server that is none, but counts. */
    FakeProgram sccache(String... lines) {
        return FakeProgram.saying("sccache 0.9.1", bin("sccache"), lines);
    }

    void interpreterBuiltWith(String cc, String cxx) {
        FakeProgram.at(directory.resolve("python"), "echo '{\"CC\": \"" + cc + "\", \"CXX\": \"" + cxx + "\"}'");
    }

    CompilerCacheTarget setuptools() {
        return target("setuptools.build_meta", "setuptools");
    }

    CompilerCacheTarget target(String backend, String... requires) {
        return new CompilerCacheTarget(backend, List.of(requires), directory.resolve("python"));
    }

    Host host() {
        return new Host(family, variables, directory.resolve("home"));
    }

    CompilerCaches caches(CompilerCacheChoice choice) {
        return new CompilerCaches(host(), log, runner, choice, work);
    }

    /** What hooks see differently with that cache. */
    Map<String, String> switchedOn(CompilerCacheChoice choice, CompilerCacheTarget target) throws Exception {
        return caches(choice).switchOn(EnvironmentChanges.none(), target).set();
    }

    /** Runs a compiler as a hook would. */
    void compile(String compiler, EnvironmentChanges changes) throws Exception {
        Path found = new Host(family, changes.applyTo(host()), directory)
                .findOnPath(compiler)
                .get(0);
        runner.run(new ProcessSpec(
                "compile",
                List.of(found.toString(), "-c", "source.c"),
                directory,
                changes,
                null,
                ProcessSpec.Output.DEBUG,
                List.of()));
    }

    /** The titles of the processes so far. */
    List<String> ran() {
        return runner.steps().stream().map(ProcessRunner.Step::title).toList();
    }

    @Override
    public void close() throws MachineProblem {
        runner.close();
        transcript.close();
    }
}
