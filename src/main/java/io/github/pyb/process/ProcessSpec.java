package io.github.pyb.process;

import io.github.pyb.host.CommandLine;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process to be run.
 *
 * @param title what the process does, in a word or two; the prefix of its lines in the log
 * @param command the executable, as an absolute path, and its arguments; no shell is involved
 * @param directory the working directory
 * @param changes how its environment differs from ours
 * @param timeout how long it may run; {@code null} for no limit
 * @param output where its output is shown while it runs
 * @param inputs files and directories made for this process alone, whose paths stand among the arguments; whoever wants
 *     to run the process again later has to keep them
 */
public record ProcessSpec(
        String title,
        List<String> command,
        Path directory,
        EnvironmentChanges changes,
        @Nullable Duration timeout,
        Output output,
        List<Path> inputs) {

    /** Where the lines of a process are shown while it runs. The transcript holds them in any case. */
    public enum Output {
        /** As information: the user wants to follow what happens. */
        INFO,
        /** Only to somebody who debugs. */
        DEBUG,
        /** The same; and they are an answer, of which more is kept than what shows a failure. */
        ANSWER
    }

    public ProcessSpec {
        command = List.copyOf(command);
        inputs = List.copyOf(inputs);
    }

    /** What stands before its lines in the log. */
    String prefix() {
        return title + " | ";
    }

    /** Lets the transcript begin with the process: what comes after is its output. */
    void announce(Host host, Transcript transcript) throws MachineProblem {
        transcript.line("== " + title);
        transcript.line("-- command: "
                + CommandLine.quote(
                        host, command.stream().map(ProcessSpec::shortened).toList()));
        transcript.line("-- directory: " + directory);
    }

    /** A script that is handed over as an argument would bury the rest of the command. */
    private static String shortened(String word) {
        return word.contains("\n") ? word.lines().findFirst().orElse("") + " ..." : word;
    }

    /** The problem of a process that was ended before its time; the transcript gets to know it, too. */
    MachineProblem ended(Transcript transcript, String reason) throws MachineProblem {
        transcript.line("-- ended by pyb, because " + reason);
        return MachineProblem.interrupted(title + ", because " + reason);
    }
}
