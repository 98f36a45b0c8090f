package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.store.TreePack;
import io.github.pyb.store.TreeStore;
import io.github.pyb.testing.Processes;
import io.github.pyb.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds that are killed, so that none of their own code tidies up after them. {@code mvn -Pfaults test} kills many more
 * of them than usual, and {@code -Dpyb.test.seed} does it at the same moments again.
 */
@Tag("faults")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "environments are kept there in another way")
class KilledBuildsTest {

    private static final int KILLS = Integer.getInteger("pyb.test.kills", WitnessModule.THOROUGH ? 200 : 6);
    private static final long SEED = Long.getLong("pyb.test.seed", System.nanoTime());

    @TempDir
    Path directory;

    private Path module;
    private Path wheels;
    private Path said;

    @BeforeEach
    void writeWheels() {
        module = directory.resolve("module");
        wheels = directory.resolve("wheels");
        said = directory.resolve("said.txt");
        WitnessModule.writeWheels(wheels, 100_000);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @DisplayName(
            "whenever a build is killed, the next one succeeds, waits for nobody, builds the right wheel, and finds a sound"
                    + " store")
    void killed() throws Exception {
        Random random = new Random(SEED);
        System.out.println("Killing " + KILLS + " builds, seed " + SEED);
        byte[] right = WitnessModule.wheel(successor(store(0)).wheel());
        Duration cold = duration(store(1));
        Duration warm = duration(store(1));
        for (int i = 0; i < KILLS; i++) {
            // Half of the builds have everything to do, the others find what those have left.
            boolean first = i % 2 == 0;
            Path store = store(2 + i / 2);
            Duration life = Duration.ofNanos((long) ((first ? cold : warm).toNanos() * random.nextDouble()));
            String moment = "seed " + SEED + ", build " + i + (first ? " (cold)" : " (warm)") + ", killed after "
                    + life.toMillis() + " ms";

            kill(start(store), life);

            Builds next = successor(store);
            assertThat(WitnessModule.wheel(next.wheel())).as(moment).isEqualTo(right);
            WitnessModule.assertUndisturbed(next);
            assertThat(WitnessModule.published(next)).as(moment).containsExactly("witnessed-1-py3-none-any.whl");
            assertSound(store, moment);
            assertThat(Processes.naming(directory)).as(moment).isEmpty();
        }
        Builds last = successor(store(2 + (KILLS - 1) / 2));
        assertThat(WitnessModule.steps(last.wheel())).containsExactly(WitnessModule.WARM);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there are processes found whose parent is gone")
    @DisplayName("what a killed build has left running is ended by the next one before it touches anything")
    void orphans() throws Exception {
        Path marker = directory.resolve("pid.txt");
        Process build = BuildProcess.start(module, wheels, store(0), said, Map.of("WITNESS_LINGER", marker.toString()));
        Processes.awaitLines(marker, 1);
        String orphan = Files.readString(marker).strip();
        build.destroyForcibly().waitFor();
        assertThat(Processes.isAlive(orphan)).isTrue();

        Builds next = successor(store(0));
        WitnessModule.wheel(next.wheel());

        assertThat(Processes.isAlive(orphan)).isFalse();
        assertThat(next.log.lines("INFO"))
                .contains("Ending what a build has left running that was killed: process " + orphan);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there are processes found whose parent is gone")
    @DisplayName(
            "what a build that was not killed leaves running, a server for instance, is left alone by the next one")
    void servers() throws Exception {
        Path marker = directory.resolve("pid.txt");
        Builds build = successor(store(0));
        build.variables.put("WITNESS_LEAVE", marker.toString());
        build.wheel();
        String server = Files.readString(marker).strip();
        build.variables.clear();

        build.wheel();

        assertThat(Processes.isAlive(server)).isTrue();
        ProcessHandle.of(Long.parseLong(server)).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Path store(int number) {
        return directory.resolve("stores/" + number);
    }

    private Builds successor(Path store) {
        return WitnessModule.at(module, wheels, store);
    }

    private Process start(Path store) throws IOException {
        return BuildProcess.start(module, wheels, store, said, Map.of("WITNESS_PAUSE", "0.1"));
    }

    private Duration duration(Path store) throws Exception {
        long start = System.nanoTime();
        assertThat(start(store).waitFor()).as(Files.readString(said)).isZero();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void kill(Process build, Duration life) throws InterruptedException {
        build.waitFor(life.toNanos(), TimeUnit.NANOSECONDS);
        build.destroyForcibly().waitFor();
    }

    private static void assertSound(Path store, String moment) throws IOException {
        RecordingLog log = new RecordingLog();
        TreeStore trees = new TreeStore(store, 1 << 30, log);
        for (String name : names(store.resolve("packs"))) {
            if (name.endsWith(".part")) {
                // Nobody looks for it, and it goes after a day.
                continue;
            }
            assertThat(name).as(moment).matches("[0-9a-f]{64}\\.pack");
            try (TreePack pack = trees.open(name.substring(0, 64)).orElseThrow()) {
                assertThat(pack.manifest().entries()).as(moment).isNotEmpty();
            }
        }
        assertThat(names(store.resolve("resolutions")))
                .as(moment)
                .allMatch(name -> name.matches("[0-9a-f]{64}\\.json|\\..*\\.part"));
        assertThat(names(store.resolve("spares")))
                .as(moment)
                .allMatch(name -> name.matches("[0-9a-f]{64}-.*|\\.moving-.*"));
        assertThat(log.lines("WARN")).as(moment).isEmpty();
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
