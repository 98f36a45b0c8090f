package io.github.pyb.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pyb.env.StoreSettings;
import io.github.pyb.host.Host;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.testing.TestBackend;
import io.github.pyb.testing.WheelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A module for tests in which things go wrong. Its wheel says what the backend saw in its environment, file by file, and is
 * the same to the last byte whenever and wherever it is built. Needs no index, but a pip that is allowed one directory.
 */
final class WitnessModule {

    /** Whether tests may take their time ({@code mvn -Pfaults test}). */
    static final boolean THOROUGH = Boolean.getBoolean("pyb.test.faults");

    /** What is left to be done if everything is in the store. */
    static final String[] WARM = {"get_requires_for_build_wheel", "build_wheel"};

    private WitnessModule() {}

    /**
     * Writes the wheels that the modules require.
     *
     * @param bytes the size of the two largest files in an environment
     */
    static void writeWheels(Path wheels, int bytes) {
        new WheelFile("witness_late", "2.0")
                .with("witness_late/__init__.py", "x = 1")
                .with("witness_late/data.txt", "some data")
                .writeInto(wheels);
        new WheelFile("witness_backend", "1.0")
                .with("witness_backend/__init__.py", TestBackend.text("witness_backend.py"))
                .with("witness_backend/large.txt", noise(bytes))
                .with("witness_backend/more.txt", noise(bytes))
                .with("witness_backend/include/a.h", "#define A")
                .with(
                        "witness_backend-1.0.dist-info/entry_points.txt",
                        "[console_scripts]",
                        "witness = witness_backend:main")
                .writeInto(wheels);
    }

    private static String noise(int bytes) {
        StringBuilder text = new StringBuilder();
        new Random(1).ints(bytes, '0', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }

    /** Writes a module, or opens one that is there. */
    static Builds at(Path module, Path wheels, Path store) {
        Builds build = new Builds(
                Files.exists(module)
                        ? module
                        : TestBackend.into(
                                module, "requires = ['witness-backend']", "build-backend = 'witness_backend'"));
        Map<String, String> environment = new HashMap<>(new Host().environment());
        environment.keySet().removeIf(variable -> variable.startsWith("PIP_"));
        environment.put("PIP_CONFIG_FILE", wheels.resolve("pip.conf").toString());
        environment.put("PIP_NO_INDEX", "1");
        environment.put("PIP_FIND_LINKS", wheels.toString());
        environment.put("PIP_NO_CACHE_DIR", "1");
        build.host = new Host(new Host().family(), environment, module);
        build.store = new StoreSettings(store, 1 << 30, Instant.MIN, build.patience);
        return build;
    }

    /** What was run. */
    static List<String> steps(BuildResult result) {
        return result.builds().get(0).steps().stream()
                .map(ProcessRunner.Step::title)
                .toList();
    }

    /** The wheel. */
    static byte[] wheel(BuildResult result) throws IOException {
        return Files.readAllBytes(result.wheel().orElseThrow().file());
    }

    /** Everything in the output directory. */
    static List<String> published(Builds build) throws IOException {
        if (!Files.exists(build.output)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(build.output)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Sees to it that nobody had to wait, and that nothing was damaged. */
    static void assertUndisturbed(Builds build) {
        assertThat(build.log.lines("WARN")).isEmpty();
        assertThat(build.log.lines("INFO")).noneMatch(line -> line.contains("aiting for"));
    }
}
