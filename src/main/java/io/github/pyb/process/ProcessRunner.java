package io.github.pyb.process;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

    private static final Path PROCESSES = Path.of("/proc");

    private final Host host;
    private final BuildLog log;
    private final Transcript transcript;
    private final Cancellation cancellation;
    private final Patience patience;
    private final String cookies;
    private final ProcessTree tree;
    private final Set<ProcessHandle> running = ConcurrentHashMap.newKeySet();
    private final Set<ProcessHandle> early = ConcurrentHashMap.newKeySet();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread shutdownHook;
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable ProcessSpec last;

    /**
     * A process that has come to its end.
     *
     * @param title what it did
     * @param elapsed how long it ran
     */
    public record Step(String title, Duration elapsed) {}

    public ProcessRunner(Host host, BuildLog log, Transcript transcript, Cancellation cancellation) {
        this(host, log, transcript, cancellation, List.of());
    }

    /** @param places names of what the build holds, by which {@link Orphans} of it are found if it is killed */
    public ProcessRunner(
            Host host, BuildLog log, Transcript transcript, Cancellation cancellation, List<String> places) {
        this(host, log, transcript, cancellation, places, Patience.normal(), PROCESSES);
    }

    ProcessRunner(Host host, BuildLog log, Transcript transcript, Cancellation cancellation, Patience patience) {
        this(host, log, transcript, cancellation, List.of(), patience, PROCESSES);
    }

    /** @param processes as for {@link ProcessTree} */
    ProcessRunner(
            Host host,
            BuildLog log,
            Transcript transcript,
            Cancellation cancellation,
            List<String> places,
            Patience patience,
            Path processes) {
        String cookie = UUID.randomUUID().toString();
        this.host = host;
        this.log = log;
        this.transcript = transcript;
        this.cancellation = cancellation;
        this.patience = patience;
        this.tree = new ProcessTree(processes, cookie);
        List<String> all = new ArrayList<>(places);
        all.add(cookie);
        this.cookies = ProcessTree.joined(all);
        this.shutdownHook = new Thread(this::stop, "pyb-stop");
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down already: start nothing.
            stopping = true;
        }
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
        return run(spec, EnvironmentChanges.none());
    }

    /**
     * Runs a process that sees more than is written down anywhere.
     *
     * @param passing what has a meaning only while the process runs, and may be secret
     */
    public ProcessResult run(ProcessSpec spec, EnvironmentChanges passing) throws MachineProblem, InterruptedException {
        begin(spec);
        EarlyProcess started = start(spec, passing);
        started.release();
        return attend(started, spec, null).orElseThrow();
    }

    /**
     * Starts a process before it is needed. It must not do anything that matters until its standard input is at its end;
     * it is not in the transcript until then.
     *
     * @throws MachineProblem if it cannot be started
     */
    public EarlyProcess startEarly(ProcessSpec spec) throws MachineProblem {
        endIfStopping(spec);
        EarlyProcess started = start(spec, EnvironmentChanges.none());
        early.add(started.handle());
        return started;
    }

    /**
     * Lets a process that was started early go on to its end; otherwise as {@link #run(ProcessSpec)}.
     *
     * @param spec a process that does the same, and does not wait
     */
    public ProcessResult run(EarlyProcess started, ProcessSpec spec) throws MachineProblem, InterruptedException {
        begin(spec);
        early.remove(started.handle());
        started.release();
        return attend(started, spec, null).orElseThrow();
    }

    /**
     * Stays with a process that was started early until it says that a part of its work is over, and leaves it waiting then;
     * or until it has ended before it could say so. Otherwise as {@link #run(ProcessSpec)}.
     *
     * @param spec a process that does that part, and nothing else
     * @return how that part ended; nothing if the process does not do it, and waits
     */
    public Optional<ProcessResult> runPart(EarlyProcess started, ProcessSpec spec, PartMark mark)
            throws MachineProblem, InterruptedException {
        begin(spec);
        Optional<ProcessResult> result = attend(started, spec, mark);
        if (result.isEmpty()) {
            transcript.line("-- not in a copy of the process that waits: it cannot be copied");
        }
        return result;
    }

    /** Ends a process that was started early and is not needed, and waits until it is gone. */
    public void abandon(EarlyProcess started) throws InterruptedException {
        started.abandon(patience.forceGrace());
        early.remove(started.handle());
        running.remove(started.handle());
    }

    private void begin(ProcessSpec spec) throws MachineProblem {
        last = spec;
        spec.announce(host, transcript);
        endIfStopping(spec);
    }

    private Optional<ProcessResult> attend(EarlyProcess started, ProcessSpec spec, @Nullable PartMark mark)
            throws MachineProblem, InterruptedException {
        Runnable kill = () -> kill(Set.of(started.handle()));
        boolean ended = false;
        boolean goesOn = false;
        try {
            Attendance attendance = new Attendance(spec, started, log, transcript, cancellation, patience, kill, mark);
            Optional<ProcessResult> result = attendance.attend();
            ended = true;
            goesOn = attendance.goesOn();
            if (result.isPresent()) {
                steps.add(new Step(spec.title(), result.get().elapsed()));
            }
            endIfStopping(spec);
            return result;
        } catch (InterruptedException e) {
            transcript.line("-- interrupted");
            InterruptedException named = new InterruptedException(spec.title());
            named.initCause(e);
            throw named;
        } finally {
            if (!ended) {
                kill.run();
                started.events().abandon();
            }
            if (!goesOn) {
                running.remove(started.handle());
                early.remove(started.handle());
            }
        }
    }

    /** All processes so far, in the order in which they ended. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    private void endIfStopping(ProcessSpec spec) throws MachineProblem {
        if (stopping) {
            throw spec.ended(transcript, "Maven is being stopped");
        }
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
            result.output().replay(line -> log.error(spec.prefix() + line));
        } catch (IOException e) {
            log.error("cannot read the log file " + transcript.file() + ": " + MachineProblem.reason(e));
        }
    }

    /** Ends what processes of this build have left behind in the background, and those that were started too early. */
    public void killLeftovers() {
        if (!early.isEmpty() || tree.hasLeftovers()) {
            log.debug("ending processes that the build has left behind");
            kill(Set.copyOf(early));
        }
    }

    /** Whether it is certain that no process of this build goes on in the background; only Linux tells. */
    public boolean isAlone() {
        return tree.isOver();
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

    private EarlyProcess start(ProcessSpec spec, EnvironmentChanges passing) throws MachineProblem {
        EnvironmentChanges changes = spec.changes().then(passing).with(ProcessTree.COOKIE_NAME, cookies);
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .directory(spec.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(changes.applyTo(host));
        try {
            Process process = builder.start();
            running.add(process.toHandle());
            return new EarlyProcess(process, log);
        } catch (IOException e) {
            throw new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of("cannot start " + spec.command().get(0) + ": " + MachineProblem.reason(e))
                            .where(spec.directory()),
                    e);
        }
    }
}
