package io.github.pyb.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.store.TreeStore;
import io.github.pyb.testing.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolutionMemoryTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:20:30.123456Z");

    private static final String KEY = "0123";

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();

    @Test
    @DisplayName("what was resolved is remembered until it is stale")
    void remembers() {
        Resolution resolution = new Resolution("environment", NOW, Map.of("b", "2", "a", "1.0"));
        memory(Instant.MIN, NOW).remember(KEY, resolution);

        assertThat(memory(NOW, NOW.plusSeconds(1)).recall(KEY)).contains(resolution);
        assertThat(memory(NOW.plusNanos(1), NOW.plusSeconds(1)).recall(KEY)).isEmpty();
        assertThat(memory(Instant.MIN, NOW).recall("another")).isEmpty();
        assertThat(resolution.describe(NOW.plus(Duration.ofHours(3)))).isEqualTo("a 1.0, b 2 (resolved 3 hours ago)");
        assertThat(new Resolution("environment", NOW, Map.of()).describe(NOW)).isEqualTo("nothing (resolved just now)");
    }

    @Test
    @DisplayName("what was resolved in the future was resolved by a wrong clock, and is not believed")
    void future() {
        memory(Instant.MIN, NOW).remember(KEY, new Resolution("environment", NOW, Map.of()));

        assertThat(memory(Instant.MIN, NOW.minusSeconds(1)).recall(KEY)).isEmpty();
    }

    @Test
    @DisplayName("whatever byte of it is changed, it is not believed any more")
    void damage() throws Exception {
        ResolutionMemory memory = memory(Instant.MIN, NOW);
        memory.remember(KEY, new Resolution("environment", NOW, Map.of("a", "1.0")));
        Path file = directory.resolve("store/resolutions").resolve(KEY + ".json");
        byte[] whole = Files.readAllBytes(file);

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(memory.recall(KEY)).as("byte %d", i).isEmpty();
        }
        Files.write(file, new byte[0]);
        assertThat(memory.recall(KEY)).isEmpty();
        Files.write(file, whole);
        assertThat(memory.recall(KEY)).isPresent();
    }

    @Test
    @DisplayName("two builds do not resolve the same at the same time; who has to wait says so")
    void turns() throws Exception {
        List<String> events = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                memory(Instant.MIN, NOW).inTurn(KEY, () -> {
                    begun.countDown();
                    // Until the other one waits, which it says.
                    while (log.lines("INFO").isEmpty()) {
                        Thread.onSpinWait();
                    }
                    events.add("first");
                });
            } catch (Exception e) {
                events.add(e.toString());
            }
        });
        other.start();
        begun.await();

        memory(Instant.MIN, NOW).inTurn(KEY, () -> events.add("second"));

        other.join();
        assertThat(events).containsExactly("first", "second");
        assertThat(log.lines("INFO")).containsExactly("Waiting for another build, which resolves build requirements");
    }

    @Test
    @DisplayName("who has waited for too long goes ahead")
    void impatience() throws Exception {
        List<String> events = new ArrayList<>();
        memory(Instant.MIN, NOW).inTurn(KEY, () -> {
            StoreSettings hasty = new StoreSettings(directory.resolve("store"), 1 << 20, Instant.MIN, Duration.ZERO);
            new ResolutionMemory(store(hasty), hasty, InstantSource.system(), log)
                    .inTurn(KEY, () -> events.add("nevertheless"));
        });

        assertThat(events).containsExactly("nevertheless");
    }

    private ResolutionMemory memory(Instant staleBefore, Instant now) {
        StoreSettings settings =
                new StoreSettings(directory.resolve("store"), 1 << 20, staleBefore, Duration.ofMinutes(1));
        return new ResolutionMemory(store(settings), settings, InstantSource.fixed(now), log);
    }

    private TreeStore store(StoreSettings settings) {
        return new TreeStore(settings.directory(), settings.limit(), log);
    }
}
