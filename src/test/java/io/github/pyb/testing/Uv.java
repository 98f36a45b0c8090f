package io.github.pyb.testing;

import io.github.pyb.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A real uv for tests, fetched from the package index once for each build. Without one, tests say so and are skipped. */
public final class Uv {

    private static final String VERSION = "0.13.9";

    private Uv() {}

    public static synchronized Path executable() {
        Path directory = MavenRun.targetDirectory().resolve("uv-" + VERSION);
        Path executable = directory.resolve("bin").resolve(new Host().isWindows() ? "uv.exe" : "uv");
        try {
            if (!Files.exists(executable)) {
                String whyNot = PackageIndex.whyNot();
                Assumptions.assumeTrue(whyNot.isEmpty(), () -> "SKIPPED: there is no uv, because " + whyNot);
                fetch(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return executable;
    }

    private static void fetch(Path directory) throws IOException, InterruptedException {
        Process pip = new ProcessBuilder(
                        Pythons.any().executable().toString(),
                        "-m",
                        "pip",
                        "install",
                        "-q",
                        "--only-binary=uv",
                        "--target",
                        directory.toString(),
                        "uv==" + VERSION)
                .redirectErrorStream(true)
                .start();
        String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exitCode = pip.waitFor();
        Assumptions.assumeTrue(exitCode == 0, () -> "SKIPPED: uv cannot be had for this machine: " + output);
    }
}
