package io.github.pyb.build;

import io.github.pyb.fs.SynchronisedCopy;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.pyproject.Residue;
import io.github.pyb.pyproject.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where the backend sees the sources, and brings the copy up to date. Backends sweep the directory they stand
 * in, and Maven puts {@code target} there; backends also write into it. From a copy neither does any harm.
 */
final class SourcePreparation {

    private final BuildRequest request;
    private final SourceTree tree;
    private final Optional<String> checkoutReason;
    private final BuildLog log;

    /** @param sdist whether a source distribution is to be made */
    SourcePreparation(BuildRequest request, SourceTree tree, boolean sdist, BuildLog log) {
        this.request = request;
        this.tree = tree;
        this.checkoutReason = sdist ? tree.sdistCheckoutReason() : tree.checkoutReason();
        this.log = log;
    }

    /**
     * Prepares the directory that the hooks run in.
     *
     * @param environment where the environment stands, which is no part of the sources
     */
    Path prepare(WorkDirectory work, Optional<Path> environment) throws MachineProblem, InterruptedException {
        if (isInPlace()) {
            environment.ifPresent(this::warnOfEnvironment);
            warnOfCollision();
            Residue.buildDirectory(tree).ifPresent(this::warnOfResidue);
            return tree.directory();
        }
        Set<Path> excluded = request.besideSources(environment);
        Set<Path> residue = Residue.in(tree);
        excluded.addAll(residue);
        residue.forEach(path -> log.debug("not copied, because setuptools has left it: " + path));
        SynchronisedCopy.Outcome outcome = SynchronisedCopy.synchronise(tree.directory(), work.source(), excluded);
        log.debug("source copy " + work.source() + ": " + outcome.written() + " files written, " + outcome.kept()
                + " unchanged, " + outcome.removed() + " entries removed");
        return work.source();
    }

    /** Whether the backend sees the source directory itself, in which only one at a time can build. */
    static boolean isInPlace(BuildRequest request, SourceTree tree) {
        return request.sourceMode() == SourceMode.INPLACE
                || (request.sourceMode() == SourceMode.AUTO
                        && tree.checkoutReason().isPresent());
    }

    private boolean isInPlace() {
        return switch (request.sourceMode()) {
            case COPY -> {
                checkoutReason.ifPresent(
                        reason -> log.warn("Building from a copy as sourceMode says, although " + reason));
                yield false;
            }
            case INPLACE -> true;
            case AUTO -> {
                checkoutReason.ifPresent(reason -> log.info("Building in " + tree.directory() + " itself: " + reason));
                yield checkoutReason.isPresent();
            }
        };
    }

    private void warnOfEnvironment(Path environment) {
        if (environment.startsWith(tree.directory())
                && !environment.startsWith(request.places().target())) {
            log.warn("The environment stands within the sources (" + environment
                    + "), where the backend may take it for a part of the project");
        }
    }

    private void warnOfResidue(Path directory) {
        log.warn(directory + " was left by an earlier build with setuptools, which may put it into what it builds now;"
                + " remove it");
    }

    private void warnOfCollision() {
        boolean buildDirectoryInside = request.places().target().startsWith(tree.directory())
                && (Files.isDirectory(request.places().target())
                        || request.places().work().startsWith(request.places().target()));
        if (buildDirectoryInside && tree.sweepsDirectory()) {
            log.warn("setuptools will find " + request.places().target().getFileName()
                    + " beside pyproject.toml and may"
                    + " take it for a package; put the packages under src, or list them in [tool.setuptools] packages,"
                    + " or set sourceMode to copy");
        }
    }
}
