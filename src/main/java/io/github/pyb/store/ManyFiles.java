package io.github.pyb.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many small files, done by a few threads: most of the time goes by in the system. */
final class ManyFiles {

    /** More would wait for each other in the file system. */
    private static final int MOST_THREADS = 4;

    /** Files that a thread takes at once; less are not worth another thread. */
    private static final int PORTION = 16;

    private static final int BLOCK = 1 << 18;

    private ManyFiles() {}

    /** What is done with one file. */
    @FunctionalInterface
    interface Step<T> {

        /**
         * Does it.
         *
         * @param buffer for contents; each thread has its own
         */
        void run(T file, ByteBuffer buffer) throws IOException;
    }

    /** Does the same with each of some files, in any order. */
    static <T> void forEach(List<T> files, Step<T> step) throws IOException, InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = Math.min(Math.min(MOST_THREADS, processors), 1 + files.size() / PORTION);
        if (threads == 1) {
            runPortions(files, step, new AtomicInteger());
            return;
        }
        AtomicInteger next = new AtomicInteger();
        ExecutorService helpers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 1; i < threads; i++) {
                running.add(helpers.submit(() -> {
                    runPortions(files, step, next);
                    return null;
                }));
            }
            runPortions(files, step, next);
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            // After a failure, nobody may go on writing while the tree is removed.
            next.set(files.size());
            helpers.shutdown();
            if (!helpers.awaitTermination(1, TimeUnit.MINUTES)) {
                helpers.shutdownNow();
            }
        }
    }

    private static <T> void runPortions(List<T> files, Step<T> step, AtomicInteger next) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
        for (int start = next.getAndAdd(PORTION); start < files.size(); start = next.getAndAdd(PORTION)) {
            for (T file : files.subList(start, Math.min(start + PORTION, files.size()))) {
                step.run(file, buffer);
            }
        }
    }
}
