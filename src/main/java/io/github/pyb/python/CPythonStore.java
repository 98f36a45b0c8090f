package io.github.pyb.python;

import io.github.pyb.fs.FileMutex;
import io.github.pyb.fs.Resources;
import io.github.pyb.fs.Sha256;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.fs.Trust;
import io.github.pyb.fs.Waiting;
import io.github.pyb.host.EnvironmentChanges;
import io.github.pyb.host.Host;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.ProcessResult;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Interpreters that Maven has resolved, unpacked once for each user. An interpreter is there completely or not at all: it
 * is unpacked beside its place, adapted, checked, and renamed. Afterwards nobody writes to it.
 */
final class CPythonStore {

    /** To be raised when something about unpacking or adapting changes; what was unpacked before is not used then. */
    private static final int RECIPE = 1;

    private static final String COMPLETE = ".complete";
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Host host;
    private final BuildLog log;
    private final ProcessRunner runner;
    private final Path directory;
    private final ArtifactSource source;
    private final Duration patience;

    /**
     * @param directory where interpreters are unpacked; created if need be
     * @param patience how long to wait for another build that unpacks the same interpreter
     */
    CPythonStore(
            Host host, BuildLog log, ProcessRunner runner, Path directory, ArtifactSource source, Duration patience) {
        this.host = host;
        this.log = log;
        this.runner = runner;
        this.directory = directory;
        this.source = source;
        this.patience = patience;
    }

    /** The newest release that fits a range and runs on this machine. */
    Optional<CPythonRelease> choose(Specifiers wanted) throws MachineProblem, InterruptedException {
        List<CPythonRelease> releases = CPythonRelease.forHost(host);
        Optional<Version> glibc = releases.isEmpty() ? Optional.empty() : glibc();
        return releases.stream()
                .filter(release -> wanted.contains(release.version()))
                .filter(release -> glibc.filter(version -> version.compareTo(release.glibc()) >= 0)
                        .isPresent())
                .findFirst();
    }

    /** Why nothing could be chosen. */
    String whyNone(Specifiers wanted) throws MachineProblem, InterruptedException {
        List<CPythonRelease> releases = CPythonRelease.forHost(host);
        if (releases.isEmpty()) {
            return "none is known for this platform (" + host.family() + " on " + host.architecture() + ")";
        }
        List<String> fitting = releases.stream()
                .filter(release -> wanted.contains(release.version()))
                .map(release -> release.version() + " (needs glibc " + release.glibc() + ")")
                .toList();
        String glibc = glibc().map(version -> "glibc " + version).orElse("no glibc");
        return fitting.isEmpty()
                ? "known are "
                        + String.join(
                                ", ",
                                releases.stream()
                                        .map(r -> r.version().toString())
                                        .toList())
                : "known are " + String.join(", ", fitting) + ", and this machine has " + glibc;
    }

    /** The executable of a release, which is resolved and unpacked if it is not there yet. */
    Path install(CPythonRelease release) throws UserProblem, MachineProblem, InterruptedException {
        Path place = directory.resolve(release.directoryName(RECIPE));
        try {
            refuseStrange();
            if (!isComplete(place)) {
                Path jar = source.resolve(release.coordinates());
                verify(release, jar);
                Trust.createDirectories(directory);
                try (FileMutex mutex = FileMutex.acquire(
                        directory.resolve("." + place.getFileName() + ".lock"), new Waiting(patience, log::info))) {
                    if (!isComplete(place)) {
                        unpack(release, jar, place);
                    }
                    log.debug("unpacked " + release.coordinates() + " under " + mutex.file());
                }
            }
        } catch (IOException e) {
            throw MachineProblem.of("cannot unpack CPython " + release.version(), place, e);
        }
        return place.resolve("bin").resolve("python" + release.minor());
    }

    /** What is there is run. */
    private void refuseStrange() throws IOException, UserProblem {
        Optional<String> objection = Trust.objection(directory);
        if (objection.isPresent()) {
            throw new UserProblem(
                    ProblemKind.INTERPRETER_NOT_FOUND,
                    Explanation.of("interpreters in the store are not believed: " + objection.get())
                            .where(directory)
                            .attempt("name another store with -Dpyb.store"));
        }
    }

    /** An unpacked interpreter is bound to its path, which it has written down in many places. */
    private static boolean isComplete(Path place) throws IOException {
        Path marker = place.resolve(COMPLETE);
        return Files.exists(marker) && Files.readString(marker).equals(place.toString());
    }

    private void unpack(CPythonRelease release, Path jar, Path place)
            throws IOException, MachineProblem, InterruptedException {
        log.info("Unpacking CPython " + release.version() + " to " + place + ", once");
        Path staging = place.resolveSibling("." + place.getFileName() + ".part");
        TreeRemoval.remove(staging);
        Files.createDirectories(staging);
        new CPythonUnpacker(release).unpack(jar, staging);
        adapt(release, staging, place);
        Files.writeString(staging.resolve(COMPLETE), place.toString());
        TreeRemoval.remove(place);
        Files.move(staging, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private void adapt(CPythonRelease release, Path staging, Path place) throws MachineProblem, InterruptedException {
        ProcessSpec spec = new ProcessSpec(
                "adapt",
                List.of(
                        staging.resolve("bin")
                                .resolve("python" + release.minor())
                                .toString(),
                        "-I",
                        "-c",
                        Resources.text(CPythonStore.class, "adapt_cpython.py"),
                        place.toString()),
                staging,
                EnvironmentChanges.none().without("PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR"),
                TIMEOUT,
                ProcessSpec.Output.DEBUG,
                List.of());
        ProcessResult result = runner.run(spec);
        if (!result.succeeded()) {
            throw new MachineProblem(
                    ProblemKind.MACHINE,
                    Explanation.of("CPython " + release.version() + " from Maven does not run on this machine")
                            .where(staging)
                            .output(result.tail())
                            .attempt("install Python, or name another version with -Dpyb.python=maven:3.11"),
                    null);
        }
    }

    private static void verify(CPythonRelease release, Path jar) throws IOException, UserProblem {
        String actual = Sha256.of(jar);
        if (!actual.equals(release.sha256())) {
            throw new UserProblem(
                    ProblemKind.INTERPRETER_NOT_FOUND,
                    Explanation.of("the file that Maven has resolved is not the one that was expected")
                            .where(jar)
                            .line("expected", "SHA-256 " + release.sha256())
                            .line("found", "SHA-256 " + actual)
                            .attempt("delete it from the local repository, and check the repository it came from"));
        }
    }

    /** The version of glibc, or nothing if the system has another C library, as Alpine does. */
    private Optional<Version> glibc() throws MachineProblem, InterruptedException {
        Optional<Path> getconf = host.findOnPath("getconf").stream().findFirst();
        if (getconf.isEmpty()) {
            return Optional.empty();
        }
        ProcessResult result = runner.run(new ProcessSpec(
                "getconf",
                List.of(getconf.get().toString(), "GNU_LIBC_VERSION"),
                Path.of("/"),
                EnvironmentChanges.none(),
                TIMEOUT,
                ProcessSpec.Output.DEBUG,
                List.of()));
        return result.tail().stream()
                .filter(line -> result.succeeded() && line.startsWith("glibc "))
                .flatMap(line -> Version.parse(line.substring("glibc ".length())).stream())
                .findFirst();
    }
}
