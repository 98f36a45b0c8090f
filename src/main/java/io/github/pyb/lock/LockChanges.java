package io.github.pyb.lock;

import io.github.pyb.packaging.ProjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has changed from one lock file to the next, in lines for the user. */
public final class LockChanges {

    private final SortedMap<ProjectName, SortedMap<String, Set<String>>> before;
    private final SortedMap<ProjectName, SortedMap<String, Set<String>>> after;
    private final SortedMap<Target, LockedSet> old;
    private final SortedMap<Target, LockedSet> renewed;

    public LockChanges(SortedMap<Target, LockedSet> old, SortedMap<Target, LockedSet> renewed) {
        this.old = old;
        this.renewed = renewed;
        this.before = versions(old);
        this.after = versions(renewed);
    }

    /** For each project its versions, each with all hashes. */
    private static SortedMap<ProjectName, SortedMap<String, Set<String>>> versions(SortedMap<Target, LockedSet> sets) {
        SortedMap<ProjectName, SortedMap<String, Set<String>>> versions = new TreeMap<>();
        for (LockedSet set : sets.values()) {
            for (LockedPackage one : set.packages().values()) {
                Set<String> hashes = versions.computeIfAbsent(one.name(), name -> new TreeMap<>())
                        .computeIfAbsent(one.version(), version -> new TreeSet<>());
                one.files().forEach(file -> hashes.addAll(file.hashes().values()));
            }
        }
        return versions;
    }

    /** One line for each project that changed, in alphabetical order, and for each kind of interpreter; may be empty. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Set<ProjectName> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (ProjectName name : names) {
            SortedMap<String, Set<String>> former = before.getOrDefault(name, new TreeMap<>());
            SortedMap<String, Set<String>> now = after.getOrDefault(name, new TreeMap<>());
            if (former.isEmpty()) {
                lines.add("Added " + name + " " + words(now));
            } else if (now.isEmpty()) {
                lines.add("Removed " + name + " " + words(former));
            } else if (!former.keySet().equals(now.keySet())) {
                lines.add("Updated " + name + " " + words(former) + " -> " + words(now));
            } else if (!former.equals(now)) {
                lines.add("Other files of " + name + " " + words(now));
            }
        }
        difference(renewed, old).forEach(target -> lines.add("Added the environment " + target.marker()));
        difference(old, renewed).forEach(target -> lines.add("Removed the environment " + target.marker()));
        return lines;
    }

    private static Stream<Target> difference(Map<Target, LockedSet> some, Map<Target, LockedSet> others) {
        return some.keySet().stream().filter(target -> !others.containsKey(target));
    }

    private static String words(SortedMap<String, Set<String>> versions) {
        return versions.keySet().stream().collect(Collectors.joining(" and "));
    }
}
