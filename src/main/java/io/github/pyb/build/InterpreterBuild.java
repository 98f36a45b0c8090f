package io.github.pyb.build;

import io.github.pyb.packaging.ProjectName;
import io.github.pyb.process.ProcessRunner;
import io.github.pyb.python.Interpreter;
import io.github.pyb.tuning.CompilerCacheUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part that one interpreter had in a build.
 *
 * @param interpreter the interpreter
 * @param distributions what was built with it, or what it is served by that another one has built
 * @param resolved the versions of the direct build requirements that were used, for each kind of distribution
 * @param compilerCache what the compiler cache did, if there was one
 * @param lock the lock file that its build requirements came from, if there was one
 * @param steps what was run, and how long it took; nothing if another one has built what serves it
 * @param asOf when the oldest of what was installed for it was resolved
 */
public record InterpreterBuild(
        Interpreter interpreter,
        List<Distribution> distributions,
        Map<String, Map<ProjectName, String>> resolved,
        Optional<CompilerCacheUse> compilerCache,
        Optional<UsedLock> lock,
        List<ProcessRunner.Step> steps,
        Instant asOf) {

    public InterpreterBuild {
        distributions = List.copyOf(distributions);
        resolved = Collections.unmodifiableMap(new LinkedHashMap<>(resolved));
        steps = List.copyOf(steps);
    }

    /** What this interpreter has done first, and then. */
    InterpreterBuild and(InterpreterBuild then) {
        List<Distribution> allDistributions = new ArrayList<>(distributions);
        allDistributions.addAll(then.distributions);
        Map<String, Map<ProjectName, String>> allResolved = new LinkedHashMap<>(resolved);
        allResolved.putAll(then.resolved);
        List<ProcessRunner.Step> allSteps = new ArrayList<>(steps);
        allSteps.addAll(then.steps);
        Optional<CompilerCacheUse> bothUses = Stream.of(compilerCache, then.compilerCache)
                .flatMap(Optional::stream)
                .reduce(CompilerCacheUse::and);
        return new InterpreterBuild(
                interpreter,
                allDistributions,
                allResolved,
                bothUses,
                then.lock.or(() -> lock),
                allSteps,
                asOf.isBefore(then.asOf) ? asOf : then.asOf);
    }
}
