package io.github.pyb.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.process.ProcessSpec.Output;
import io.github.pyb.testing.Processes;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes of these tests are POSIX shells")
@Timeout(60)
class ProcessRunnerTest {

    private static final Patience IMPATIENT = new Patience(
            Duration.ofMillis(150),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(5));

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    Transcript transcript;
    ProcessRunner runner;
    Optional<String> cancelled = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        transcript = Transcript.open(directory.resolve("log/test.log"));
        runner = new ProcessRunner(new Host(), log, transcript, () -> cancelled, IMPATIENT);
    }

    @AfterEach
    void close() throws Exception {
        runner.killLeftovers();
        runner.close();
        transcript.close();
    }

    @Test
    @DisplayName("both streams arrive line by line, in order, with the title before each line")
    void output() throws Exception {
        ProcessResult result = runner.run(shell("echo one; echo two >&2; echo three"));

        assertThat(result.succeeded()).isTrue();
        assertThat(log.lines("INFO")).containsExactly("hook | one", "hook | two", "hook | three");
        assertThat(Files.readString(transcript.file())).contains("== hook", "one\ntwo\nthree\n", "-- exit code 0");
    }

    @Test
    @DisplayName("the exit code is told, and the tail has the last lines only")
    void failure() throws Exception {
        ProcessResult result =
                runner.run(shell("i=0; while [ $i -lt 100 ]; do echo line $i; i=$((i+1)); done; exit 3"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.tail()).hasSize(25).first().isEqualTo("line 75");
        assertThat(result.tail()).last().isEqualTo("line 99");
    }

    @Test
    @DisplayName("secrets in addresses reach neither log nor transcript nor tail")
    void secrets() throws Exception {
        ProcessResult result = runner.run(shell("echo https://user:canary@index/simple"));

        assertThat(result.tail()).containsExactly("https://****@index/simple");
        assertThat(String.join("\n", log.lines())).doesNotContain("canary");
        assertThat(outputOf(transcript.file())).doesNotContain("canary");
    }

    @Test
    @DisplayName("a process that is ended leaves no thread behind, however much it had still to say")
    void noThreads() throws Exception {
        cancelled = Optional.of("nobody listens any more");

        assertThatThrownBy(() -> runner.run(shell("echo $$; exec yes")))
                .hasMessageContaining("nobody listens any more");

        String pid = log.lines("INFO").get(0).replace("hook | ", "");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("pyb-(output|exit)-" + pid)) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("standard input is at its end")
    void standardInput() throws Exception {
        assertThat(runner.run(shell("read x || echo end")).tail()).containsExactly("end");
    }

    @Test
    @DisplayName("a process that was started early waits, and is in log and transcript from when it goes on")
    void early() throws Exception {
        Path sign = directory.resolve("sign");
        ProcessSpec spec = shell("echo ready; read x; echo went on; touch " + sign);

        EarlyProcess early = runner.startEarly(spec);
        runner.run(shell("echo first"));
        assertThat(log.lines("INFO")).containsExactly("hook | first");
        assertThat(sign).doesNotExist();
        ProcessResult result = runner.run(early, spec);

        assertThat(result.succeeded()).isTrue();
        assertThat(result.tail()).containsExactly("ready", "went on");
        assertThat(log.lines("INFO")).containsExactly("hook | first", "hook | ready", "hook | went on");
        assertThat(Files.readString(transcript.file())).containsSubsequence("first", "-- exit", "== hook", "ready");
        assertThat(runner.steps()).hasSize(2);
    }

    @Test
    @DisplayName("a process can do a part of its work and wait; the line that says so is nobody's output")
    void part() throws Exception {
        PartMark mark = PartMark.random();
        EarlyProcess early = runner.startEarly(
                shell("echo; echo one; printf two; echo; echo '" + mark.word() + "'3; read x; echo three"));

        ProcessResult part = runner.runPart(early, shell("part"), mark).orElseThrow();

        assertThat(part.exitCode()).isEqualTo(3);
        assertThat(part.tail()).containsExactly("", "one", "two");
        assertThat(early.handle().isAlive()).isTrue();
        ProcessResult rest = runner.run(early, shell("rest"));
        assertThat(rest.succeeded()).isTrue();
        assertThat(rest.tail()).containsExactly("three");
        assertThat(Files.readString(transcript.file())).doesNotContain(mark.word());
        assertThat(runner.steps()).hasSize(2);
    }

    @Test
    @DisplayName("an empty line before the mark sets it apart; those before that are output")
    void partWithEmptyLines() throws Exception {
        PartMark mark = PartMark.random();
        EarlyProcess early =
                runner.startEarly(shell("echo one; echo; echo; echo; echo '" + mark.word() + "'0; read x"));

        assertThat(runner.runPart(early, shell("part"), mark).orElseThrow().tail())
                .containsExactly("one", "", "");
    }

    @Test
    @DisplayName("a process may decline a part of its work, and is there for the rest")
    void partDeclined() throws Exception {
        PartMark mark = PartMark.random();
        EarlyProcess early = runner.startEarly(shell("echo; echo '" + mark.word() + "'not run; read x; echo rest"));

        assertThat(runner.runPart(early, shell("part"), mark)).isEmpty();

        assertThat(runner.steps()).isEmpty();
        assertThat(runner.run(early, shell("rest")).tail()).containsExactly("rest");
    }

    @Test
    @DisplayName("a process that ends in the middle of a part ends like any other")
    void endInPart() throws Exception {
        EarlyProcess early = runner.startEarly(shell("echo one; exit 4"));

        ProcessResult result =
                runner.runPart(early, shell("part"), PartMark.random()).orElseThrow();

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.tail()).containsExactly("one");
    }

    @Test
    @DisplayName("a process that waits after a part of its work does not outlive a build that has failed")
    void partAfterFailure() throws Exception {
        PartMark mark = PartMark.random();
        EarlyProcess early = runner.startEarly(shell("echo; echo '" + mark.word() + "'0; read x"));
        runner.runPart(early, shell("part"), mark);

        runner.killLeftovers();

        assertThat(early.handle().isAlive()).isFalse();
    }

    @Test
    @DisplayName("a process that was started early and is not needed is gone at once, and nothing tells of it")
    void abandoned() throws Exception {
        EarlyProcess early = runner.startEarly(shell("echo canary; read x; echo canary"));

        runner.abandon(early);

        assertThat(early.handle().isAlive()).isFalse();
        assertThat(log.lines()).isEmpty();
        assertThat(runner.last()).isEmpty();
        assertThat(Files.readString(transcript.file())).doesNotContain("canary");
    }

    @Test
    @DisplayName("a process that was started early does not outlive a build that has failed")
    void earlyAfterFailure() throws Exception {
        EarlyProcess early = runner.startEarly(shell("read x"));

        runner.killLeftovers();

        assertThat(early.handle().isAlive()).isFalse();
    }

    @Test
    @DisplayName("nor does it on a system that does not tell which processes belong to a build")
    void earlyAfterFailureElsewhere() throws Exception {
        try (ProcessRunner elsewhere = new ProcessRunner(
                new Host(),
                log,
                transcript,
                Cancellation.NONE,
                List.of(),
                Patience.normal(),
                directory.resolve("no such directory"))) {
            EarlyProcess early = elsewhere.startEarly(shell("read x"));
            assertThat(early.handle().isAlive()).isTrue();

            elsewhere.killLeftovers();

            assertThat(early.handle().isAlive()).isFalse();
        }
    }

    @Test
    @DisplayName("the child sees the host's variables with the changes applied")
    void environment() throws Exception {
        ProcessSpec spec = new ProcessSpec(
                "hook",
                List.of("/bin/sh", "-c", "echo $ADDED ${HOME:-none}"),
                directory,
                EnvironmentChanges.none().without("HOME").with("ADDED", "yes"),
                null,
                Output.INFO,
                List.of());

        assertThat(runner.run(spec).tail()).containsExactly("yes none");
    }

    @Test
    @DisplayName(
            "output at debug level is not shown, and is replayed as errors on request if the message lacks some of it")
    void replay() throws Exception {
        ProcessSpec spec = shell("i=0; while [ $i -lt 40 ]; do echo line $i; i=$((i+1)); done", Output.DEBUG, null);
        ProcessResult result = runner.run(spec);
        assertThat(log.lines("INFO")).isEmpty();

        runner.replayIfHidden(spec, result);

        assertThat(log.lines("ERROR")).hasSize(40).first().isEqualTo("hook | line 0");
    }

    @Test
    @DisplayName("what was shown already, or stands in the message completely, is not replayed")
    void noReplay() throws Exception {
        ProcessSpec shown = shell("i=0; while [ $i -lt 40 ]; do echo line $i; i=$((i+1)); done");
        runner.replayIfHidden(shown, runner.run(shown));
        ProcessSpec shortOne = shell("echo one", Output.DEBUG, null);
        runner.replayIfHidden(shortOne, runner.run(shortOne));

        assertThat(log.lines("ERROR")).isEmpty();
    }

    @Test
    @DisplayName("a child that is silent for long is mentioned now and then")
    void heartbeat() throws Exception {
        runner.run(shell("sleep 0.5"));

        assertThat(log.lines("INFO"))
                .isNotEmpty()
                .allMatch(line ->
                        line.matches("hook \\| \\(still running after 0\\.\\d s, silent for the last 0\\.2 s\\)"));
    }

    @Test
    @DisplayName("when its time is up a process ends with everything that it has started, in the background too")
    void timeout() throws Exception {
        Path pids = directory.resolve("pids");
        ProcessResult result = runner.run(shell(
                "echo $$ >> pids; (sleep 100 & echo $! >> pids; sleep 100) & echo $! >> pids;"
                        + " setsid sh -c 'echo $$ >> pids; exec sleep 100' & sleep 0.1; sleep 100",
                Output.INFO,
                Duration.ofMillis(600)));

        assertThat(result.timedOut()).isTrue();
        assertThat(result.succeeded()).isFalse();
        assertThat(Files.readAllLines(pids)).hasSize(4).noneMatch(Processes::isAlive);
        assertThat(Files.readString(transcript.file())).contains("its time was up");
    }

    @Test
    @DisplayName("a process that ignores the polite signal is ended by force")
    void stubborn() throws Exception {
        ProcessResult result =
                runner.run(shell("trap '' TERM; while :; do sleep 0.1; done", Output.INFO, Duration.ofMillis(200)));

        assertThat(result.timedOut()).isTrue();
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    @DisplayName("an interrupt of the thread ends the process and comes through, naming what was interrupted")
    void interrupt() throws Exception {
        Path pid = directory.resolve("pid");
        Thread thread = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(
                () -> {
                    Processes.awaitLines(pid, 1);
                    thread.interrupt();
                },
                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));

        assertThatThrownBy(() -> runner.run(shell("echo $$ > pid.part; mv pid.part pid; exec sleep 100")))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("hook");
        interrupter.get(10, TimeUnit.SECONDS);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Processes.isAlive(Files.readString(pid).strip())).isFalse();
    }

    @Test
    @DisplayName("a build that has lost its point ends what runs, and says why")
    void cancelled() throws Exception {
        cancelled = Optional.of("another module has failed");

        assertThatThrownBy(() -> runner.run(shell("echo $$ > pid; exec sleep 100")))
                .isInstanceOfSatisfying(
                        MachineProblem.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INTERRUPTED))
                .hasMessage("the build was interrupted during hook, because another module has failed");
        assertThat(Processes.isAlive(Files.readString(directory.resolve("pid")).strip()))
                .isFalse();
    }

    @Test
    @DisplayName("a process in the background that keeps the output open does not hold up the build")
    void backgroundProcess() throws Exception {
        ProcessResult result = runner.run(shell("echo done; sleep 30 &"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(20));
        assertThat(result.tail()).contains("done");
    }

    @Test
    @DisplayName("what a build has left in the background can be ended, also when its parent is long gone")
    void leftovers() throws Exception {
        runner.run(shell("setsid sh -c 'echo $$ > pid.part; mv pid.part pid; exec sleep 100' > /dev/null 2>&1 &"));
        Path pid = directory.resolve("pid");
        Processes.awaitLines(pid, 1);
        assertThat(Processes.isAlive(Files.readString(pid).strip())).isTrue();

        runner.killLeftovers();

        assertThat(Processes.isAlive(Files.readString(pid).strip())).isFalse();
    }

    @Test
    @DisplayName("an executable that cannot be started is a problem that names it")
    void cannotStart() {
        ProcessSpec spec = new ProcessSpec(
                "hook", List.of("/nowhere/python"), directory, EnvironmentChanges.none(), null, Output.INFO, List.of());

        assertThatThrownBy(() -> runner.run(spec))
                .isInstanceOf(MachineProblem.class)
                .hasMessageContaining("cannot start /nowhere/python");
    }

    @Test
    @DisplayName("a chatty process cannot exhaust the memory, and nothing of its output is lost")
    void chatty() throws Exception {
        RecordingLog quiet = new RecordingLog(true);
        try (Transcript file = Transcript.open(directory.resolve("chatty.log"));
                ProcessRunner other = new ProcessRunner(new Host(), quiet, file, Cancellation.NONE)) {
            ProcessResult result = other.run(shell("i=0; while [ $i -lt 30000 ]; do echo $i; i=$((i+1)); done"));

            assertThat(result.tail()).hasSize(25);
            long[] count = {0};
            result.output().replay(line -> count[0]++);
            assertThat(count[0]).isEqualTo(30_000);
        }
    }

    private ProcessSpec shell(String script) {
        return shell(script, Output.INFO, null);
    }

    private ProcessSpec shell(String script, Output output, @Nullable Duration timeout) {
        return new ProcessSpec(
                "hook",
                List.of("/bin/sh", "-c", script),
                directory,
                EnvironmentChanges.none(),
                timeout,
                output,
                List.of());
    }

    /** The transcript without the commands, which these tests write themselves. */
    private static String outputOf(Path transcript) throws Exception {
        return String.join(
                "\n",
                Files.readAllLines(transcript).stream()
                        .filter(line -> !line.startsWith("-- command"))
                        .toList());
    }
}
