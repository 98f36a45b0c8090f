package io.github.pyb.lock;

import io.github.pyb.packaging.ProjectName;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is locked for one interpreter. Requirements come in steps: {@code declared} are those of {@code [build-system]};
 * {@code wheel}, {@code sdist} and {@code editable} those that the backend reports for one kind of distribution.
 *
 * @param asked what was required when it was locked, for each step that was locked
 * @param packages what that was resolved to, with all that it requires in turn; one version of each project
 * @param provided for each step, the projects whose wheels Maven provided; of these nothing is locked
 */
public record LockedSet(
        SortedMap<String, List<String>> asked,
        SortedMap<ProjectName, LockedPackage> packages,
        SortedMap<String, Set<ProjectName>> provided) {

    /** The step of the requirements in {@code [build-system]}. */
    public static final String DECLARED = "declared";

    public LockedSet {
        SortedMap<String, List<String>> sorted = new TreeMap<>();
        asked.forEach((step, requirements) ->
                sorted.put(step, requirements.stream().distinct().sorted().toList()));
        asked = Collections.unmodifiableSortedMap(sorted);
        packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
        SortedMap<String, Set<ProjectName>> names = new TreeMap<>();
        provided.forEach((step, projects) -> names.put(step, Collections.unmodifiableSet(new TreeSet<>(projects))));
        names.values().removeIf(Set::isEmpty);
        provided = Collections.unmodifiableSortedMap(names);
    }

    /** What is locked for interpreters for which this, and nothing else, is known. */
    static LockedSet of(
            Map<String, List<String>> asked,
            Collection<LockedPackage> packages,
            Map<String, Set<ProjectName>> provided) {
        SortedMap<ProjectName, LockedPackage> byName = new TreeMap<>();
        packages.forEach(one -> byName.put(one.name(), one));
        return new LockedSet(new TreeMap<>(asked), byName, new TreeMap<>(provided));
    }

    /**
     * This and another one, which both are for interpreters that a lock file cannot tell apart.
     *
     * @return nothing if they are not the same but for the files
     */
    public Optional<LockedSet> and(LockedSet other) {
        SortedMap<ProjectName, LockedPackage> both = new TreeMap<>(packages);
        for (LockedPackage one : other.packages.values()) {
            LockedPackage mine = both.remove(one.name());
            if (mine == null
                    || !mine.version().equals(one.version())
                    || !mine.steps().equals(one.steps())) {
                return Optional.empty();
            }
            both.put(one.name(), mine.with(one.files()));
        }
        boolean same =
                both.size() == other.packages.size() && asked.equals(other.asked) && provided.equals(other.provided);
        return same ? Optional.of(new LockedSet(asked, both, provided)) : Optional.empty();
    }

    /** What is installed in a step. */
    public List<LockedPackage> of(String step) {
        return packages.values().stream()
                .filter(one -> one.steps().contains(step))
                .toList();
    }

    /** The project, if it is locked. */
    public Optional<LockedPackage> find(ProjectName name) {
        return Optional.ofNullable(packages.get(name));
    }

    /** The projects that Maven has to provide in a step. */
    public Set<ProjectName> providedIn(String step) {
        return provided.getOrDefault(step, Set.of());
    }
}
