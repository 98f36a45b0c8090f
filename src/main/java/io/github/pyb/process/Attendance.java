package io.github.pyb.process;

import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Masking;
import io.github.pyb.process.ProcessEvents.Event;
import io.github.pyb.process.ProcessSpec.Output;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stays with one process until it, or a part of its work, has ended: shows its output, watches the clock. */
final class Attendance {

    /** Lines that an error message shows of the output of a process. */
    private static final int TAIL = 25;

    /** What a shell says of a process that SIGKILL has ended. */
    private static final int ENDED_BY_FORCE = 137;

    /** Lines of an answer; nothing that we ask has so much to say. */
    private static final int ANSWER = 10_000;

    /** How often is asked whether the build goes on. */
    private static final Duration CANCELLATION_POLL = Duration.ofSeconds(1);

    private final ProcessSpec spec;
    private final Process process;
    private final BuildLog log;
    private final Transcript transcript;
    private final Cancellation cancellation;
    private final Patience patience;
    private final Runnable kill;
    private final @Nullable PartMark mark;
    private final boolean shown;
    private final ProcessEvents events;
    private final long start = System.nanoTime();
    private final long firstLine;
    private final Deque<String> tail = new ArrayDeque<>();
    private long lastSign = start;
    private long lastPoll = start;
    private @Nullable Long exited;
    private boolean timedOut;
    private @Nullable Long killed;
    private PartMark.@Nullable Said part;

    /** An empty line that may only be there to set the mark apart. */
    private boolean heldBack;

    /**
     * @param kill ends the process with all that it has started
     * @param mark what ends this, if it is not the end of the process
     */
    Attendance(
            ProcessSpec spec,
            EarlyProcess started,
            BuildLog log,
            Transcript transcript,
            Cancellation cancellation,
            Patience patience,
            Runnable kill,
            @Nullable PartMark mark) {
        this.spec = spec;
        this.process = started.process();
        this.log = log;
        this.transcript = transcript;
        this.cancellation = cancellation;
        this.patience = patience;
        this.kill = kill;
        this.mark = mark;
        this.shown = spec.output() == Output.INFO ? log.isInfoEnabled() : log.isDebugEnabled();
        this.firstLine = transcript.lines();
        this.events = started.events();
    }

    /** Nothing if it was a part of its work, and the process has not done that. */
    Optional<ProcessResult> attend() throws MachineProblem, InterruptedException {
        boolean open = true;
        while (part == null && (open || exited == null)) {
            Event event = events.poll(untilNextDuty()).orElse(null);
            if (event instanceof Event.Line line) {
                take(line.text());
            } else if (event instanceof Event.EndOfOutput end) {
                open = false;
                end.error()
                        .ifPresent(error ->
                                log.debug("reading the output of " + spec.title() + " ended with an error: " + error));
            } else if (event instanceof Event.Exit) {
                exited = System.nanoTime();
            }
            if (open && exited != null && isHeldByOthers(exited)) {
                note("a process in the background still holds the output of " + spec.title() + "; not waiting");
                events.abandonOutput();
                break;
            }
            if (exited == null && killed != null && since(killed).compareTo(patience.forceGrace()) > 0) {
                note("process " + process.pid() + " of " + spec.title() + " cannot be ended; not waiting");
                events.abandon();
                return Optional.of(result(ENDED_BY_FORCE));
            }
            if (exited == null) {
                watchTheClock();
            }
        }
        if (part == null) {
            return Optional.of(result(process.waitFor()));
        }
        Integer exitCode = part.exitCode();
        return exitCode == null ? Optional.empty() : Optional.of(result(exitCode));
    }

    /** Whether the process goes on, although what was attended to is over. */
    boolean goesOn() {
        return part != null;
    }

    /**
     * Whether what still holds the output has nothing to say that belongs to this process: what it wrote itself comes
     * without a pause, however long that takes on a busy machine. Another one may write for ever.
     */
    private boolean isHeldByOthers(long exit) {
        Duration grace = patience.outputGrace();
        return since(Math.max(exit, lastSign)).compareTo(grace) > 0
                || since(exit).compareTo(grace.multipliedBy(5)) > 0;
    }

    private void take(String line) throws MachineProblem {
        if (mark == null) {
            show(line);
            return;
        }
        part = mark.in(line);
        if (part != null) {
            return;
        }
        if (heldBack) {
            show("");
        }
        heldBack = line.isEmpty();
        if (!heldBack) {
            show(line);
        }
    }

    private void show(String raw) throws MachineProblem {
        String line = Masking.mask(raw);
        lastSign = System.nanoTime();
        transcript.line(line);
        tail.addLast(line);
        if (tail.size() > (spec.output() == Output.ANSWER ? ANSWER : TAIL)) {
            tail.removeFirst();
        }
        if (spec.output() == Output.INFO) {
            log.info(spec.prefix() + line);
        } else {
            log.debug(spec.prefix() + line);
        }
    }

    private void watchTheClock() throws MachineProblem {
        if (since(lastPoll).compareTo(CANCELLATION_POLL) >= 0) {
            lastPoll = System.nanoTime();
            Optional<String> reason = cancellation.reason();
            if (reason.isPresent()) {
                throw spec.ended(transcript, reason.get());
            }
        }
        Duration timeout = spec.timeout();
        if (timeout != null && !timedOut && since(start).compareTo(timeout) >= 0) {
            timedOut = true;
            kill.run();
            killed = System.nanoTime();
        }
        if (since(lastSign).compareTo(patience.heartbeat()) >= 0) {
            lastSign = System.nanoTime();
            log.info(spec.prefix() + "(still running after " + Durations.words(since(start)) + ", silent for the last "
                    + Durations.words(patience.heartbeat()) + ")");
        }
    }

    /** How long nothing has to be done even if the process says nothing. */
    private Duration untilNextDuty() {
        if (exited != null) {
            return patience.outputGrace().dividedBy(4);
        }
        Duration wait = shorter(patience.heartbeat().minus(since(lastSign)), CANCELLATION_POLL.minus(since(lastPoll)));
        Duration timeout = spec.timeout();
        if (timeout != null && !timedOut) {
            wait = shorter(wait, timeout.minus(since(start)));
        }
        if (killed != null) {
            wait = shorter(wait, patience.forceGrace().minus(since(killed)));
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private ProcessResult result(int exitCode) throws MachineProblem {
        Duration elapsed = since(start);
        Transcript.Section output = new Transcript.Section(transcript.file(), firstLine, transcript.lines());
        transcript.line(
                timedOut
                        ? "-- ended by pyb after " + Durations.words(elapsed) + ", its time was up"
                        : "-- exit code " + exitCode + " after " + Durations.words(elapsed));
        return new ProcessResult(exitCode, timedOut, elapsed, List.copyOf(tail), output, shown);
    }

    private void note(String text) throws MachineProblem {
        transcript.line("-- " + text);
        log.warn(text);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
