package io.github.pyb.build;

import io.github.pyb.log.BuildLog;
import io.github.pyb.log.RelayedLog;
import io.github.pyb.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Does several things at the same time, each in a thread of its own, and no more at once than allowed. What they log is
 * written by the thread that waits for them. One that fails leaves the others alone.
 */
final class SideBySide {

    private final BuildLog log;
    private final BlockingQueue<Runnable> lines = new LinkedBlockingQueue<>();

    SideBySide(BuildLog log) {
        this.log = log;
    }

    /**
     * One of the things to do.
     *
     * @param name stands before what it logs
     */
    record Task<T>(String name, Work<T> work) {}

    /** What is done in a thread of its own. */
    @FunctionalInterface
    interface Work<T> {
        T run(BuildLog log) throws Problem, InterruptedException;
    }

    /**
     * How a task ended: with a result or with a problem.
     *
     * @param result what came of it
     * @param problem why nothing came of it
     */
    record Outcome<T>(Optional<T> result, Optional<Problem> problem) {}

    /** What a task puts behind its last line. */
    private enum End implements Runnable {
        OF_TASK;

        @Override
        public void run() {
            // Only its coming counts.
        }
    }

    /**
     * Waits for all tasks.
     *
     * @return the outcomes, in the order of the tasks
     * @throws InterruptedException if this thread was interrupted; the tasks have come to their end then, too
     */
    <T> List<Outcome<T>> run(List<Task<T>> tasks, int atOnce) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(
                atOnce, work -> new Thread(work, "pyb-" + Thread.currentThread().getName()));
        List<Future<Outcome<T>>> futures = new ArrayList<>();
        try {
            for (Task<T> task : tasks) {
                futures.add(threads.submit(() -> outcome(task)));
            }
            writeUntilEnd(futures.size());
        } finally {
            stop(threads);
        }
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (Future<Outcome<T>> future : futures) {
            outcomes.add(get(future));
        }
        return outcomes;
    }

    private <T> Outcome<T> outcome(Task<T> task) throws InterruptedException {
        try {
            T result = task.work().run(new RelayedLog(task.name(), log, lines::add));
            return new Outcome<>(Optional.of(result), Optional.empty());
        } catch (Problem e) {
            return new Outcome<>(Optional.empty(), Optional.of(e));
        } finally {
            lines.add(End.OF_TASK);
        }
    }

    private void writeUntilEnd(int tasks) throws InterruptedException {
        int running = tasks;
        while (running > 0) {
            Runnable line = lines.take();
            line.run();
            running -= line == End.OF_TASK ? 1 : 0;
        }
    }

    /** Interrupts what still runs, and waits until it has tidied up after itself. */
    private void stop(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Runnable line = lines.poll(); line != null; line = lines.poll()) {
            line.run();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> Outcome<T> get(Future<Outcome<T>> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            if (e.getCause() instanceof InterruptedException interruption) {
                throw interruption;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
