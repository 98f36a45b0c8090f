package io.github.pyb.env;

import io.github.pyb.env.Inventory.Distribution;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.packaging.Requirement;
import io.github.pyb.packaging.Version;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks whether requirements, and what these require in turn, are installed. One check is one walk; what it found to be
 * met is not looked at again.
 */
final class DependencyCheck {

    private static final String SKIP = "or do not check at all: skipDependencyCheck (-Dpyb.skipDependencyCheck=true)";

    /** Nobody reads more; and the ways to what is missing may be more than a machine could ever walk. */
    private static final int MOST = 100;

    private final Map<String, String> markers;
    private final Function<ProjectName, Optional<Distribution>> installed;
    private final Set<String> met = new HashSet<>();
    private final Set<Unmet> unmet = new LinkedHashSet<>();

    /**
     * @param markers the values that the variables of environment markers have
     * @param installed finds what is installed
     */
    DependencyCheck(Map<String, String> markers, Function<ProjectName, Optional<Distribution>> installed) {
        this.markers = markers;
        this.installed = installed;
    }

    /**
     * A requirement that is not met.
     *
     * @param chain how one gets there: the first requires the second, and so on; the last is not met
     * @param wanted the versions that would do; empty if all would
     * @param found the version that is installed, if any is
     */
    record Unmet(List<String> chain, String wanted, Optional<String> found) {

        /** The chain, and what is wrong at its end. */
        String line() {
            return String.join(" -> ", chain) + ": wanted " + (wanted.isEmpty() ? "any version" : wanted) + ", found "
                    + found.orElse("none (it is not installed)");
        }
    }

    /**
     * All that is not met, in alphabetical order; if it is very much, the beginning of it.
     *
     * @throws UserProblem if one of the strings that say what is required cannot be understood
     */
    static List<Unmet> unmet(Inventory inventory, Collection<String> requirements) throws UserProblem {
        return new DependencyCheck(inventory.markers(), inventory::find).unmet(requirements);
    }

    List<Unmet> unmet(Collection<String> requirements) throws UserProblem {
        for (String requirement : requirements) {
            Optional<Requirement> parsed = Requirement.parse(requirement);
            walk(parsed.orElseThrow(() -> invalid(requirement, "the build")), List.of(), List.of());
        }
        return unmet.stream().sorted(Comparator.comparing(Unmet::line)).toList();
    }

    /** The problem that something is not met. */
    static UserProblem problem(List<Unmet> unmet, String interpreter) {
        Explanation explanation = Explanation.of("the build requires what is not installed for " + interpreter);
        for (Unmet one : unmet) {
            explanation = explanation.line("unmet", one.line());
        }
        return new UserProblem(
                ProblemKind.DEPENDENCIES_UNMET,
                explanation
                        .attempt("install it there, or let pyb make an environment for the build: isolation"
                                + " (-Dpyb.isolation=true)")
                        .attempt(SKIP));
    }

    /**
     * Looks at one requirement and all below it.
     *
     * @param ancestors the requirements above it, the declared one first
     * @param extras the extras that the one above it was required with
     * @return whether all is met
     */
    private boolean walk(Requirement requirement, List<Requirement> ancestors, List<ProjectName> extras)
            throws UserProblem {
        if (unmet.size() >= MOST) {
            return false;
        }
        String normal = requirement.toString();
        boolean cycle =
                ancestors.stream().anyMatch(ancestor -> ancestor.toString().equals(normal));
        if (cycle || met.contains(normal) || !counts(requirement, extras)) {
            return true;
        }
        List<Requirement> chain =
                Stream.concat(ancestors.stream(), Stream.of(requirement)).toList();
        Optional<Distribution> found = installed.apply(requirement.name());
        if (found.isEmpty() || !meets(found.get(), requirement)) {
            unmet.add(new Unmet(
                    chain.stream().map(link -> link.withoutMarker().toString()).toList(),
                    requirement.specifiers().toString(),
                    found.map(Distribution::version)));
            return false;
        }
        boolean all = true;
        for (Requirement below : requires(requirement, found.get())) {
            all &= walk(below, chain, requirement.extras());
        }
        if (all) {
            met.add(normal);
        }
        return all;
    }

    private boolean counts(Requirement requirement, List<ProjectName> extras) {
        return requirement.marker().isEmpty()
                || Stream.concat(Stream.of(""), extras.stream().map(ProjectName::normalised))
                        .anyMatch(extra -> requirement.marker().get().holds(markers, extra));
    }

    /** Which address something was installed from is not known well enough to insist on it; pre-releases are welcome. */
    private static boolean meets(Distribution distribution, Requirement requirement) {
        if (requirement.specifiers().toString().isEmpty()) {
            return true;
        }
        return Version.parse(distribution.version())
                .filter(requirement.specifiers()::contains)
                .isPresent();
    }

    private static List<Requirement> requires(Requirement requirement, Distribution distribution) throws UserProblem {
        List<Requirement> requires = new ArrayList<>();
        for (String text : distribution.requires()) {
            requires.add(Requirement.parse(text)
                    .orElseThrow(() -> invalid(text, requirement.name() + " " + distribution.version())));
        }
        return requires;
    }

    private static UserProblem invalid(String requirement, String by) {
        return new UserProblem(
                ProblemKind.DEPENDENCIES_UNMET,
                Explanation.of("the dependency check does not understand a requirement")
                        .line("requirement", requirement.replaceAll("\\p{Cntrl}", "?"))
                        .line("required by", by)
                        .attempt("correct it: a name, extras in brackets, versions, and a marker behind a semicolon"
                                + " (PEP 508)")
                        .attempt(SKIP));
    }
}
