package io.github.pyb.env;

import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.index.Indexes;
import io.github.pyb.process.Cancellation;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.Transcript;
import io.github.pyb.testing.FakeProgram;
import io.github.pyb.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an installer needs to run in a test: a machine of which only the test's own directories are on PATH. */
final class InstallerRun {

    final RecordingLog log = new RecordingLog();
    final Map<String, String> inherited = new TreeMap<>(Map.of("PATH", ""));
    Indexes indexes = Indexes.UNDECLARED;
    final List<Path> constraints = new ArrayList<>();
    private final Path directory;

    InstallerRun(Path directory) {
        this.directory = directory;
    }

    @FunctionalInterface
    interface Action {
        void run(Host host, ProcessRunner runner, EnvironmentSettings settings, EnvironmentChanges changes)
                throws Exception;
    }

    void with(Action action) throws Exception {
        Host host = new Host(Host.Family.LINUX, inherited, directory);
        EnvironmentSettings settings = new EnvironmentSettings(
                directory,
                directory.resolve("record"),
                InstallerChoice.uv(),
                indexes,
                constraints,
                Map.of(),
                null,
                StoreSettings.none());
        try (Transcript transcript = Transcript.open(directory.resolve("build.log"));
                ProcessRunner runner = new ProcessRunner(host, log, transcript, Cancellation.NONE)) {
            action.run(host, runner, settings, EnvironmentChanges.none());
        }
    }

    /** Makes a program in a directory of its own at the end of PATH. */
    Path addToPath(String name) throws IOException {
        Path program = FakeProgram.at(
                        Files.createTempDirectory(directory, "path-").resolve(name))
                .file();
        inherited.merge("PATH", program.getParent().toString(), (path, more) -> path + ":" + more);
        return program;
    }

    /** The one file of requirements in the directory for temporary files. */
    String requirementsFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("requirements-"))
                    .reduce((a, b) -> {
                        throw new AssertionError("two files of requirements");
                    })
                    .orElseThrow();
        }
    }
}
