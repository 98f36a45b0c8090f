package io.github.pyb.lock;

import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Specifiers;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A lock file as it stands there, whoever has written it. One that another tool has written has no word on steps: then all
 * that it has counts as declared.
 *
 * @param python which versions of Python it is for, if it says so
 * @param environments what interpreters it is for; none if it does not say
 * @param entries all the packages
 */
public record Lock(Optional<Specifiers> python, List<Environment> environments, List<Entry> entries) {

    /** A file in which nothing is locked. */
    public static final Lock EMPTY = new Lock(Optional.empty(), List.of(), List.of());

    public Lock {
        environments = List.copyOf(environments);
        entries = List.copyOf(entries);
    }

    /**
     * The interpreters that meet a marker.
     *
     * @param text the marker as it stands in the file
     * @param asked what was required there, for each step
     * @param provided for each step, the projects whose wheels Maven provided
     */
    record Environment(
            String text, Marker marker, Map<String, List<String>> asked, Map<String, Set<ProjectName>> provided) {}

    /**
     * A package, and the condition under which it counts.
     *
     * @param place finds out where it is in the file, for messages
     */
    record Entry(LockedPackage locked, Optional<Marker> marker, Supplier<String> place) {}

    /**
     * What is locked for an interpreter, if it is one of those that the file is for.
     *
     * @param markers the values of all variables of markers
     * @throws UserProblem if the file has two versions of one project for it
     */
    public Optional<LockedSet> select(Map<String, String> markers) throws UserProblem {
        Optional<Environment> environment = environments.stream()
                .filter(one -> one.marker().holds(markers, ""))
                .findFirst();
        if (!suits(markers) || (environment.isEmpty() && !environments.isEmpty())) {
            return Optional.empty();
        }
        SortedMap<ProjectName, Entry> chosen = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry.marker().map(marker -> marker.holds(markers, "")).orElse(true)) {
                Entry other = chosen.putIfAbsent(entry.locked().name(), entry);
                if (other != null) {
                    throw ambiguous(other, entry);
                }
            }
        }
        return Optional.of(LockedSet.of(
                environment.map(Environment::asked).orElse(Map.of()),
                chosen.values().stream().map(Entry::locked).toList(),
                environment.map(Environment::provided).orElse(Map.of())));
    }

    /** As installers see it: a pre-release of 3.14 is a 3.14. */
    private boolean suits(Map<String, String> markers) {
        Optional<Version> version =
                Optional.ofNullable(markers.get("python_full_version")).flatMap(Version::parse);
        return python.isEmpty()
                || version.isEmpty()
                || python.get().contains(version.get().base());
    }

    /** What is locked for each target; environments of other tools, whose markers say something else, are left out. */
    public SortedMap<Target, LockedSet> targets() {
        SortedMap<Target, LockedSet> targets = new TreeMap<>();
        for (Environment environment : environments) {
            Optional<Target> target = Target.parse(environment.text());
            target.ifPresent(known -> targets.put(
                    known,
                    LockedSet.of(
                            environment.asked(),
                            entries.stream()
                                    .filter(entry ->
                                            entry.marker().map(known::meets).orElse(true))
                                    .map(Entry::locked)
                                    .toList(),
                            environment.provided())));
        }
        return targets;
    }

    /** All packages, for whatever interpreters. */
    public List<LockedPackage> packages() {
        return entries.stream().map(Entry::locked).toList();
    }

    /**
     * The interpreters that the file is for, in words for somebody whose interpreter is none of them.
     *
     * @param markers those of that interpreter
     */
    public String scope(Map<String, String> markers) {
        return suits(markers)
                ? String.join("\n", environments.stream().map(Environment::text).toList())
                : "Python " + python.orElseThrow();
    }

    private static UserProblem ambiguous(Entry one, Entry other) {
        return new UserProblem(
                ProblemKind.LOCK_INVALID,
                Explanation.of("the lock file has " + one.locked().name() + " twice for one interpreter")
                        .line(
                                "where",
                                one.place().get() + "\nand " + other.place().get())
                        .attempt(LockReader.RENEW));
    }
}
