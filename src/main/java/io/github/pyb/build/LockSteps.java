package io.github.pyb.build;

import io.github.pyb.dist.Identity;
import io.github.pyb.env.IsolatedEnvironment;
import io.github.pyb.env.Pin;
import io.github.pyb.hooks.DistributionKind;
import io.github.pyb.hooks.HookInvoker;
import io.github.pyb.lock.LockedPackage;
import io.github.pyb.lock.LockedSet;
import io.github.pyb.log.BuildLog;
import io.github.pyb.packaging.ProjectName;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.MachineProblem;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what the builds of one project require with one interpreter: what is declared, and what the backend reports when
 * it runs with that. There is one version of each project for all of it.
 */
final class LockSteps {

    /** What a backend reports may depend on the version of something that has to be another one because of what it reports. */
    private static final int ROUNDS = 4;

    private static final String DECLARED = "requires in [build-system]";

    private final PreparedSource source;
    private final ProvidedWheels wheels;
    private final Path provided;
    private final BuildLog log;
    private final Environments environments;

    /** @param provided where the wheels are that Maven provides */
    LockSteps(PreparedSource source, ProvidedWheels wheels, Path provided, BuildLog log, Environments environments) {
        this.source = source;
        this.wheels = wheels;
        this.provided = provided;
        this.log = log;
        this.environments = environments;
    }

    /** An environment in which nothing is installed, and the hooks that will run in it. */
    record Ready(IsolatedEnvironment environment, HookInvoker hooks) {}

    /** Makes environments, one after the other. */
    @FunctionalInterface
    interface Environments {
        Ready fresh() throws UserProblem, MachineProblem, InterruptedException;
    }

    /** The step of what a backend reports for one kind of distribution. */
    static String step(DistributionKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The hook that reports it. */
    static String hook(DistributionKind kind) {
        return "get_requires_for_build_" + step(kind);
    }

    LockedSet resolve() throws UserProblem, MachineProblem, InterruptedException {
        List<String> declared = source.origin().tree().buildSystem().requires();
        check(declared, DECLARED);
        Ready ready = environments.fresh();
        List<LockedPackage> base = ready.environment().resolve(declared, Map.of());
        for (int round = 1; round < ROUNDS; round++) {
            Map<DistributionKind, List<String>> reported = ask(ready, declared, base);
            List<String> all = Stream.concat(
                            declared.stream(), reported.values().stream().flatMap(List::stream))
                    .toList();
            List<LockedPackage> together = Set.copyOf(declared).containsAll(all)
                    ? base
                    : ready.environment().resolve(all, Map.of());
            if (together.containsAll(base)) {
                return locked(ready.environment(), declared, reported, base, together);
            }
            // Something that is declared has another version because of what is reported. Then the backend is asked
            // again.
            base = ready.environment().resolve(declared, versions(together));
            ready = environments.fresh();
        }
        throw new UserProblem(
                ProblemKind.INSTALL_FAILED,
                Explanation.of("what the backend reports changes whenever it runs with what it has reported, so nothing"
                                + " can be locked")
                        .where(source.origin().tree().directory())
                        .attempt("declare the versions that are meant, in requires in [build-system]"));
    }

    private Map<DistributionKind, List<String>> ask(Ready ready, List<String> declared, List<LockedPackage> base)
            throws UserProblem, MachineProblem, InterruptedException {
        Set<ProjectName> own = wheels.versions().keySet();
        List<Pin> pins = new ArrayList<>();
        for (LockedPackage one : base) {
            if (!own.contains(one.name())) {
                pins.add(new Pin(one.name(), one.version(), address(one), Locking.hashes(one)));
            }
        }
        pins.addAll(wheels.pins(names(base), provided));
        ready.environment().installLocked(pins, declared);
        Map<DistributionKind, List<String>> reported = new EnumMap<>(DistributionKind.class);
        for (DistributionKind kind : DistributionKind.values()) {
            if (kind != DistributionKind.EDITABLE || ready.hooks().supportsEditable()) {
                List<String> requirements = ready.hooks().getRequiresForBuild(kind, false);
                check(requirements, hook(kind));
                reported.put(kind, requirements);
            }
        }
        return reported;
    }

    private static Optional<String> address(LockedPackage one) {
        return one.direct() ? one.files().get(0).url() : Optional.empty();
    }

    private void check(List<String> requirements, String asker) throws UserProblem {
        new CyclicRequirements(
                        source.origin()
                                .sdist()
                                .map(Identity::name)
                                .or(() -> source.origin().tree().name()),
                        source.origin().tree().directory())
                .check(requirements, asker);
        wheels.check(requirements, asker);
    }

    /** Which of the packages belongs to which step. */
    private LockedSet locked(
            IsolatedEnvironment environment,
            List<String> declared,
            Map<DistributionKind, List<String>> reported,
            List<LockedPackage> base,
            List<LockedPackage> together)
            throws UserProblem, MachineProblem, InterruptedException {
        SortedMap<String, List<String>> asked = new TreeMap<>(Map.of(LockedSet.DECLARED, declared));
        SortedMap<String, Set<ProjectName>> steps = new TreeMap<>(Map.of(LockedSet.DECLARED, names(base)));
        Map<Set<String>, Set<ProjectName>> known = new HashMap<>();
        known.put(Set.copyOf(declared), names(base));
        known.put(
                Stream.concat(declared.stream(), reported.values().stream().flatMap(List::stream))
                        .collect(Collectors.toSet()),
                names(together));
        for (Map.Entry<DistributionKind, List<String>> one : reported.entrySet()) {
            asked.put(step(one.getKey()), one.getValue());
            Set<String> wanted =
                    Stream.concat(declared.stream(), one.getValue().stream()).collect(Collectors.toSet());
            if (!known.containsKey(wanted)) {
                known.put(wanted, names(environment.resolve(wanted, versions(together))));
            }
            Set<ProjectName> more = new TreeSet<>(known.getOrDefault(wanted, Set.of()));
            more.removeAll(names(base));
            steps.put(step(one.getKey()), more);
        }
        log.debug("steps: " + steps);
        return set(asked, steps, together);
    }

    private LockedSet set(
            SortedMap<String, List<String>> asked,
            SortedMap<String, Set<ProjectName>> steps,
            List<LockedPackage> together) {
        Set<ProjectName> own = wheels.versions().keySet();
        SortedMap<ProjectName, LockedPackage> packages = new TreeMap<>();
        for (LockedPackage one : together) {
            Set<String> its = steps.entrySet().stream()
                    .filter(step -> step.getValue().contains(one.name()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!its.isEmpty() && !own.contains(one.name())) {
                packages.put(one.name(), one.of(its));
            }
        }
        SortedMap<String, Set<ProjectName>> maven = new TreeMap<>();
        steps.forEach((step, names) -> {
            Set<ProjectName> ours = new TreeSet<>(names);
            ours.retainAll(own);
            maven.put(step, ours);
        });
        return new LockedSet(asked, packages, maven);
    }

    private static Set<ProjectName> names(Collection<LockedPackage> packages) {
        return packages.stream().map(LockedPackage::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What Maven provides is settled by its address already. */
    private Map<ProjectName, String> versions(List<LockedPackage> packages) {
        Map<ProjectName, String> versions = new TreeMap<>();
        packages.stream()
                .filter(one -> !one.direct() && !wheels.versions().containsKey(one.name()))
                .forEach(one -> versions.put(one.name(), one.version()));
        return versions;
    }
}
