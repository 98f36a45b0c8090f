package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.RecordingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private final RecordingLog log = new RecordingLog();

    @Test
    @DisplayName("lines of all tasks are written by the thread that waits, with the task's name before each")
    void lines() throws Exception {
        List<Thread> writers = new ArrayList<>();
        BuildLog noting = new NotingLog(log, writers);
        List<SideBySide.Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            tasks.add(new SideBySide.Task<>("task " + i, own -> {
                for (int line = 0; line < 50; line++) {
                    own.info("line " + line + "\nsecond");
                }
                return number;
            }));
        }

        List<SideBySide.Outcome<Integer>> outcomes = new SideBySide(noting).run(tasks, 4);

        assertThat(outcomes)
                .extracting(outcome -> outcome.result().orElseThrow())
                .containsExactly(0, 1, 2, 3);
        assertThat(writers).containsOnly(Thread.currentThread());
        assertThat(log.lines("INFO")).hasSize(400).contains("[task 3] line 49", "[task 3] second");
    }

    @Test
    @DisplayName("no more are at work than allowed")
    void bounded() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<SideBySide.Task<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(new SideBySide.Task<>("t", own -> {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                own.info("at work");
                atWork.decrementAndGet();
                return true;
            }));
        }

        new SideBySide(log).run(tasks, 3);

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    @DisplayName("a task that fails leaves the others alone")
    void failure() throws Exception {
        List<SideBySide.Outcome<String>> outcomes = new SideBySide(log)
                .run(
                        List.of(
                                new SideBySide.Task<>("bad", own -> {
                                    throw new UserProblem(ProblemKind.HOOK_FAILED, Explanation.of("no"));
                                }),
                                new SideBySide.Task<>("good", own -> "done")),
                        1);

        assertThat(outcomes.get(0).problem().orElseThrow()).hasMessage("no");
        assertThat(outcomes.get(1).result()).contains("done");
    }

    @Test
    @DisplayName("an interruption reaches the tasks, and is over only when they are")
    void interruption() {
        CountDownLatch started = new CountDownLatch(1);
        List<String> events = new ArrayList<>();
        Thread waiting = Thread.currentThread();
        Thread interrupting = new Thread(() -> {
            try {
                started.await();
                waiting.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        interrupting.start();

        assertThatThrownBy(() -> new SideBySide(log)
                        .run(
                                List.of(new SideBySide.Task<String>("long", own -> {
                                    started.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                        return "never";
                                    } finally {
                                        own.warn("tidied up");
                                        events.add("end");
                                    }
                                })),
                                1))
                .isInstanceOf(InterruptedException.class);

        assertThat(events).containsExactly("end");
        assertThat(log.lines("WARN")).containsExactly("[long] tidied up");
    }

    @Test
    @DisplayName("a mistake of ours in a task is not taken for a result")
    void bug() {
        assertThatThrownBy(() -> new SideBySide(log)
                        .run(
                                List.of(new SideBySide.Task<String>("bug", own -> {
                                    throw new IllegalArgumentException("our mistake");
                                })),
                                1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("our mistake");
    }

    /** Notes which threads write. */
    private record NotingLog(BuildLog log, List<Thread> writers) implements BuildLog {
        @Override
        public void debug(String line) {
            log.debug(line);
        }

        @Override
        public void info(String line) {
            writers.add(Thread.currentThread());
            log.info(line);
        }

        @Override
        public void warn(String line) {
            log.warn(line);
        }

        @Override
        public void error(String line) {
            log.error(line);
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }
    }
}
