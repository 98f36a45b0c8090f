package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settles which compiler cache is used. What the user names has to be there; nothing else is taken in its place. */
final class CompilerCacheFinder {

    /** It answers in a hundredth of a second; a virus scanner may hold it up. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern ANSWER = Pattern.compile("(?:ccache version|sccache) (\\d\\S*).*");

    private final Host host;
    private final CompilerCacheChoice choice;

    CompilerCacheFinder(Host host, CompilerCacheChoice choice) {
        this.host = host;
        this.choice = choice;
    }

    /** Checks that what the user names is there. */
    void check() throws UserProblem {
        if (choice == CompilerCacheChoice.CCACHE || choice == CompilerCacheChoice.SCCACHE) {
            String name = choice.name().toLowerCase(Locale.ROOT);
            if (host.findOnPath(name).isEmpty()) {
                throw missing(name);
            }
        }
    }

    /**
     * The cache to use.
     *
     * @param rust whether the project is written in Rust, which ccache does nothing for
     * @param directory where the candidate is started
     */
    Optional<CompilerCacheProgram> find(boolean rust, ProcessRunner runner, Path directory)
            throws UserProblem, MachineProblem, InterruptedException {
        for (String name : names(rust)) {
            Optional<Path> executable = host.findOnPath(name).stream().findFirst();
            if (executable.isPresent()) {
                return Optional.of(ask(name, executable.get(), runner, directory));
            }
        }
        check();
        return Optional.empty();
    }

    private List<String> names(boolean rust) {
        return switch (choice) {
            case NONE -> List.of();
            case CCACHE -> List.of(CompilerCacheProgram.CCACHE);
            case SCCACHE -> List.of(CompilerCacheProgram.SCCACHE);
            case AUTO ->
                rust
                        ? List.of(CompilerCacheProgram.SCCACHE, CompilerCacheProgram.CCACHE)
                        : List.of(CompilerCacheProgram.CCACHE, CompilerCacheProgram.SCCACHE);
        };
    }

    private static CompilerCacheProgram ask(String name, Path executable, ProcessRunner runner, Path directory)
            throws UserProblem, MachineProblem, InterruptedException {
        ProcessResult result = runner.run(new ProcessSpec(
                name + " --version",
                List.of(executable.toString(), "--version"),
                directory,
                EnvironmentChanges.none(),
                TIMEOUT,
                ProcessSpec.Output.DEBUG,
                List.of()));
        for (String line : result.tail()) {
            Matcher answer = ANSWER.matcher(line);
            if (result.succeeded() && answer.matches()) {
                return new CompilerCacheProgram(name, executable, answer.group(1));
            }
        }
        throw new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("the compiler cache does not answer as " + name + " does (exit code " + result.exitCode()
                                + ")")
                        .where(executable)
                        .output(result.tail())
                        .attempt("repair it, or take another one that stands earlier on PATH")
                        .attempt("or build without it: compilerCache (-Dpyb.compilerCache=none)"));
    }

    private static UserProblem missing(String name) {
        return new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("there is no " + name + ", which compilerCache (-Dpyb.compilerCache=" + name
                                + ") asks for")
                        .line("looked at", "every directory on PATH")
                        .attempt("install " + name + " so that it is on the PATH that Maven runs with")
                        .attempt("or use it only where it is: compilerCache (-Dpyb.compilerCache=auto)"));
    }
}
