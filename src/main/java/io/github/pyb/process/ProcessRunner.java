package io.github.pyb.process;

import io.github.pyb.host.CommandLine;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.Durations;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessSpec.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the child processes of one build and answers for them: when the time of one is up, when the thread is
 * interrupted, and when the JVM is told to stop (Ctrl-C, SIGTERM, the end of Maven after a failure elsewhere), nothing
 * that the build has started stays alive.
 *
 * <p>One runner belongs to one build and is closed at its very end, after the evidence of a failure is written: a JVM
 * that is told to stop waits for that, for a few seconds.
 */
public final class ProcessRunner implements AutoCloseable {

    /** How patient a runner is. Durations that only tests have a reason to change. */
    record Patience(Duration heartbeat, Duration killGrace, Duration outputGrace, Duration shutdown) {
        static Patience normal() {
            return new Patience(
                    Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20));
        }
    }

    /** Lines that an error message shows of the output of a process. */
    private static final int TAIL = 25;

    /** Lines that may wait to be shown; a process that writes faster has to wait. */
    private static final int QUEUE = 4096;

    /** How often is asked whether the build goes on. */
    private static final Duration CANCELLATION_POLL = Duration.ofSeconds(1);

    private final Host host;
    private final BuildLog log;
    private final Transcript transcript;
    private final Cancellation cancellation;
    private final Patience patience;
    private final String cookie = UUID.randomUUID().toString();
    private final ProcessTree tree;
    private final Set<ProcessHandle> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread shutdownHook;
    private volatile boolean stopping;
    private volatile @Nullable ProcessSpec last;

    public ProcessRunner(Host host, BuildLog log, Transcript transcript, Cancellation cancellation) {
        this(host, log, transcript, cancellation, Patience.normal());
    }

    ProcessRunner(Host host, BuildLog log, Transcript transcript, Cancellation cancellation, Patience patience) {
        this.host = host;
        this.log = log;
        this.transcript = transcript;
        this.cancellation = cancellation;
        this.patience = patience;
        this.tree = new ProcessTree(Path.of("/proc"), cookie);
        this.shutdownHook = new Thread(this::stop, "pyb-stop");
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down already: start nothing.
            stopping = true;
        }
    }

    /** Something that the process, or the thread that reads it, has to tell. */
    private sealed interface Event {
        record Line(String text) implements Event {}

        record EndOfOutput(@Nullable IOException error) implements Event {}

        record Exit() implements Event {}
    }

    /**
     * Runs a process to its end. Its two output streams are one, in the order in which it wrote; its standard input is
     * at its end from the start.
     *
     * @throws MachineProblem if the process cannot be started or the transcript cannot be written, and, of the kind
     *     {@code INTERRUPTED}, if the JVM is being stopped or the build has lost its point; the process is gone then
     * @throws InterruptedException if the thread was interrupted; the process is gone then. The message is the title of
     *     the process
     */
    public ProcessResult run(ProcessSpec spec) throws MachineProblem, InterruptedException {
        EnvironmentChanges changes = spec.changes().with(ProcessTree.COOKIE_NAME, cookie);
        last = spec;
        writeHeader(spec);
        endIfStopping(spec);
        Process process = start(spec, changes.applyTo(host));
        running.add(process.toHandle());
        try {
            ProcessResult result = new Attendance(spec, process).attend();
            endIfStopping(spec);
            return result;
        } catch (InterruptedException e) {
            transcript.line("-- interrupted");
            kill(Set.of(process.toHandle()));
            InterruptedException named = new InterruptedException(spec.title());
            named.initCause(e);
            throw named;
        } finally {
            running.remove(process.toHandle());
        }
    }

    private void endIfStopping(ProcessSpec spec) throws MachineProblem {
        if (stopping) {
            throw ended(spec, "Maven is being stopped");
        }
    }

    private MachineProblem ended(ProcessSpec spec, String reason) throws MachineProblem {
        transcript.line("-- ended by pyb, because " + reason);
        return MachineProblem.interrupted(spec.title() + ", because " + reason);
    }

    /**
     * Shows the whole output of a process as errors, if it was not shown while the process ran and is longer than what
     * the message about its failure shows anyway.
     */
    public void replayIfHidden(ProcessSpec spec, ProcessResult result) {
        boolean complete = result.output().endLine() - result.output().firstLine()
                <= result.tail().size();
        if (result.shown() || complete) {
            return;
        }
        try {
            result.output().replay(line -> log.error(prefix(spec) + line));
        } catch (IOException e) {
            log.error("cannot read the log file " + transcript.file() + ": " + MachineProblem.reason(e));
        }
    }

    /** Ends what processes of this build have left behind in the background. */
    public void killLeftovers() {
        if (tree.hasLeftovers()) {
            log.debug("ending processes that the build has left behind");
            kill(Set.of());
        }
    }

    /** The process that was started last; after a failure, the one that failed. */
    public Optional<ProcessSpec> last() {
        return Optional.ofNullable(last);
    }

    /** The transcript that all processes of this build are written to. */
    public Transcript transcript() {
        return transcript;
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The hook is running: it was waiting for just this.
            log.debug("the build is over, the JVM may stop");
        }
    }

    private void stop() {
        stopping = true;
        kill(Set.copyOf(running));
        try {
            if (!finished.await(patience.shutdown().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the build did not come to its end in time; evidence of it may be incomplete");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Set<ProcessHandle> roots) {
        Set<ProcessHandle> survivors = tree.kill(roots, patience.killGrace());
        if (!survivors.isEmpty()) {
            log.warn("these processes could not be ended: "
                    + survivors.stream()
                            .map(process -> Long.toString(process.pid()))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    private Process start(ProcessSpec spec, Map<String, String> environment) throws MachineProblem {
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .directory(spec.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of("cannot start " + spec.command().get(0) + ": " + MachineProblem.reason(e))
                            .where(spec.directory()),
                    e);
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("the standard input of " + spec.title() + " could not be closed: " + e.getMessage());
        }
        return process;
    }

    private void writeHeader(ProcessSpec spec) throws MachineProblem {
        transcript.line("== " + spec.title());
        transcript.line("-- command: "
                + CommandLine.quote(
                        host,
                        spec.command().stream().map(ProcessRunner::shortened).toList()));
        transcript.line("-- directory: " + spec.directory());
    }

    /** A script that is handed over as an argument would bury the rest of the command. */
    private static String shortened(String word) {
        return word.contains("\n") ? word.lines().findFirst().orElse("") + " ..." : word;
    }

    private String prefix(ProcessSpec spec) {
        return spec.title() + " | ";
    }

    /** Stays with one process until it has ended: shows its output, watches the clock. */
    private final class Attendance {

        private final ProcessSpec spec;
        private final Process process;
        private final boolean shown;
        private final long start = System.nanoTime();
        private final long firstLine = transcript.lines();
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(QUEUE);
        private final Deque<String> tail = new ArrayDeque<>();
        private long lastSign = start;
        private long lastPoll = start;
        private @Nullable Long exited;
        private boolean timedOut;

        Attendance(ProcessSpec spec, Process process) {
            this.spec = spec;
            this.process = process;
            this.shown = spec.output() == Output.INFO ? log.isInfoEnabled() : log.isDebugEnabled();
        }

        ProcessResult attend() throws MachineProblem, InterruptedException {
            Thread outputReader = startDaemon("output", this::readOutput);
            startDaemon("exit", this::awaitExit);
            boolean open = true;
            while (open || exited == null) {
                Event event = events.poll(untilNextDuty(), TimeUnit.NANOSECONDS);
                if (event instanceof Event.Line line) {
                    show(line.text());
                } else if (event instanceof Event.EndOfOutput end) {
                    open = false;
                    if (end.error() != null && !timedOut) {
                        log.debug("reading the output of " + spec.title() + " failed: " + end.error());
                    }
                } else if (event instanceof Event.Exit) {
                    exited = System.nanoTime();
                }
                if (open && exited != null && since(exited).compareTo(patience.outputGrace()) > 0) {
                    note("a process in the background still holds the output of " + spec.title() + "; not waiting");
                    outputReader.interrupt();
                    break;
                }
                watchTheClock();
            }
            return result();
        }

        private Thread startDaemon(String name, Runnable duty) {
            Thread thread = new Thread(duty, "pyb-" + name + "-" + process.pid());
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private void readOutput() {
            LineReader reader = new LineReader(process.getInputStream());
            IOException error = null;
            try {
                for (String line = reader.next(); line != null; line = reader.next()) {
                    events.put(new Event.Line(line));
                }
            } catch (IOException e) {
                error = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            tell(new Event.EndOfOutput(error));
        }

        private void awaitExit() {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            tell(new Event.Exit());
        }

        private void tell(Event event) {
            try {
                events.put(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void show(String raw) throws MachineProblem {
            String line = Masking.mask(raw);
            lastSign = System.nanoTime();
            transcript.line(line);
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
            if (spec.output() == Output.INFO) {
                log.info(prefix(spec) + line);
            } else {
                log.debug(prefix(spec) + line);
            }
        }

        private void watchTheClock() throws MachineProblem {
            if (exited == null && since(lastPoll).compareTo(CANCELLATION_POLL) >= 0) {
                lastPoll = System.nanoTime();
                Optional<String> reason = cancellation.reason();
                if (reason.isPresent()) {
                    kill(Set.of(process.toHandle()));
                    throw ended(spec, reason.get());
                }
            }
            Duration timeout = spec.timeout();
            if (timeout != null && !timedOut && exited == null && since(start).compareTo(timeout) >= 0) {
                timedOut = true;
                kill(Set.of(process.toHandle()));
            }
            if (exited == null && since(lastSign).compareTo(patience.heartbeat()) >= 0) {
                lastSign = System.nanoTime();
                log.info(prefix(spec) + "(still running after " + Durations.words(since(start))
                        + ", silent for the last " + Durations.words(patience.heartbeat()) + ")");
            }
        }

        /** Nanoseconds until something has to be done even if the process says nothing. */
        private long untilNextDuty() {
            if (exited != null) {
                return patience.outputGrace().toNanos() / 4;
            }
            long wait = Math.min(
                    patience.heartbeat().minus(since(lastSign)).toNanos(),
                    CANCELLATION_POLL.minus(since(lastPoll)).toNanos());
            Duration timeout = spec.timeout();
            if (timeout != null && !timedOut) {
                wait = Math.min(wait, timeout.minus(since(start)).toNanos());
            }
            return Math.max(wait, 1);
        }

        private ProcessResult result() throws MachineProblem, InterruptedException {
            int exitCode = process.waitFor();
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
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
