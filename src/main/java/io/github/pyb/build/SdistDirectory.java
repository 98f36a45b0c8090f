package io.github.pyb.build;

import io.github.pyb.dist.Identity;
import io.github.pyb.dist.SdistArchive;
import io.github.pyb.fs.OwnedDirectory;
import io.github.pyb.fs.Ownership;
import io.github.pyb.fs.SynchronisedCopy;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.fs.Waiting;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where source distributions are unpacked. The path does not depend on the version, and what has not changed since the
 * last time keeps its time stamps: compiler caches and build tools see the same files at the same place.
 */
final class SdistDirectory implements AutoCloseable {

    /** No project is called like this: names begin with a letter or a digit. */
    private static final String STAGING = "_unpacking";

    private final Path path;
    private final Optional<OwnedDirectory> held;
    private final BuildLog log;

    private SdistDirectory(Path path, Optional<OwnedDirectory> held, BuildLog log) {
        this.path = path;
        this.held = held;
        this.log = log;
    }

    /**
     * The directory that the user chose, of which hold is taken, or else the one in the work directory, which is held
     * anyway.
     *
     * @throws UserProblem if there is something in the chosen directory that is not ours, or another build holds it for
     *     too long
     */
    static SdistDirectory claim(BuildRequest request, WorkDirectory work, BuildLog log)
            throws UserProblem, MachineProblem, InterruptedException {
        Optional<Path> chosen = request.places().sdistExtractDir();
        if (chosen.isEmpty()) {
            return within(work, log);
        }
        try {
            OwnedDirectory directory = OwnedDirectory.claim(
                    chosen.get(),
                    Ownership.inUse(Ownership.Kind.SDIST_DIRECTORY, request.builder(), false),
                    new Waiting(request.limits().patience(), log::info));
            directory.occupy();
            return new SdistDirectory(chosen.get(), Optional.of(directory), log);
        } catch (UserProblem e) {
            throw e.explainedBy(Explanation.of("").line("set by", "sdistExtractDir (-Dpyb.sdistExtractDir)"));
        }
    }

    static SdistDirectory within(WorkDirectory work, BuildLog log) {
        return new SdistDirectory(work.sdist(), Optional.empty(), log);
    }

    /**
     * Unpacks a source distribution and reads what was unpacked.
     *
     * @throws UserProblem if there is no valid project in it
     */
    Origin unpack(SdistArchive archive, SourceTreeReader reader)
            throws UserProblem, MachineProblem, InterruptedException {
        Path tree = path.resolve(archive.name().project().normalised());
        synchronise(archive, tree);
        SourceTree project = reader.read(tree);
        project.warnings().forEach(log::warn);
        Identity identity =
                new Identity("sdist", archive.name().project(), archive.name().version());
        return new Origin(project, Optional.of(identity));
    }

    private void synchronise(SdistArchive archive, Path tree) throws UserProblem, MachineProblem, InterruptedException {
        Path staging = path.resolve(STAGING);
        TreeRemoval.remove(staging);
        try {
            Files.createDirectories(staging);
            SynchronisedCopy.Outcome outcome = SynchronisedCopy.mirror(archive.unpack(staging), tree);
            log.debug("unpacked to " + tree + ": " + outcome.written() + " files written, " + outcome.kept()
                    + " unchanged, " + outcome.removed() + " entries removed");
        } catch (IOException e) {
            throw MachineProblem.of("cannot unpack the source distribution", staging, e);
        } finally {
            TreeRemoval.remove(staging);
        }
    }

    @Override
    public void close() throws MachineProblem {
        if (held.isPresent()) {
            held.get().close();
        }
    }
}
