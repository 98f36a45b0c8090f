package io.github.pyb.build;

import io.github.pyb.fs.TreeSnapshot;
import io.github.pyb.log.BuildLog;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches the directories that backends build in, to tell afterwards what they have written there. Nothing of that is
 * removed: a copy is brought in line with its original by the next build, and in the user's own directory it may be
 * wanted, as a version file is, or belong to an editable installation.
 */
final class SourceWatch {

    /** More than these would hide what else there is in the log. */
    private static final int MOST_LINES = 50;

    /** More than these are not read in one line. */
    private static final int MOST_PLACES = 5;

    /** More than these in one directory are told by the name of the directory. */
    private static final int FEW = 2;

    private record Watched(PreparedSource source, TreeSnapshot before) {}

    private final Set<Path> excluded;
    private final BuildLog log;
    private final List<Watched> watched = new ArrayList<>();

    /** @param excluded what stands among the sources without being a part of them, and is written by us */
    SourceWatch(Set<Path> excluded, BuildLog log) {
        this.excluded = excluded;
        this.log = log;
    }

    /** Looks at a directory before the backend does, if anybody is going to be told about it. */
    PreparedSource begin(PreparedSource source) {
        if (source.isInPlace() || log.isDebugEnabled()) {
            try {
                watched.add(new Watched(source, TreeSnapshot.of(source.directory(), excluded)));
            } catch (IOException e) {
                cannotLook(source, e);
            }
        }
        return source;
    }

    /** Tells what is different now, after the last hook. */
    void tell() {
        for (Watched one : watched) {
            try {
                TreeSnapshot after = TreeSnapshot.of(one.source().directory(), excluded);
                tell(one.source(), one.before().changesTo(after));
            } catch (IOException e) {
                cannotLook(one.source(), e);
            }
        }
        watched.clear();
    }

    /** What a user has to know whose backend failed where it may not write. */
    Explanation readOnly() {
        return watched.stream()
                .map(Watched::source)
                .filter(source -> source.isInPlace() && !Files.isWritable(source.directory()))
                .findFirst()
                .map(source -> Explanation.of("")
                        .line(
                                "read-only",
                                source.directory() + ", in which this project is built, cannot be written to")
                        .attempt("if that is the reason: make it writable, or build from a copy (-Dpyb.sourceMode=copy)"
                                + " and tell the backend what it cannot find out there, for instance the version"))
                .orElseGet(() -> Explanation.of(""));
    }

    private void tell(PreparedSource source, List<TreeSnapshot.Change> changes) {
        Path directory = source.directory();
        String places = places(changes);
        if (source.isInPlace() && !places.isEmpty()) {
            log.info("The backend has written into " + directory + ": " + places);
        }
        log.debug("entries of " + directory + " that the backend has written or removed: " + changes.size());
        changes.stream()
                .limit(MOST_LINES)
                .forEach(change -> log.debug("  " + word(change.kind()) + " " + change.entry()));
        Map<Path, Long> more = changes.stream()
                .skip(MOST_LINES)
                .collect(Collectors.groupingBy(
                        change -> change.entry().getName(0), LinkedHashMap::new, Collectors.counting()));
        more.forEach((name, count) -> log.debug("  and " + count + " more in " + name));
    }

    /** The places where something was written, each in as few words as can be: a new directory stands for all in it. */
    private static String places(List<TreeSnapshot.Change> changes) {
        Set<Path> all = changes.stream().map(TreeSnapshot.Change::entry).collect(Collectors.toSet());
        Map<Path, List<TreeSnapshot.Change>> byParent = changes.stream()
                .filter(change -> !isBytecode(change.entry()) && !isWithin(change.entry(), all))
                .collect(Collectors.groupingBy(
                        change -> change.entry().resolveSibling(""), LinkedHashMap::new, Collectors.toList()));
        List<String> places = new ArrayList<>();
        byParent.forEach((parent, entries) -> {
            if (entries.size() > FEW && !parent.toString().isEmpty()) {
                places.add(parent + " (" + entries.size() + " entries)");
            } else {
                entries.forEach(change -> places.add(change.entry()
                        + (change.kind() == TreeSnapshot.Kind.NEW ? "" : " (" + word(change.kind()) + ")")));
            }
        });
        int more = places.size() - MOST_PLACES;
        return String.join(", ", places.subList(0, Math.min(places.size(), MOST_PLACES)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static boolean isWithin(Path entry, Set<Path> others) {
        for (Path above = entry.getParent(); above != null; above = above.getParent()) {
            if (others.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /** Python leaves it beside every module that it imports; nobody takes it for a part of the project. */
    private static boolean isBytecode(Path entry) {
        for (Path name : entry) {
            if (name.toString().equals("__pycache__")) {
                return true;
            }
        }
        return false;
    }

    private static String word(TreeSnapshot.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void cannotLook(PreparedSource source, IOException e) {
        log.debug("cannot see what the backend writes into " + source.directory() + ": " + MachineProblem.reason(e));
    }
}
