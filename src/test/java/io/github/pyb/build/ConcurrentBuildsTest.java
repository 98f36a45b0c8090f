package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds of many modules that begin at the same moment, with nothing in the store that they share. */
@Tag("faults")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "environments are kept there in another way")
class ConcurrentBuildsTest {

    /** In one JVM, as with {@code mvn -T}. */
    private static final int THREADS = 10;

    /** Each in a JVM of its own. */
    private static final int PROCESSES = 6;

    @TempDir
    Path directory;

    private Path wheels;
    private Path store;

    @Test
    @DisplayName("16 builds on one cold store: all build the same, each requirement is resolved once, and stored once")
    void cold() throws Exception {
        wheels = directory.resolve("wheels");
        store = directory.resolve("store");
        WitnessModule.writeWheels(wheels, 100_000);
        Map<Integer, Process> processes = new LinkedHashMap<>();
        for (int i = THREADS; i < THREADS + PROCESSES; i++) {
            processes.put(i, BuildProcess.start(module(i), wheels, store, said(i), Map.of()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<String>>> builds = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Builds build = WitnessModule.at(module(i), wheels, store);
            builds.add(threads.submit(() -> {
                List<String> steps = WitnessModule.steps(build.wheel());
                assertThat(build.log.lines("WARN")).isEmpty();
                return steps;
            }));
        }

        List<String> steps = new ArrayList<>();
        for (Future<List<String>> build : builds) {
            steps.addAll(build.get());
        }
        threads.shutdown();
        for (Map.Entry<Integer, Process> process : processes.entrySet()) {
            Path said = said(process.getKey());
            assertThat(process.getValue().waitFor()).as(Files.readString(said)).isZero();
            assertThat(BuildProcess.lines(said, "WARN")).isEmpty();
            steps.addAll(BuildProcess.lines(said, "STEP"));
        }

        assertThat(steps).filteredOn("build_wheel"::equals).hasSize(THREADS + PROCESSES);
        assertThat(steps).filteredOn("pip"::equals).hasSize(2);
        assertThat(steps).filteredOn("compileall"::equals).hasSize(2);
        Set<Path> built = new HashSet<>();
        for (int i = 0; i < THREADS + PROCESSES; i++) {
            built.add(module(i).resolve("target/dist/witnessed-1-py3-none-any.whl"));
        }
        assertThat(built)
                .allSatisfy(wheel -> assertThat(wheel)
                        .hasSameBinaryContentAs(built.iterator().next()));
        try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
            assertThat(packs)
                    .as("the empty environment, and one for each kind of requirements")
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("builds at the same time keep apart what their backends say: each line is whole, and none is lost")
    void log() throws Exception {
        wheels = directory.resolve("wheels");
        store = directory.resolve("store");
        WitnessModule.writeWheels(wheels, 1000);
        int lines = 2000;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<List<String>>> builds = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Builds build = WitnessModule.at(module(i), wheels, store);
            build.variables.put("WITNESS_LINES", Integer.toString(lines));
            builds.add(threads.submit(() -> {
                build.wheel();
                return build.log.lines().stream()
                        .filter(line -> line.contains("build_wheel | "))
                        .toList();
            }));
        }

        for (int i = 0; i < 2; i++) {
            String end = " of " + module(i).resolve("target/pyb/source");
            List<String> expected = IntStream.range(0, lines)
                    .mapToObj(line -> "INFO build_wheel | line " + line + end)
                    .toList();
            assertThat(builds.get(i).get()).isEqualTo(expected);
        }
        threads.shutdown();
    }

    private Path module(int number) {
        return directory.resolve("modules/" + number);
    }

    private Path said(int number) {
        return directory.resolve("said-" + number + ".txt");
    }
}
