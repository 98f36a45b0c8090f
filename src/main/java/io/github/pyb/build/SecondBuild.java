package io.github.pyb.build;

import io.github.pyb.check.FirstDifference;
import io.github.pyb.check.Whereabouts;
import io.github.pyb.fs.SynchronisedCopy;
import io.github.pyb.fs.TreeRemoval;
import io.github.pyb.log.BuildLog;
import io.github.pyb.log.RelayedLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.Problem;
import io.github.pyb.pyproject.SourceTree;
import io.github.pyb.pyproject.SourceTreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds everything once more as if it were checked out elsewhere and at another time, with nothing left of the build
 * before, and compares the results byte by byte.
 */
final class SecondBuild {

    /** As if the checkout were that much older; in the same order, because some projects rely on that. */
    private static final Duration OLDER = Duration.ofDays(400);

    private final BuildService builder;
    private final SourceTreeReader sources;
    private final BuildRequest request;
    private final ReportedBuild first;
    private final BuildLog log;

    /** @param first the build that this one has to do like */
    SecondBuild(
            BuildService builder, SourceTreeReader sources, BuildRequest request, ReportedBuild first, BuildLog log) {
        this.builder = builder;
        this.sources = sources;
        this.request = request;
        this.first = first;
        this.log = log;
    }

    /** For each file that the second build makes in another way, in which. */
    Map<Path, String> compare(List<Path> files, Whereabouts whereabouts) throws Problem, InterruptedException {
        try (WorkDirectory work = WorkDirectory.claim(request, log)) {
            Path directory = work.secondBuild();
            TreeRemoval.remove(directory);
            Path source = source(directory, files);
            log.info("Building once more, in " + directory);
            List<Path> again = build(request.elsewhere(directory, source), files);
            Map<Path, String> differences = new LinkedHashMap<>();
            for (Path file : files) {
                difference(file, again, whereabouts).ifPresent(words -> differences.put(file, words));
            }
            if (differences.isEmpty()) {
                TreeRemoval.remove(directory);
                log.info("The second build has given the same bytes");
            }
            return differences;
        }
    }

    /** A copy with other time stamps; or the sources themselves, where they have to be built in place. */
    private Path source(Path directory, List<Path> files) throws Problem, InterruptedException {
        Path source = request.places().source();
        if (!Files.isDirectory(source)) {
            return source;
        }
        Optional<String> reason = inPlace(sources.read(source), files);
        if (reason.isPresent()) {
            log.info("The sources stay where they are for that: " + reason.get());
            return source;
        }
        Path copy = directory.resolve("checkout").resolve(source.getFileName().toString());
        Set<Path> beside = request.besideSources(request.environment().location());
        try {
            Files.createDirectories(copy.getParent());
            SynchronisedCopy.synchronise(source, copy, beside);
            makeOlder(copy);
        } catch (IOException e) {
            throw MachineProblem.of("cannot copy the sources", copy, e);
        }
        return copy;
    }

    private Optional<String> inPlace(SourceTree tree, List<Path> files) {
        if (request.sourceMode() == SourceMode.COPY) {
            return Optional.empty();
        }
        return hasSdist(files) ? tree.sdistCheckoutReason() : tree.checkoutReason();
    }

    private static void makeOlder(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                Files.setLastModifiedTime(
                        path,
                        FileTime.from(
                                Files.getLastModifiedTime(path).toInstant().minus(OLDER)));
            }
        }
    }

    private List<Path> build(BuildRequest again, List<Path> files) throws Problem, InterruptedException {
        BuildLog named = new RelayedLog("again", log, Runnable::run);
        List<Path> built = new ArrayList<>();
        try {
            if (first.wentThroughSdist()) {
                return builder.sdistThenWheel(again, named).files();
            }
            if (hasSdist(files)) {
                built.addAll(builder.sdist(again, named).files());
            }
            if (!files.stream().allMatch(SecondBuild::isSdist)) {
                built.addAll(builder.wheel(again, named).files());
            }
            return built;
        } catch (Problem e) {
            throw e.explainedBy(Explanation.of("")
                    .line("when", "it was built once more, for reproducible (-Dpyb.check.reproducible)"));
        }
    }

    private static boolean hasSdist(List<Path> files) {
        return files.stream().anyMatch(SecondBuild::isSdist);
    }

    private static boolean isSdist(Path file) {
        return file.getFileName().toString().endsWith(".tar.gz");
    }

    private Optional<String> difference(Path file, List<Path> again, Whereabouts whereabouts)
            throws Problem, InterruptedException {
        Optional<Path> counterpart = again.stream()
                .filter(other -> other.getFileName().equals(file.getFileName()))
                .findFirst();
        if (counterpart.isEmpty()) {
            return Optional.of("a second build does not make it; it makes "
                    + String.join(
                            ", ",
                            again.stream()
                                    .map(other -> other.getFileName().toString())
                                    .toList()));
        }
        return new FirstDifference(file, counterpart.get(), whereabouts)
                .words()
                .map(words -> "a second build makes another " + (isSdist(file) ? "source distribution" : "wheel") + " ("
                        + counterpart.get() + "); what differs: " + words + hint());
    }

    /** What has to be there before anything else is worth a look. */
    private String hint() {
        return request.backend().timestamp().isPresent() ? "" : " (project.build.outputTimestamp is not set)";
    }
}
