package io.github.pyb.process;

import java.time.Duration;
import java.util.List;

/**
 * How a process ended.
 *
 * @param exitCode its exit code; on POSIX systems 128 and the signal's number if a signal ended it
 * @param timedOut whether it was ended by us because its time was up
 * @param elapsed how long it ran
 * @param tail the last lines of its output, masked; all lines of an answer
 * @param output where its whole output stands in the transcript
 * @param shown whether its lines went to the user's log while it ran
 */
public record ProcessResult(
        int exitCode, boolean timedOut, Duration elapsed, List<String> tail, Transcript.Section output, boolean shown) {

    public ProcessResult {
        tail = List.copyOf(tail);
    }

    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }
}
