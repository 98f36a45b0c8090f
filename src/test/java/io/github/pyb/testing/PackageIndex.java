package io.github.pyb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The package index, for tests that need one. Where none answers they say so and are skipped. */
public final class PackageIndex {

    private static final String ANSWERS = "answers";

    private PackageIndex() {}

    /**
     * Why tests that need an index cannot run; empty if they can. Asked once for each build of this project. The property
     * {@code pyb.test.index} set to {@code false} stands for an index that does not answer.
     */
    public static synchronized String whyNot() {
        if ("false".equals(System.getProperty("pyb.test.index"))) {
            return "the package index is switched off (-Dpyb.test.index=false)";
        }
        Path memory = MavenRun.targetDirectory().resolve("package-index.txt");
        try {
            if (!Files.exists(memory)) {
                Path probe = Files.createTempDirectory(MavenRun.targetDirectory(), "index-");
                Process pip = python(
                        "-m",
                        "pip",
                        "download",
                        "-q",
                        "--no-deps",
                        "--retries",
                        "0",
                        "--timeout",
                        "15",
                        "-d",
                        probe.toString(),
                        "flit-core==3.12.0");
                String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                Files.writeString(
                        memory,
                        pip.waitFor() == 0
                                ? ANSWERS
                                : "no package index answers: "
                                        + output.lines().reduce((a, b) -> b).orElse(""));
            }
            String answer = Files.readString(memory);
            return answer.equals(ANSWERS) ? "" : answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Downloads a source distribution and unpacks it into a directory. */
    public static void fetchSdist(String name, String version, Path directory)
            throws IOException, InterruptedException {
        fetch(name, version, directory, "tree");
    }

    /** Downloads a source distribution as it is into a directory of its own, unless it is there already. */
    public static Path downloadSdist(String name, String version, Path directory)
            throws IOException, InterruptedException {
        if (archive(directory).isEmpty()) {
            fetch(name, version, directory, "archive");
        }
        return archive(directory).orElseThrow();
    }

    private static Optional<Path> archive(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
        }
    }

    private static void fetch(String name, String version, Path directory, String form)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        String script;
        try (InputStream stream = Objects.requireNonNull(PackageIndex.class.getResourceAsStream("fetch_sdist.py"))) {
            script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        Process fetch = python("-c", script, name, version, directory.toString(), form);
        String output = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (fetch.waitFor() != 0) {
            throw new IOException("cannot fetch " + name + " " + version + ":\n" + output);
        }
    }

    private static Process python(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Pythons.any().executable().toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
