package io.github.pyb.parity;

import io.github.pyb.parity.Verdict.Kind;
import io.github.pyb.testing.PackageIndex;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds one source distribution with both frontends and compares what comes of it.
 *
 * <p>First both build as their users would have it, each at a place of its own. Compilers write the names of their sources
 * into what they make, so something can be different for no other reason than its place. That is taken for the reason only
 * where PyPA build, which builds at another place each time, differs from itself in the same members. Then both build once
 * more at exactly the same place, one after the other, and nothing may be different any more, but for members that PyPA
 * build makes different each time even there.
 */
final class Comparison {

    private final Frontend peer;
    private final Frontend ours;
    private final KnownDifferences known;
    private final Path directory;

    Comparison(Frontend peer, Frontend ours, KnownDifferences known, Path directory) {
        this.peer = peer;
        this.ours = ours;
        this.known = known;
        this.directory = directory;
    }

    Verdict of(Sdist sdist) throws IOException, InterruptedException {
        List<String> lacking =
                sdist.tools().stream().filter(tool -> !isOnPath(tool)).toList();
        if (!lacking.isEmpty()) {
            return new Verdict(Kind.SKIPPED, "this machine has no " + String.join(", ", lacking));
        }
        String file = sdist.name() + "-" + sdist.version();
        Path archive = PackageIndex.downloadSdist(
                sdist.name(), sdist.version(), directory.resolve("sdists").resolve(file));
        Path place = emptied(directory.resolve("work").resolve(file));
        Build theirs = peer.fromSdist(archive, Files.createDirectory(place.resolve("peer")));
        Build own = ours.fromSdist(archive, Files.createDirectory(place.resolve("ours")));
        return theirs.succeeded() && own.succeeded()
                ? wheels(sdist, archive, place, theirs.wheel(), own.wheel())
                : failures(sdist, theirs, own);
    }

    private static Verdict failures(Sdist sdist, Build theirs, Build own) throws IOException {
        if (theirs.succeeded()) {
            return new Verdict(Kind.DIFFERS, "only PyPA build builds it, see " + own.log());
        }
        if (own.succeeded()) {
            return new Verdict(Kind.DIFFERS, "only this plugin builds it, see " + theirs.log());
        }
        if (!sdist.fails()) {
            return new Verdict(Kind.DIFFERS, "both fail, but the list says that it can be built, see " + theirs.log());
        }
        String theirStep = FailedStep.of(theirs.text());
        String ourStep = FailedStep.of(own.text());
        return theirStep.equals(ourStep) && !ourStep.equals(FailedStep.NONE)
                ? new Verdict(Kind.SAME_VERDICT, "both fail in " + ourStep)
                : new Verdict(Kind.DIFFERS, "PyPA build fails in " + theirStep + ", this plugin in " + ourStep);
    }

    private Verdict wheels(Sdist sdist, Path archive, Path place, Wheel theirs, Wheel own)
            throws IOException, InterruptedException {
        WheelDifferences differences = WheelDifferences.between(theirs, own);
        if (differences.none()) {
            return new Verdict(Kind.SAME, own.fileName());
        }
        if (!differences.others().isEmpty()) {
            return different(sdist, differences.words());
        }
        Wheel elsewhere = peer.fromSdist(archive, Files.createDirectory(place.resolve("peer-elsewhere")))
                .wheel();
        return differsIn(theirs, elsewhere, differences)
                ? atOnePlace(sdist, archive, place)
                : different(sdist, differences.words());
    }

    private Verdict atOnePlace(Sdist sdist, Path archive, Path place) throws IOException, InterruptedException {
        Path shared = place.resolve("one-place");
        Wheel theirs = buildAt(shared, peer, archive, place.resolve("peer-at-one-place"));
        Wheel own = buildAt(shared, ours, archive, place.resolve("ours-at-one-place"));
        WheelDifferences differences = WheelDifferences.between(theirs, own);
        if (differences.none()) {
            return new Verdict(Kind.SAME_AT_ONE_PLACE, own.fileName());
        }
        Wheel again = buildAt(shared, peer, archive, place.resolve("peer-at-one-place-again"));
        return differences.others().isEmpty() && differsIn(theirs, again, differences)
                ? new Verdict(
                        Kind.SAME_AS_REPEATABLE,
                        own.fileName() + "; never the same: " + String.join(", ", differences.contents()))
                : different(sdist, "at the same place: " + differences.words());
    }

    /** Whether one wheel of PyPA build differs from another one of it in the members in which ours does. */
    private static boolean differsIn(Wheel one, Wheel another, WheelDifferences differences) {
        return WheelDifferences.between(one, another).contents().containsAll(differences.contents());
    }

    private Verdict different(Sdist sdist, String words) {
        return known.reason(sdist, words)
                .map(reason -> new Verdict(Kind.EXPLAINED, words + "; " + reason))
                .orElseGet(() -> new Verdict(Kind.DIFFERS, words));
    }

    private static Wheel buildAt(Path shared, Frontend frontend, Path archive, Path place)
            throws IOException, InterruptedException {
        Path source = Archive.unpack(archive, emptied(shared).resolve("source"));
        return frontend.inDirectory(source, shared.resolve("env"), Files.createDirectory(place))
                .wheel();
    }

    private static boolean isOnPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, command))
                        || Files.isExecutable(Path.of(entry, command + ".exe")));
    }

    private static Path emptied(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> entries = Files.walk(directory)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
        return Files.createDirectories(directory);
    }
}
