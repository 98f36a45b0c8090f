package io.github.pyb.build;

import io.github.pyb.env.InterpreterMarkers;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.packaging.Marker;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what is asked for with what is locked. Requirements that were locked as they are need no closer look. */
final class LockCoverage {

    private final LockedSet locked;
    private final Map<String, String> markers;
    private final Map<ProjectName, Version> provided;

    /**
     * @param markers the variables of markers, for the interpreter
     * @param provided the wheels that Maven provides
     */
    LockCoverage(LockedSet locked, Map<String, String> markers, Map<ProjectName, Version> provided) {
        this.locked = locked;
        this.markers = markers;
        this.provided = provided;
    }

    /**
     * Something that is asked for and not locked.
     *
     * @param asked what, with who asks for it
     * @param found what is locked instead
     */
    record Difference(String asked, String found) {}

    /**
     * All that is different in a step.
     *
     * @param asker who asks
     */
    List<Difference> differences(String step, Collection<String> requirements, String asker) {
        List<Difference> differences = new ArrayList<>();
        for (String requirement : new TreeSet<>(requirements)) {
            found(step, requirement)
                    .ifPresent(found -> differences.add(new Difference(asker + ": " + requirement, found)));
        }
        if (!requirements.isEmpty()) {
            checkPackages(step, differences);
        }
        return differences;
    }

    private void checkPackages(String step, List<Difference> differences) {
        for (LockedPackage one : locked.of(step)) {
            if (provided.containsKey(one.name())) {
                differences.add(new Difference(
                        "Maven: " + one.name() + " " + provided.get(one.name()) + ", a wheel that it provides",
                        words(one) + " of an index"));
            } else if (one.files().isEmpty()) {
                differences.add(new Difference(step + ": a wheel of " + one.name(), words(one) + " without one"));
            }
        }
        for (ProjectName name : locked.providedIn(step)) {
            if (!provided.containsKey(name)) {
                differences.add(new Difference(
                        step + ": " + name, name + " as a wheel that Maven provides, and it provides none"));
            }
        }
    }

    /** What is found instead; nothing if the requirement is met. */
    private Optional<String> found(String step, String text) {
        Optional<Requirement> requirement = Requirement.parse(text);
        if (requirement.isEmpty()) {
            return wasAsked(step, text) ? Optional.empty() : Optional.of("not locked");
        }
        if (requirement.get().marker().filter(marker -> !holds(marker)).isPresent()) {
            return Optional.empty();
        }
        ProjectName name = requirement.get().name();
        if (provided.containsKey(name)) {
            boolean known =
                    steps(step).stream().anyMatch(one -> locked.providedIn(one).contains(name));
            return known ? Optional.empty() : Optional.of("not as a wheel that Maven provides");
        }
        boolean asked = wasAsked(step, text);
        Optional<LockedPackage> one =
                locked.find(name).filter(found -> found.steps().stream().anyMatch(steps(step)::contains));
        if (one.isEmpty()) {
            return asked && needsNone(step, requirement.get()) ? Optional.empty() : Optional.of("not locked");
        }
        return asked || meets(one.get(), requirement.get())
                ? Optional.empty()
                : Optional.of(words(one.get())
                        + (requirement.get().extras().isEmpty() ? "" : ", for requirements without that extra"));
    }

    /**
     * Whether it may be right that there is no package for something that was asked for. Otherwise somebody has edited the
     * file, or merged two of them, and lost it.
     */
    private boolean needsNone(String step, Requirement requirement) {
        return requirement.marker().filter(LockCoverage::isUncertain).isPresent()
                || steps(step).stream().anyMatch(one -> locked.providedIn(one).contains(requirement.name()));
    }

    private boolean wasAsked(String step, String text) {
        String normal = normal(text);
        return locked.asked().getOrDefault(step, List.of()).stream()
                .anyMatch(asked -> normal(asked).equals(normal));
    }

    private static String normal(String text) {
        return Requirement.parse(text).map(Requirement::toString).orElse(text.strip());
    }

    /** What an extra needs besides, and what is at another address, is known only when it was asked for. */
    private static boolean meets(LockedPackage one, Requirement requirement) {
        return requirement.extras().isEmpty()
                && requirement.url().isEmpty()
                && Version.parse(one.version())
                        .filter(requirement.specifiers()::contains)
                        .isPresent();
    }

    /** In doubt it does: then what is required has to be locked. */
    private boolean holds(Marker marker) {
        return isUncertain(marker) || marker.holds(markers, "");
    }

    private static boolean isUncertain(Marker marker) {
        return InterpreterMarkers.UNKNOWN.stream().anyMatch(marker.toString()::contains);
    }

    private static Set<String> steps(String step) {
        return Set.copyOf(new TreeSet<>(List.of(LockedSet.DECLARED, step)));
    }

    private static String words(LockedPackage one) {
        return one.name() + " " + one.version();
    }
}
