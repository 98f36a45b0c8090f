package io.github.pyb.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a process does, one thing after the other: it writes lines, its output ends, it exits. Two threads watch; whoever
 * asks gets it on a thread of its own, so that Maven knows which module the lines belong to.
 */
final class ProcessEvents {

    /** Something that a process has done. */
    sealed interface Event {
        record Line(String text) implements Event {}

        /** Nothing more will come; normally without an error. */
        record EndOfOutput(Optional<IOException> error) implements Event {}

        record Exit() implements Event {}
    }

    /** Lines that may wait to be shown; a process that writes faster has to wait. */
    private static final int QUEUE = 4096;

    private final Process process;
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread outputReader;
    private final Thread exitWatcher;

    private ProcessEvents(Process process) {
        this.process = process;
        this.outputReader = daemon("output", this::readOutput);
        this.exitWatcher = daemon("exit", this::awaitExit);
    }

    static ProcessEvents watch(Process process) {
        ProcessEvents events = new ProcessEvents(process);
        events.outputReader.start();
        events.exitWatcher.start();
        return events;
    }

    /** The next event, or nothing if there is none within that time. */
    Optional<Event> poll(Duration wait) throws InterruptedException {
        return Optional.ofNullable(queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Stops reading output that nobody is interested in any more. */
    void abandonOutput() {
        outputReader.interrupt();
    }

    /** Stops watching: nobody asks any more, and a thread with something to tell would wait for that for ever. */
    void abandon() {
        outputReader.interrupt();
        exitWatcher.interrupt();
    }

    private Thread daemon(String name, Runnable duty) {
        Thread thread = new Thread(duty, "pyb-" + name + "-" + process.pid());
        thread.setDaemon(true);
        return thread;
    }

    private void readOutput() {
        LineReader reader = new LineReader(process.getInputStream());
        Optional<IOException> error = Optional.empty();
        try {
            for (String line = reader.next(); line != null; line = reader.next()) {
                queue.put(new Event.Line(line));
            }
        } catch (IOException e) {
            error = Optional.of(e);
        } catch (InterruptedException e) {
            // Abandoned.
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
            queue.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
