package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ccache. CMake and Meson are told of it in their own ways; for all others links to it stand on {@code PATH} before the
 * compilers, because a {@code CC} of two words breaks too much. Its cache is the user's own.
 */
final class Ccache implements CompilerCache {

    /** Names a file to which ccache adds what each call came to, since 4.4. */
    private static final String STATISTICS = "CCACHE_STATSLOG";

    /** What ccache calls the cases in which it cannot help; a call that does not compile is none of them. */
    private static final Set<String> NOT_CACHEABLE = Set.of(
            "bad_compiler_arguments",
            "bad_output_file",
            "compiler_check_failed",
            "compiler_produced_empty_output",
            "compiler_produced_no_output",
            "compiler_produced_stdout",
            "could_not_find_compiler",
            "could_not_use_modules",
            "could_not_use_precompiled_header",
            "error_hashing_extra_file",
            "internal_error",
            "missing_cache_file",
            "multiple_source_files",
            "output_to_stdout",
            "unsupported_code_directive",
            "unsupported_compiler_option",
            "unsupported_environment_variable",
            "unsupported_source_language");

    private final CompilerCacheProgram program;
    private final Host host;
    private final ProcessRunner runner;
    private final Path directory;
    private final Path log;
    private final boolean usersLog;

    /**
     * Begins to count.
     *
     * @param directory a directory of ours, the same for every build
     * @param changes how the environment of hooks differs from the host's
     */
    static Ccache begin(
            CompilerCacheProgram program, Host host, ProcessRunner runner, Path directory, EnvironmentChanges changes)
            throws MachineProblem {
        Path log = directory.resolve("ccache-statistics.txt");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw MachineProblem.of("cannot count what ccache does", log, e);
        }
        boolean usersLog = new Compilers(host, changes).variable(STATISTICS).isPresent();
        return new Ccache(program, host, runner, directory, log, usersLog);
    }

    private Ccache(
            CompilerCacheProgram program, Host host, ProcessRunner runner, Path directory, Path log, boolean usersLog) {
        this.program = program;
        this.host = host;
        this.runner = runner;
        this.directory = directory;
        this.log = log;
        this.usersLog = usersLog;
    }

    @Override
    public EnvironmentChanges switchOn(EnvironmentChanges changes, CompilerCacheTarget target)
            throws MachineProblem, InterruptedException {
        Compilers compilers = new Compilers(host, changes);
        EnvironmentChanges counting = usersLog || unloggable() ? changes : changes.with(STATISTICS, log.toString());
        return switch (target.tool()) {
            case CMAKE -> CompilerLaunchers.forCMake(program, compilers, counting);
            case MESON -> CompilerLaunchers.forMeson(program, compilers, counting);
            case OTHER -> links(compilers, counting, target.python());
        };
    }

    private EnvironmentChanges links(Compilers compilers, EnvironmentChanges changes, Path python)
            throws MachineProblem, InterruptedException {
        Map<Language, String> ofInterpreter = InterpreterCompilers.ask(python, changes, runner, directory);
        EnvironmentChanges linked = changes;
        List<String> names = new ArrayList<>();
        for (Language language : Language.values()) {
            Optional<String> command =
                    compilers.variable(language.variable()).or(() -> Optional.ofNullable(ofInterpreter.get(language)));
            if (command.isEmpty() || Compilers.launcher(command.get()).isPresent()) {
                continue;
            }
            String compiler = Compilers.firstWord(command.get());
            if (!CompilerLinks.isCompiler(compiler)) {
                // No link on PATH comes before a path, and a link named env would be in everybody's way.
                linked = linked.with(language.variable(), program.word() + " " + command.get());
            } else {
                names.add(compiler);
            }
        }
        CompilerLinks links = new CompilerLinks(directory.resolve("ccache"));
        links.update(program.executable(), compilers.searchPath(), names);
        return linked.with("PATH", links.directory() + host.pathSeparator() + compilers.path());
    }

    /** ccache takes a dollar sign for the beginning of a variable, and has no way to write one. */
    private boolean unloggable() {
        return log.toString().contains("$");
    }

    @Override
    public CompilerCacheUse use() throws MachineProblem {
        if (usersLog) {
            return CompilerCacheUse.uncounted(program, STATISTICS + " is set already, to a file of yours");
        } else if (unloggable()) {
            return CompilerCacheUse.uncounted(program, "the path of the work directory has a dollar sign in it");
        } else if (!Files.exists(log) && !program.isAtLeast(4, 4)) {
            return CompilerCacheUse.uncounted(
                    program, "ccache " + program.version() + " cannot count for one build, which takes 4.4");
        }
        return CompilerCacheUse.counted(program, counts());
    }

    private CompilerCacheCounts counts() throws MachineProblem {
        if (!Files.exists(log)) {
            return new CompilerCacheCounts(0, Optional.of(0L), 0, 0);
        }
        Map<String, Long> lines = new HashMap<>();
        try {
            // Comments name the sources, in whatever encoding.
            for (String line :
                    Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList()) {
                lines.merge(line.strip(), 1L, Long::sum);
            }
        } catch (IOException e) {
            throw MachineProblem.of("cannot read what ccache has counted", log, e);
        }
        long direct = lines.getOrDefault("direct_cache_hit", 0L);
        return new CompilerCacheCounts(
                direct + lines.getOrDefault("preprocessed_cache_hit", 0L),
                Optional.of(direct),
                lines.getOrDefault("cache_miss", 0L) + lines.getOrDefault("recache", 0L),
                NOT_CACHEABLE.stream()
                        .mapToLong(name -> lines.getOrDefault(name, 0L))
                        .sum());
    }

    /** Nothing of it runs on. */
    @Override
    public void close() {}
}
