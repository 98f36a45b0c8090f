package io.github.pyb.build;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.fs.Waiting;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.process.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Everything that a build writes but its results: one directory for each module, held by one build at a time, marked as
 * ours because parts of it are replaced without asking.
 */
final class WorkDirectory implements AutoCloseable {

    private final Path path;
    private final OwnedDirectory directory;

    private WorkDirectory(Path path, OwnedDirectory directory) {
        this.path = path;
        this.directory = directory;
    }

    /** Takes hold of the directory that a request names. */
    static WorkDirectory claim(BuildRequest request, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        return claim(
                request.places().work(), request.builder(), request.limits().patience(), log::info);
    }

    /**
     * Takes hold of the directory, which is created if need be.
     *
     * @throws UserProblem if there is something in it that is not ours, or another build holds it for too long
     */
    static WorkDirectory claim(Path path, Ownership.Builder builder, Duration patience, Consumer<String> notice)
            throws UserProblem, MachineProblem, InterruptedException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new UserProblem(
                    ProblemKind.LOCATION_REFUSED,
                    Explanation.of("the work directory is a file")
                            .where(path)
                            .attempt("name another place with workDirectory (-Dpyb.workDirectory)"));
        }
        OwnedDirectory directory;
        try {
            directory = OwnedDirectory.claim(
                    path,
                    Ownership.inUse(Ownership.Kind.WORK_DIRECTORY, builder, false),
                    new Waiting(patience, notice));
        } catch (UserProblem e) {
            throw e.explainedBy(Explanation.of("")
                    .line("set by", "workDirectory (-Dpyb.workDirectory), which needs a directory of its own"));
        }
        directory.abandoned().ifPresent(killed -> new Orphans(killed, notice).end());
        directory.occupy();
        return new WorkDirectory(path, directory);
    }

    /** Where environments stand if the user chose no place, each under the tag of its interpreter. */
    static Path environments(Path workDirectory) {
        return workDirectory.resolve("env");
    }

    /** The same for environments that are made for development. */
    static Path editables(Path workDirectory) {
        return workDirectory.resolve("editable");
    }

    /** What one of several interpreters has for itself. */
    static Path part(Path workDirectory, String tag) {
        return workDirectory.resolve("each").resolve(tag);
    }

    Path path() {
        return path;
    }

    /** The name of this use of the directory. */
    String id() {
        return directory.id();
    }

    /** Whether it is still there and ours: {@code mvn clean} in another terminal does not ask whether it is in use. */
    boolean isThere() {
        try {
            return OwnedDirectory.inspect(path) instanceof OwnedDirectory.Finding.Owned;
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws away what earlier builds left for nobody. */
    void prepare() throws MachineProblem {
        TreeRemoval.remove(temporary());
        TreeRemoval.remove(results());
        TreeRemoval.remove(failure());
        try {
            Files.createDirectories(temporary());
            Files.createDirectories(results());
        } catch (IOException e) {
            throw MachineProblem.of("cannot write to the work directory", path, e);
        }
    }

    /** The synchronised copy of the sources. */
    Path source() {
        return path.resolve("source");
    }

    /** {@code TMPDIR} of all children, and ours. */
    Path temporary() {
        return temporary(path);
    }

    static Path temporary(Path workDirectory) {
        return workDirectory.resolve("tmp");
    }

    /** The same, and it is there, whether a build has begun or not. */
    static void createTemporary(Path workDirectory) throws MachineProblem {
        try {
            Files.createDirectories(temporary(workDirectory));
        } catch (IOException e) {
            throw MachineProblem.of("cannot write to the work directory", workDirectory, e);
        }
    }

    /** Where backends put what they build, a directory for each hook. */
    Path results() {
        return path.resolve("result");
    }

    /** An empty directory for the results of one hook. */
    Path result(String what) throws MachineProblem {
        Path directory = results().resolve(what);
        TreeRemoval.remove(directory);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw MachineProblem.of("cannot write to the work directory", directory, e);
        }
    }

    /** Where backends put intermediate files, a directory for each interpreter. */
    static Path build(Path workDirectory, String tag) {
        return workDirectory.resolve("build").resolve(tag);
    }

    /** What a compiler cache needs; build directories that are kept refer to it. */
    Path compilerCache() {
        return path.resolve("compiler-cache");
    }

    /** Where everything is built once more, to be compared. */
    Path secondBuild() {
        return path.resolve("check");
    }

    /** Where source distributions are unpacked if the user chose no place. */
    Path sdist() {
        return path.resolve("sdist");
    }

    /** The wheels that Maven provides, under their own names. */
    Path wheels() {
        return wheels(path);
    }

    static Path wheels(Path workDirectory) {
        return workDirectory.resolve("wheels");
    }

    /** What is remembered between builds. */
    static Path record(Path workDirectory) {
        return workDirectory.resolve("record");
    }

    Path log(String goal) {
        return path.resolve("log").resolve(goal + ".log");
    }

    /** Evidence of the last failure. */
    Path failure() {
        return path.resolve("failure");
    }

    /** Removes the directory with all that is in it. */
    void remove() throws MachineProblem {
        directory.removeAndClose();
    }

    /** Gives it up to the next build, which may believe that this one has come to its end and was not killed. */
    @Override
    public void close() throws MachineProblem {
        directory.release("for the next build");
    }
}
