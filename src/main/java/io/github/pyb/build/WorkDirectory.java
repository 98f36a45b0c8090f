package io.github.pyb.build;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.fs.Waiting;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
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
        directory.occupy();
        return new WorkDirectory(path, directory);
    }

    /** Where environments stand if the user chose no place, each under the tag of its interpreter. */
    static Path environments(Path workDirectory) {
        return workDirectory.resolve("env");
    }

    /** Throws away what earlier builds left for nobody. */
    void prepare() throws MachineProblem {
        TreeRemoval.remove(temporary());
        TreeRemoval.remove(result());
        TreeRemoval.remove(failure());
        try {
            Files.createDirectories(temporary());
            Files.createDirectories(result());
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

    /** Where backends put what they build. */
    Path result() {
        return path.resolve("result");
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

    @Override
    public void close() throws MachineProblem {
        directory.close();
    }
}
