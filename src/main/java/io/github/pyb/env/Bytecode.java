package io.github.pyb.env;

import io.github.pyb.fs.Resources;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compiles the modules of an environment ahead of its use. What is compiled refers to its source by that one's content
 * (PEP 552, checked hashes) and not by its time: so it holds wherever and whenever the environment is made again, and
 * whoever changes a module in an environment that was kept sees the change.
 */
final class Bytecode {

    private static final String SOURCE = ".py";
    private static final String SCRIPT = "compile_modules.py";

    /**
     * Where distributions have what they test themselves with, which no build imports: a third of NumPy, for one. Whoever
     * imports it all the same waits until Python has compiled it.
     */
    private static final Pattern TESTS = Pattern.compile("(.*/)?tests?/.*", Pattern.CASE_INSENSITIVE);

    private final ProcessRunner runner;
    private final BuildLog log;
    private final EnvironmentSettings settings;
    private final EnvironmentChanges changes;

    /** @param changes how the environment of children differs from ours */
    Bytecode(ProcessRunner runner, BuildLog log, EnvironmentSettings settings, EnvironmentChanges changes) {
        this.runner = runner;
        this.log = log;
        this.settings = settings;
        this.changes = changes;
    }

    /**
     * Compiles modules. Those that cannot be compiled, because they are templates for instance, are left as they are, as
     * are tests, and those for which there is no room.
     *
     * @param paths files of the environment, of which those count that are modules
     */
    void compile(EnvironmentLayout layout, List<String> paths)
            throws IOException, MachineProblem, InterruptedException {
        List<String> modules = paths.stream()
                .filter(path -> path.endsWith(SOURCE) && !TESTS.matcher(path).matches() && isInstalled(layout, path))
                .toList();
        if (modules.isEmpty()) {
            return;
        }
        Path list = Files.createTempFile(settings.temporaryDirectory(), "modules-", ".txt");
        Files.write(
                list,
                modules.stream()
                        .map(module -> layout.root().resolve(module).toString())
                        .toList());
        ProcessResult result = runner.run(new ProcessSpec(
                "compileall",
                List.of(
                        layout.python().toString(),
                        "-I",
                        "-X",
                        "utf8",
                        // What compilers have to say about modules of others helps nobody here.
                        "-W",
                        "ignore",
                        "-c",
                        Resources.text(Bytecode.class, SCRIPT),
                        list.toString()),
                settings.temporaryDirectory(),
                changes,
                settings.timeout(),
                ProcessSpec.Output.DEBUG,
                List.of(list)));
        if (!result.succeeded()) {
            log.debug("not everything could be compiled (exit code " + result.exitCode() + ")");
        }
    }

    private static boolean isInstalled(EnvironmentLayout layout, String path) {
        Path file = layout.root().resolve(path);
        return file.startsWith(layout.purelib()) || file.startsWith(layout.platlib());
    }
}
