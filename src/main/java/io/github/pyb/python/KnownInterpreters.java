package io.github.pyb.python;

import io.github.pyb.fs.Scripts;
import io.github.pyb.fs.Sha256;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.process.KnownAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells what an executable is: from an earlier build if nothing has changed since that the answer depends on, otherwise by
 * asking it. Only what an interpreter says of itself is kept. A shim speaks for another one, and tomorrow maybe for yet
 * another: it is always asked.
 */
final class KnownInterpreters {

    /** To be raised when records are read or written in another way. */
    private static final int FORMAT = 2;

    /** Variables that an interpreter, its loader or a version manager heeds, even when told to ignore the environment. */
    private static final Pattern HEEDED =
            Pattern.compile("_?PYTHON.*|PYENV_.*|ASDF_.*|LD_.*|DYLD_.*|ARCHFLAGS|MACOSX_DEPLOYMENT_TARGET");

    private final Host host;
    private final BuildLog log;
    private final InterpreterProbe probe;
    private final KnownAnswers records;

    KnownInterpreters(Host host, BuildLog log, InterpreterProbe probe, KnownAnswers records) {
        this.host = host;
        this.log = log;
        this.probe = probe;
        this.records = records;
    }

    Interpreter ask(Path executable) throws Rejected, MachineProblem, InterruptedException {
        String key = key(executable);
        ProbeAnswer answer;
        try {
            answer = ProbeAnswer.parse(records.recall(key, executable));
            log.debug("Python: " + executable + " is known from an earlier build");
        } catch (KnownAnswers.Unknown | Rejected e) {
            log.debug("Python: asking " + executable + ": " + e.getMessage());
            answer = askAnew(key, executable);
        }
        Interpreter interpreter = answer.interpreter();
        if (interpreter.version().compareTo(Interpreter.OLDEST) < 0) {
            throw new Rejected("is Python " + interpreter.version() + ", older than " + Interpreter.OLDEST);
        }
        return interpreter;
    }

    private ProbeAnswer askAnew(String key, Path executable) throws Rejected, MachineProblem, InterruptedException {
        Instant asked = Instant.now();
        String text = probe.ask(executable);
        ProbeAnswer answer = ProbeAnswer.parse(text);
        obstacle(executable, answer)
                .or(() -> records.remember(
                        key, executable, text, answer.witnesses().orElse(List.of()), asked))
                .ifPresent(why -> log.debug("Python: the next build asks " + executable + " again, because " + why));
        return answer;
    }

    /** Why an answer cannot be trusted beyond this build, whatever it depends on. */
    private static Optional<String> obstacle(Path executable, ProbeAnswer answer) {
        Path speaker = answer.interpreter().executable();
        try {
            if (Scripts.isScript(executable) || !executable.toRealPath().equals(speaker.toRealPath())) {
                return Optional.of("it speaks for " + speaker);
            }
        } catch (IOException e) {
            return Optional.of("it cannot be looked at: " + MachineProblem.reason(e));
        }
        return answer.witnesses().isEmpty()
                ? Optional.of("it does not say what its answer depends on")
                : Optional.empty();
    }

    /** What is asked of whom, and where; the same question can have several answers only if one of these differs. */
    private String key(Path executable) {
        List<String> parts = new ArrayList<>(List.of(
                Integer.toString(FORMAT),
                InterpreterProbe.fingerprint(),
                executable.toString(),
                host.family().name(),
                host.architecture()));
        host.environment().forEach((name, value) -> {
            if (HEEDED.matcher(name.toUpperCase(Locale.ROOT)).matches()) {
                parts.add(name + "=" + value);
            }
        });
        return Sha256.ofText(String.join("\0", parts)).substring(0, 32);
    }
}
