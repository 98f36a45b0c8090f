package io.github.pyb.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.process.ProcessSpec.Output;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the process of these tests is a POSIX shell")
@Timeout(30)
class AttendanceTest {

    private static final Patience IMPATIENT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(5));

    @TempDir
    Path directory;

    RecordingLog log = new RecordingLog();
    AtomicInteger kills = new AtomicInteger();
    Process process;

    @BeforeEach
    void start() throws Exception {
        process = new ProcessBuilder("/bin/sh", "-c", "while :; do echo busy; sleep 0.05; done").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    @DisplayName("a process that even force does not end is left behind when its time is up, whatever it still writes")
    void unending() throws Exception {
        Path file = directory.resolve("log.txt");
        ProcessResult result;
        try (Transcript transcript = Transcript.open(file)) {
            // Like a process that waits for a disk: no signal reaches it.
            result = new Attendance(
                            spec(),
                            new EarlyProcess(process, log),
                            log,
                            transcript,
                            Cancellation.NONE,
                            IMPATIENT,
                            kills::incrementAndGet,
                            null)
                    .attend()
                    .orElseThrow();
        }

        assertThat(process.isAlive()).isTrue();
        assertThat(kills).hasValue(1);
        assertThat(result.timedOut()).isTrue();
        assertThat(result.succeeded()).isFalse();
        assertThat(log.lines("WARN"))
                .containsExactly("process " + process.pid() + " of hook cannot be ended; not waiting");
        assertThat(Files.readString(file)).contains("cannot be ended", "its time was up");
    }

    private ProcessSpec spec() {
        return new ProcessSpec(
                "hook",
                List.of("/bin/sh"),
                directory,
                EnvironmentChanges.none(),
                Duration.ofMillis(200),
                Output.DEBUG,
                List.of());
    }
}
