package io.github.pyb.tuning;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.json.Json;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compilers that an interpreter was built with, and with which options: setuptools takes them by default. */
final class InterpreterCompilers {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String QUESTION = "import json, sysconfig;"
            + " print(json.dumps({name: sysconfig.get_config_var(name) or '' for name in ('CC', 'CXX')}))";

    private InterpreterCompilers() {}

    /** For each language a command, perhaps with options; languages of which the interpreter knows nothing are missing. */
    static Map<Language, String> ask(Path python, EnvironmentChanges changes, ProcessRunner runner, Path directory)
            throws MachineProblem, InterruptedException {
        ProcessResult result = runner.run(new ProcessSpec(
                "compilers of the interpreter",
                List.of(python.toString(), "-I", "-S", "-c", QUESTION),
                directory,
                changes,
                TIMEOUT,
                ProcessSpec.Output.DEBUG,
                List.of()));
        if (result.succeeded() && !result.tail().isEmpty()) {
            try {
                if (Json.parse(result.tail().get(result.tail().size() - 1)) instanceof Map<?, ?> answer) {
                    return commands(answer);
                }
            } catch (Json.InvalidJson e) {
                throw unknown(python, result, e);
            }
        }
        throw unknown(python, result, null);
    }

    private static Map<Language, String> commands(Map<?, ?> answer) {
        Map<Language, String> commands = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            if (answer.get(language.variable()) instanceof String command && !command.isBlank()) {
                commands.put(language, command.strip());
            }
        }
        return commands;
    }

    private static MachineProblem unknown(Path python, ProcessResult result, @Nullable Throwable cause) {
        return new MachineProblem(
                ProblemKind.MACHINE,
                Explanation.of("the interpreter does not tell which compilers it was built with")
                        .where(python)
                        .output(result.tail()),
                cause);
    }
}
