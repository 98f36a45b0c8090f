package io.github.pyb.tuning;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the compilers themselves, through the interpreter that will run the hooks: it knows which compiler it was built
 * with, and setuptools takes that.
 */
public final class AskedCompilers implements OptionCheck {

    private static final String SCRIPT = "accepted_option.py";

    private final ProcessRunner runner;
    private final Path python;
    private final Path directory;
    private final @Nullable Duration timeout;

    /**
     * @param python the interpreter
     * @param directory a directory for temporary files
     * @param timeout how long it may take; {@code null} for no limit
     */
    public AskedCompilers(ProcessRunner runner, Path python, Path directory, @Nullable Duration timeout) {
        this.runner = runner;
        this.python = python;
        this.directory = directory;
        this.timeout = timeout;
    }

    @Override
    public boolean accept(String option, EnvironmentChanges changes) throws MachineProblem, InterruptedException {
        Path script = directory.resolve(SCRIPT);
        try {
            Files.writeString(script, Resources.text(AskedCompilers.class, SCRIPT));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write a script", script, e);
        }
        ProcessResult result = runner.run(new ProcessSpec(
                "compilers",
                List.of(python.toString(), "-I", script.toString(), option),
                directory,
                // A question is no compilation: it is not to be seen in the statistics of a cache that CC names.
                changes.with("CCACHE_DISABLE", "1"),
                timeout,
                ProcessSpec.Output.DEBUG,
                List.of(script)));
        return result.succeeded();
    }
}
