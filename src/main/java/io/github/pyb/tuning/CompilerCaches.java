package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The compiler cache of one build: found when it is first needed, switched on for every stage, asked in the end what it
 * did. Without one, all of this does nothing.
 */
public final class CompilerCaches implements AutoCloseable {

    private final Host host;
    private final BuildLog log;
    private final ProcessRunner runner;
    private final CompilerCacheChoice choice;
    private final Path directory;
    private boolean settled;
    private String identity = "";
    private @Nullable CompilerCache cache;
    private @Nullable CompilerCacheUse use;

    /**
     * @param runner runs the cache's own processes; its build is the one that is counted
     * @param directory a directory for this alone, the same for every build, because build trees remember what is in it
     */
    public CompilerCaches(Host host, BuildLog log, ProcessRunner runner, CompilerCacheChoice choice, Path directory) {
        this.host = host;
        this.log = log;
        this.runner = runner;
        this.choice = choice;
        this.directory = directory;
    }

    /**
     * Checks what can be checked before anything is made.
     *
     * @throws UserProblem if the cache that the user names is not there
     */
    public static void check(Host host, CompilerCacheChoice choice) throws UserProblem {
        if (!host.isWindows()) {
            new CompilerCacheFinder(host, choice).check();
        }
    }

    /**
     * Adds the variables that make compilers run through the cache.
     *
     * @param changes how the environment of hooks differs from ours so far
     */
    public EnvironmentChanges switchOn(EnvironmentChanges changes, CompilerCacheTarget target)
            throws UserProblem, MachineProblem, InterruptedException {
        if (!settled) {
            settled = true;
            settle(changes, target);
        }
        return cache == null ? changes : cache.switchOn(changes, target);
    }

    /** The cache that is switched on, and which release of it; empty if there is none. */
    public String identity() {
        return identity;
    }

    private void settle(EnvironmentChanges changes, CompilerCacheTarget target)
            throws UserProblem, MachineProblem, InterruptedException {
        if (choice == CompilerCacheChoice.NONE) {
            return;
        }
        if (host.isWindows()) {
            log.warn("No compiler cache: on Windows compilerCache has no effect, because the compiler that Python uses"
                    + " there cannot be put behind one by variables");
            return;
        }
        prepare();
        Optional<CompilerCacheProgram> found =
                new CompilerCacheFinder(host, choice).find(target.isRust(), runner, directory);
        if (found.isEmpty()) {
            log.debug("no compiler cache: neither ccache nor sccache is on PATH");
            return;
        }
        CompilerCacheProgram program = found.get();
        List<String> foreign = new Compilers(host, changes).foreign(program.name());
        if (foreign.isEmpty()) {
            log.info("Compiler cache: " + program.name() + " " + program.version() + ", " + program.executable());
            identity = program.executable() + " " + program.version();
            cache = begin(program, changes);
        } else {
            log.warn("Compiler cache: not " + program.name() + ", because something else stands before the compilers"
                    + " already: " + String.join(", ", foreign));
        }
    }

    private void prepare() throws MachineProblem {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw MachineProblem.of("cannot write to the work directory", directory, e);
        }
    }

    private CompilerCache begin(CompilerCacheProgram program, EnvironmentChanges changes)
            throws MachineProblem, InterruptedException {
        if (program.name().equals(CompilerCacheProgram.CCACHE)) {
            return Ccache.begin(program, host, runner, directory, changes);
        }
        Sccache sccache = new Sccache(program, host, runner, log, directory, changes);
        sccache.start();
        return sccache;
    }

    /** What the cache did in this build, said in one line as well; nothing without a cache. Ends its use. */
    public Optional<CompilerCacheUse> use() throws MachineProblem, InterruptedException {
        if (cache != null && use == null) {
            CompilerCacheUse asked = cache.use();
            log.info(asked.words());
            use = asked;
            close();
        }
        return Optional.ofNullable(use);
    }

    /** Leaves nothing behind that runs, also after a failure. */
    @Override
    public void close() {
        if (cache != null) {
            cache.close();
        }
    }
}
