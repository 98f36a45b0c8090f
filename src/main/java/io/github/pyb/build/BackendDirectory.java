package io.github.pyb.build;

import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.Waiting;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.Optional;

/** Where backends put intermediate files: a directory for each interpreter, held by one build at a time. */
final class BackendDirectory implements AutoCloseable {

    private final Path path;
    private final Optional<OwnedDirectory> held;

    private BackendDirectory(Path path, Optional<OwnedDirectory> held) {
        this.path = path;
        this.held = held;
    }

    /**
     * The directory of an interpreter within the one that the user chose, of which hold is taken, or else within the work
     * directory, which is held anyway.
     *
     * @param tag stands for the interpreter
     * @throws UserProblem if there is something in it that is not ours, or another build holds it for too long
     */
    static BackendDirectory claim(BuildRequest request, String tag, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<Path> chosen = request.places().buildDirectory();
        if (chosen.isEmpty()) {
            return new BackendDirectory(WorkDirectory.build(request.places().common(), tag), Optional.empty());
        }
        Path path = chosen.get().resolve(tag);
        try {
            OwnedDirectory directory = OwnedDirectory.claim(
                    path,
                    Ownership.inUse(Ownership.Kind.BUILD_DIRECTORY, request.builder(), false),
                    new Waiting(request.limits().patience(), log::info));
            directory.occupy();
            return new BackendDirectory(path, Optional.of(directory));
        } catch (UserProblem e) {
            throw e.explainedBy(Explanation.of("")
                    .line(
                            "set by",
                            "buildDirectory (-Dpyb.buildDirectory), in which every interpreter has a directory of its"
                                    + " own"));
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws MachineProblem {
        if (held.isPresent()) {
            held.get().close();
        }
    }
}
