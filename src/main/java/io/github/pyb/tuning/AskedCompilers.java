package io.github.pyb.tuning;

import io.github.pyb.fs.Resources;
import io.github.pyb.fs.Sha256;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.json.Json;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.KnownAnswers;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the compilers themselves, through the interpreter that will run the hooks: it knows which compiler it was built
 * with, and setuptools takes that. That all of them have accepted an option is remembered for as long as the same programs
 * are found, and none of them has changed; a refusal is not.
 */
public final class AskedCompilers implements OptionCheck {

    private static final String SCRIPT = "accepted_option.py";

    /** Variables that say which compiler it is, or that it, its loader or the interpreter heeds. */
    private static final Pattern HEEDED =
            Pattern.compile("CC|CXX|GCC_.*|COMPILER_PATH|S?CCACHE_.*|LD_LIBRARY_PATH|LD_PRELOAD|_?PYTHON.*");

    private final Host host;
    private final BuildLog log;
    private final ProcessRunner runner;
    private final Path python;
    private final Path directory;
    private final KnownAnswers known;
    private final @Nullable Duration timeout;

    /**
     * @param python the interpreter
     * @param directory a directory for temporary files
     * @param known what earlier builds were answered
     * @param timeout how long it may take; {@code null} for no limit
     */
    public AskedCompilers(
            Host host,
            BuildLog log,
            ProcessRunner runner,
            Path python,
            Path directory,
            KnownAnswers known,
            @Nullable Duration timeout) {
        this.host = host;
        this.log = log;
        this.runner = runner;
        this.python = python;
        this.directory = directory;
        this.known = known;
        this.timeout = timeout;
    }

    @Override
    public boolean accept(String option, EnvironmentChanges changes) throws MachineProblem, InterruptedException {
        String key = key(option, changes);
        try {
            check(known.recall(key, python), new Compilers(host, changes));
            log.debug("compilers: that all of them accept " + option + " is known from an earlier build");
            return true;
        } catch (KnownAnswers.Unknown e) {
            log.debug("compilers: asking whether all of them accept " + option + ": " + e.getMessage());
            return ask(key, option, changes);
        }
    }

    private boolean ask(String key, String option, EnvironmentChanges changes)
            throws MachineProblem, InterruptedException {
        Instant asked = Instant.now();
        ProcessResult result = run(option, changes);
        if (result.succeeded()) {
            remember(key, result, asked)
                    .ifPresent(why -> log.debug("compilers: the next build asks them again, because " + why));
        }
        return result.succeeded();
    }

    private Optional<String> remember(String key, ProcessResult result, Instant asked) {
        String answer =
                result.tail().isEmpty() ? "" : result.tail().get(result.tail().size() - 1);
        try {
            List<Path> programs =
                    programs(answer).values().stream().flatMap(Optional::stream).toList();
            return known.remember(key, python, answer, programs, asked);
        } catch (Json.InvalidJson e) {
            return Optional.of("they are not named in the last line: " + answer);
        }
    }

    private ProcessResult run(String option, EnvironmentChanges changes) throws MachineProblem, InterruptedException {
        Path script = directory.resolve(SCRIPT);
        try {
            Files.writeString(script, script());
        } catch (IOException e) {
            throw MachineProblem.of("cannot write a script", script, e);
        }
        return runner.run(new ProcessSpec(
                "compilers",
                List.of(python.toString(), "-I", script.toString(), option),
                directory,
                // A question is no compilation: it is not to be seen in the statistics of a cache that CC names.
                changes.with("CCACHE_DISABLE", "1"),
                timeout,
                ProcessSpec.Output.DEBUG,
                List.of(script)));
    }

    private static String script() {
        return Resources.text(AskedCompilers.class, SCRIPT);
    }

    private String key(String option, EnvironmentChanges changes) {
        List<String> parts = new ArrayList<>(List.of(script(), option, python.toString()));
        changes.applyTo(host).forEach((name, value) -> {
            if (HEEDED.matcher(name).matches()) {
                parts.add(name + "=" + value);
            }
        });
        return Sha256.ofText(String.join("\0", parts)).substring(0, 32);
    }

    /** A compiler that was not installed then, or not found first, has not been asked. */
    private static void check(String answer, Compilers compilers) throws KnownAnswers.Unknown {
        try {
            for (Map.Entry<String, Optional<Path>> program : programs(answer).entrySet()) {
                if (!compilers.find(program.getKey()).equals(program.getValue())) {
                    throw new KnownAnswers.Unknown(program.getKey() + " is another program now");
                }
            }
        } catch (Json.InvalidJson | InvalidPathException e) {
            throw new KnownAnswers.Unknown("the record cannot be read: " + e);
        }
    }

    /** What was found under which name. */
    private static Map<String, Optional<Path>> programs(String answer) throws Json.InvalidJson {
        Map<String, Optional<Path>> programs = new LinkedHashMap<>();
        if (Json.parse(answer) instanceof Map<?, ?> found) {
            found.forEach((word, path) -> programs.put(
                    String.valueOf(word), Optional.ofNullable(path).map(text -> Path.of(text.toString()))));
        }
        return programs;
    }
}
